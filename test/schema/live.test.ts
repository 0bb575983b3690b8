/** Promises of live updates: a message only wakes; what it is about is read through the subscriber's own guards; nothing is missed. */
import WebSocket from 'ws';
import { poolOf } from '../../src/store/transaction';
import { until } from '../harness/until';
import { codeOf, uuidOf } from './city';
import { addFlag, FLAGS, gateway, publish, publisher, ROUND, rig, round, subscribe, useLines } from './lines';
import { startRig } from './rig';

useLines();

test('a round: the present state first, then what each message makes look again', async () => {
  const events = subscribe(ROUND, { id: round }, 'city');
  const first = await events.next();
  expect(first.roundProgress).toMatchObject({ id: round, progress: { cases: 110 } });
  await publish('RoundAdvanced', { roundId: uuidOf(15, 2) });
  await poolOf(rig.store).query(
    `update review_case set evaluated_at = now() where round_id = $1 and evaluated_at is null`,
    [round],
  );
  await publish('RoundAdvanced', { roundId: round });
  const second = await events.next();
  expect(second.roundProgress).toMatchObject({ progress: { cases: 110, evaluated: 110 } });
  events.stop();
});

test('each subscriber counts the cases of the own region', async () => {
  const events = subscribe(ROUND, { id: round }, 'county');
  expect((await events.next()).roundProgress).toMatchObject({ progress: { cases: 55 } });
  events.stop();
});

test.each([
  ['union', 'NOT_ALLOWED'],
  [null, 'NOT_SIGNED_IN'],
] as const)('%s is told %s once, and it ends', async (who, problem) => {
  const events = subscribe(ROUND, { id: round }, who);
  expect(await events.next()).toEqual({ roundProgress: { problem } });
  await events.ended;
});

test('a token that nobody holds opens no line', async () => {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.once('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer nobody' } })),
  );
  expect(await closed).toBe(4403);
});

/** From before the first flag: nothing is missed, however late the line is ready. */
const SINCE = { since: '2026-11-21T00:00:00.000Z' };

test('a flag wakes only those who may see it', async () => {
  const [city, county, union] = [
    subscribe(FLAGS, SINCE, 'city'),
    subscribe(FLAGS, SINCE, 'county'),
    subscribe(FLAGS, SINCE, 'union'),
  ];
  const sanction = await addFlag(2, 'JOINT_SANCTION', '2026-11-21T01:00:00Z');
  await publish('FlagChanged', { flagId: sanction });
  expect((await city.next()).flagChanged).toMatchObject({
    id: sanction,
    unit: { code: codeOf(2) },
  });
  const title = await addFlag(1, 'DESIGNATION', '2026-11-21T01:00:01Z');
  await publish('FlagChanged', { flagId: title });
  expect((await county.next()).flagChanged).toMatchObject({ id: title, reason: 'r' });
  expect((await union.next()).flagChanged).toMatchObject({ id: title, reason: null });
  for (const events of [city, county, union]) {
    events.stop();
  }
});

test('whoever lost the line names the last instant seen, and gets what was missed first, once', async () => {
  const before = await addFlag(5, 'DESIGNATION', '2026-11-22T01:00:00Z');
  const missed = await addFlag(5, 'DESIGNATION', '2026-11-22T02:00:00Z');
  const events = subscribe(FLAGS, { code: codeOf(5), since: '2026-11-22T01:30:00.000Z' }, 'city');
  expect((await events.next()).flagChanged?.id).toBe(missed);
  await publish('FlagChanged', { flagId: missed });
  await publish('FlagChanged', { flagId: before });
  const next = await addFlag(5, 'DESIGNATION', '2026-11-22T03:00:00Z');
  await publish('FlagChanged', { flagId: next });
  const seen = [(await events.next()).flagChanged?.id, (await events.next()).flagChanged?.id];
  expect(seen).toEqual([before, next]);
  const last = await addFlag(5, 'DESIGNATION', '2026-11-22T04:00:00Z');
  await publish('FlagChanged', { flagId: last });
  expect((await events.next()).flagChanged?.id).toBe(last);
  events.stop();
});

test('when Redis was away, what was published meanwhile is read all the same', async () => {
  const events = subscribe(FLAGS, { since: '2026-11-23T00:00:00.000Z' }, 'city');
  const earlier = await addFlag(7, 'DESIGNATION', '2026-11-23T00:30:00Z');
  await publish('FlagChanged', { flagId: earlier });
  expect((await events.next()).flagChanged?.id).toBe(earlier);
  const lost = await addFlag(7, 'DESIGNATION', '2026-11-23T01:00:00Z');
  const list = String(await publisher.call('client', 'list'));
  const ids = list
    .split('\n')
    .filter((line) => line.includes('name=gateway') || line.includes('sub=1'))
    .map((line) => /id=(\d+)/.exec(line)?.[1]);
  for (const id of ids) {
    await publisher.call('client', 'kill', 'id', String(id));
  }
  expect((await events.next()).flagChanged?.id).toBe(lost);
  events.stop();
});

test('a revoked token hears no more', async () => {
  const events = subscribe(ROUND, { id: round }, 'admin');
  await events.next();
  await poolOf(rig.store).query(`update principal set revoked_at = now() where id = 'admin'`);
  // The token is remembered for a moment: what comes meanwhile is still told.
  await until('the line is told that its token is not known', async () => {
    await publish('RoundAdvanced', { roundId: round });
    return (await events.next()).roundProgress?.problem === 'NOT_SIGNED_IN';
  });
  await poolOf(rig.store).query(`update principal set revoked_at = null where id = 'admin'`);
  events.stop();
});

test('only subscriptions are taken on a line, and not too large ones', async () => {
  expect(await subscribe('{ health { today } }', {}, 'city').next()).toEqual({
    failed: [expect.objectContaining({ message: expect.stringContaining('subscriptions') })],
  });
  const wide = `subscription { roundProgress(roundId: "x") { ... on ReviewRound { ${Array.from({ length: 61 }, (_, n) => `a${n}: id`).join(' ')} } } }`;
  expect(await subscribe(wide, {}, 'city').next()).toEqual({
    failed: [expect.objectContaining({ message: expect.stringContaining('aliases') })],
  });
});

test('closing the gateway ends every line', async () => {
  const own = await startRig();
  const asker = await own.gateway();
  const socket = new WebSocket(`${asker.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await own.close();
  expect(await closed).toBe(1001);
});
