/** Sending over real HTTP: order per unit, faults of the recipient, and confirmation by receipt alone. */
import { oldestUndelivered } from '../../src/delivery/reads';
import { ASKED_AT_MOST } from '../../src/delivery/retry';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { claimLanes } from '../../src/delivery/steps/claim-lanes';
import { query, transaction } from '../../src/store/transaction';
import { oneRecipient, R } from './one-recipient';
import { appendNow, KEY, laneOf, makeUnit, passTime } from './world';

const hub = oneRecipient();

test('events of a unit arrive in order, are confirmed by receipt, and the lane comes to rest', async () => {
  const unit = await makeUnit(hub.store);
  for (const subject of ['a', 'b', 'c']) {
    await appendNow(hub.store, { unitId: unit.id, subject });
  }
  expect(await hub.send()).toEqual({ sent: 3, confirmed: 3, waiting: 0 });
  expect(hub.seen(unit)).toEqual([1, 2, 3]);
  expect(
    (await hub.of(unit)).every(({ confirmed, outcomes }) => confirmed && outcomes.join() === 'DELIVERED'),
  ).toBe(true);
  expect(await laneOf(hub.store, R, unit.id)).toMatchObject({
    state: 'IDLE',
    head_seq: '3',
    tail_seq: '3',
    wait: null,
  });
});

test('the bytes sent are the bytes stored, to the last one', async () => {
  const unit = await makeUnit(hub.store, '威海“特殊”\\公司 ');
  const { eventId } = await appendNow(hub.store, { unitId: unit.id });
  await hub.send();
  const [body] = await query<{ bytes: Buffer; same: boolean }>(
    hub.store,
    'select bytes, digest = sha256(bytes) as same from event_body where event_id = $1',
    [eventId],
  );
  expect(hub.arrived(unit)[0]?.body).toBe(body?.bytes.toString('utf8'));
  expect(body?.same).toBe(true);
});

test('a retry of one event holds back the later ones of its unit and of no other', async () => {
  const [slow, quick] = [await makeUnit(hub.store), await makeUnit(hub.store)];
  await appendNow(hub.store, { unitId: slow.id, subject: 'a' });
  await appendNow(hub.store, { unitId: slow.id, subject: 'b' });
  await appendNow(hub.store, { unitId: quick.id, subject: 'a' });
  hub.receiver.answer = ({ unit }) => (unit === slow.code ? 500 : 200);
  expect(await hub.send()).toMatchObject({ sent: 1, waiting: 1 });
  expect(hub.seen(slow)).toEqual([1]);
  const lane = await laneOf(hub.store, R, slow.id);
  expect(lane).toMatchObject({ state: 'BACKOFF', failures: 1 });
  expect(lane?.wait).toBeGreaterThan(3);
  expect(lane?.wait).toBeLessThan(7);
  hub.receiver.answer = () => 200;
  await passTime(hub.store);
  await hub.send();
  expect(hub.seen(slow)).toEqual([1, 1, 2]);
  expect((await hub.of(slow)).map(({ outcomes }) => outcomes)).toEqual([
    ['RETRY', 'DELIVERED'],
    ['DELIVERED'],
  ]);
});

test('a new event neither cuts a wait short nor takes a lane from its sender', async () => {
  const [waiting, leased] = [await makeUnit(hub.store), await makeUnit(hub.store)];
  await appendNow(hub.store, { unitId: waiting.id, subject: 'a' });
  hub.receiver.answer = () => 503;
  await hub.send();
  await appendNow(hub.store, { unitId: leased.id, subject: 'a' });
  await transaction(hub.store, (tx) => claimLanes(tx, { recipientId: R, worker: 'w2', limit: 10 }));
  await appendNow(hub.store, { unitId: waiting.id, subject: 'b' });
  await appendNow(hub.store, { unitId: leased.id, subject: 'b' });
  hub.receiver.answer = () => 200;
  expect(await hub.send()).toMatchObject({ sent: 0, waiting: 2 });
  expect(hub.seen(leased)).toEqual([]);
});

test('taken, but the connection broke: unknown, sent again under the same id, applied once', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  hub.receiver.answer = () => 'late';
  await hub.send();
  expect(await hub.of(unit)).toMatchObject([{ outcomes: ['UNKNOWN'], confirmed: false }]);
  hub.receiver.answer = () => 200;
  await passTime(hub.store);
  await hub.send();
  expect(new Set(hub.arrived(unit).map(({ eventId }) => eventId)).size).toBe(1);
  expect(await hub.of(unit)).toMatchObject([{ outcomes: ['UNKNOWN', 'DELIVERED'], confirmed: true }]);
  const [receipt] = await query<{ state: string }>(
    hub.store,
    'select r.state from receipt r join delivery d on d.id = r.delivery_id where d.unit_id = $1',
    [unit.id],
  );
  expect(receipt?.state).toBe('ALREADY');
});

test('a recipient that is down costs nothing but time; nothing is attempted once per lane', async () => {
  const units = await Promise.all(Array.from({ length: 40 }, () => makeUnit(hub.store)));
  for (const unit of units) {
    await appendNow(hub.store, { unitId: unit.id });
  }
  await hub.receiver.stop();
  expect(await hub.send()).toMatchObject({ sent: 0, waiting: 40 });
  const [attempts] = await query<{ n: number }>(
    hub.store,
    `select count(*)::int as n from attempt a join delivery d on d.id = a.delivery_id where d.unit_id = any($1)`,
    [units.map(({ id }) => id)],
  );
  expect(attempts?.n).toBeLessThanOrEqual(16);
  expect(await oldestUndelivered(hub.store)).toMatchObject([{ recipientId: R }]);
  await hub.receiver.start();
  await passTime(hub.store);
  expect(await hub.send()).toMatchObject({ sent: 40, confirmed: 40, waiting: 0 });
  for (const unit of units) {
    expect(hub.seen(unit)).toEqual([1]);
  }
});

test.each([
  'no-receipt',
  'forged-receipt',
  'odd-receipt',
] as const)('2xx with %s is accepted, asked again three times, and then the lane goes on without it', async (answer) => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  await appendNow(hub.store, { unitId: unit.id, subject: 'b' });
  hub.receiver.answer = ({ unitSeq }) => (unitSeq === 1 ? answer : 200);
  for (let asked = 0; asked < ASKED_AT_MOST; asked++) {
    expect(await hub.send()).toEqual({ sent: 1, confirmed: 0, waiting: 1 });
    await passTime(hub.store);
  }
  expect(await hub.send()).toEqual({ sent: 2, confirmed: 1, waiting: 0 });
  expect(await hub.of(unit)).toMatchObject([
    { outcomes: ['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED'], confirmed: false },
    { outcomes: ['DELIVERED'], confirmed: true },
  ]);
  const [attempt] = await query<{ error: string }>(
    hub.store,
    `select o.error from attempt_outcome o join attempt a on a.id = o.attempt_id where a.delivery_id = $1 limit 1`,
    [await hub.idOf(unit, 1)],
  );
  expect(attempt?.error).toMatch(answer === 'no-receipt' ? /^已收下，没有回执/ : /^已收下，但回执无效/);
});

test('a receipt that comes when it is asked for confirms', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  hub.receiver.answer = () => 'no-receipt';
  await hub.send();
  hub.receiver.answer = () => 200;
  await passTime(hub.store);
  expect(await hub.send()).toEqual({ sent: 1, confirmed: 1, waiting: 0 });
  expect(await hub.of(unit)).toMatchObject([{ outcomes: ['ACCEPTED', 'DELIVERED'], confirmed: true }]);
});

test('a redirect is not followed', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  hub.receiver.answer = () => 302;
  await hub.send();
  expect(hub.arrived(unit)).toHaveLength(1);
  expect(await laneOf(hub.store, R, unit.id)).toMatchObject({ state: 'HELD' });
});

test('asked to end, it begins nothing new and gives the rest back, due at once', async () => {
  const units = await Promise.all(Array.from({ length: 12 }, () => makeUnit(hub.store)));
  for (const unit of units) {
    await appendNow(hub.store, { unitId: unit.id });
  }
  const ending = new AbortController();
  hub.receiver.answer = () => {
    ending.abort();
    return 200;
  };
  const report = await sendToRecipient(hub.store, {
    recipientId: R,
    worker: 'w1',
    key: KEY,
    transport: hub.transport,
    signal: ending.signal,
  });
  expect(report.sent).toBeGreaterThan(0);
  expect(report.sent).toBeLessThan(12);
  hub.receiver.answer = () => 200;
  expect(await hub.send()).toMatchObject({ sent: 12 - report.sent, waiting: 0 });
  for (const unit of units) {
    expect(hub.seen(unit)).toEqual([1]);
  }
});

test('while the answers of one claim wait to be recorded, the lanes of the next are sent', async () => {
  const units = [];
  for (let place = 0; place < 20; place += 1) {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    units.push(unit);
  }
  const [first, last] = [units[0], units[19]];
  const delivery = first && (await hub.idOf(first, 1));
  let release: () => void = () => undefined;
  const isSent = new Promise<void>((resolve) => {
    release = resolve;
  });
  let held: () => void = () => undefined;
  const isHeld = new Promise<void>((resolve) => {
    held = resolve;
  });
  hub.receiver.answer = ({ unit }) => {
    if (unit === last?.code) release();
    return 200;
  };
  // A receipt that is being entered elsewhere keeps the first claim's from being recorded.
  const elsewhere = transaction(hub.store, async (tx) => {
    await tx.query(
      `insert into receipt (delivery_id, via, state, at, evidence) values ($1, 'CALLBACK', 'APPLIED', now(), '{}')`,
      [delivery],
    );
    held();
    await isSent;
    throw new Error('not entered');
  }).catch((error: Error) => error.message);
  await isHeld;
  expect(await hub.send()).toEqual({ sent: 20, confirmed: 20, waiting: 0 });
  expect(await elsewhere).toBe('not entered');
});
