/** Promises of lines: as many as an account may have, errors as HTTP says them, and no message that ends what others watch. */
import { connect, type Socket } from 'node:net';
import { LIVE_LIMITS } from '../../schema/limits';
import { liveChannel } from '../../src/kernel/live';
import { poolOf } from '../../src/store/transaction';
import { onStatement } from '../harness/statements';
import { until } from '../harness/until';
import {
  addFlag,
  FLAGS,
  gateway,
  type Line,
  openLine,
  publish,
  publisher,
  ROUND,
  rig,
  round,
  subscribe,
  useLines,
} from './lines';

useLines();

test('errors on a line are those of HTTP: a code, two languages, nothing from inside', async () => {
  const said = async (query: string, variables = {}) =>
    (
      (await subscribe(query, variables, 'city').next()) as unknown as {
        failed: { extensions: { code: string } }[];
      }
    ).failed[0];
  expect((await said('subscription {'))?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  expect((await said(`subscription { ${'a '.repeat(9_000)} }`))?.extensions.code).toBe(
    'GRAPHQL_PARSE_FAILED',
  );
  expect((await said('subscription { nothing }'))?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const wide = `subscription { roundProgress(roundId: "x") { ... on ReviewRound { ${Array.from({ length: 61 }, (_, n) => `a${n}: id`).join(' ')} } } }`;
  expect((await said(wide))?.extensions).toEqual({ code: 'TOO_COMPLEX' });
  expect(await subscribe(ROUND, { id: 'x' }, 'city').next()).toEqual({
    roundProgress: { problem: 'INVALID_INPUT' },
  });
});

test('what fails while an event is read stays inside', async () => {
  const events = subscribe(ROUND, { id: round }, 'city');
  await events.next();
  const stop = onStatement(poolOf(rig.store), (text) => {
    if (text.includes('review_round')) {
      throw Object.assign(new Error('relation "secret_table" does not exist'), { code: '42P01' });
    }
  });
  try {
    await publish('RoundAdvanced', { roundId: round });
    const [error] = (await events.next()) as unknown as { message: string; extensions: object }[];
    expect(error?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(error?.message).not.toContain('secret');
  } finally {
    stop();
    events.stop();
  }
});

test('a message that is none is skipped: whoever watches goes on watching', async () => {
  const events = subscribe(FLAGS, { since: '2026-11-25T00:00:00.000Z' }, 'city');
  const first = await addFlag(9, 'DESIGNATION', '2026-11-25T01:00:00Z');
  await publish('FlagChanged', { flagId: first });
  expect((await events.next()).flagChanged?.id).toBe(first);
  for (const text of [
    '',
    'no json',
    '[]',
    '{"topic":"FlagChanged","key":{}}',
    '{"topic":"__proto__","key":{}}',
  ]) {
    await publisher.publish(liveChannel(rig.redis.prefix), text);
  }
  for (const flagId of ['x', 7, null, 'a\u0000', { toString: 'x' }]) {
    await publish('FlagChanged', { flagId });
  }
  const next = await addFlag(9, 'DESIGNATION', '2026-11-25T02:00:00Z');
  await publish('FlagChanged', { flagId: next });
  expect((await events.next()).flagChanged?.id).toBe(next);
  events.stop();
});

test('a line watches up to a bound, and says so', async () => {
  const line = await openLine('court');
  expect((await line.next()).type).toBe('connection_ack');
  for (let number = 0; number <= LIVE_LIMITS.onLine; number++) {
    line.send({ type: 'subscribe', id: `s${number}`, payload: { query: FLAGS, variables: {} } });
  }
  const refused = await line.next();
  expect(refused).toMatchObject({ type: 'error', id: `s${LIVE_LIMITS.onLine}` });
  expect(refused.payload?.[0]?.message).toContain(String(LIVE_LIMITS.onLine));
  line.socket.close();
  await line.closed;
});

test('an account has lines up to a bound; one that is closed makes room', async () => {
  const lines: Line[] = [];
  for (let number = 0; number < LIVE_LIMITS.ofAccount; number++) {
    const line = await openLine('court');
    expect((await line.next()).type).toBe('connection_ack');
    lines.push(line);
  }
  expect(await (await openLine('court')).closed).toBe(4429);
  const other = await openLine('union');
  expect((await other.next()).type).toBe('connection_ack');
  const [first] = lines;
  first?.socket.close();
  await first?.closed;
  const again = await openLine('court');
  expect((await again.next()).type).toBe('connection_ack');
  for (const { socket } of [...lines, other, again]) {
    socket.close();
  }
});

/** A line that is opened, and then neither says a word nor answers one. */
function openDeaf(): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET /graphql HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' +
      'Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
  );
  return new Promise((resolve, reject) => {
    socket.once('data', (bytes) =>
      String(bytes).startsWith('HTTP/1.1 101') ? resolve(socket) : reject(new Error(String(bytes))),
    );
  });
}

test('lines that nobody signs in on take no place of those who do, and are gone for good after a few seconds', async () => {
  const deaf: Socket[] = [];
  for (let opened = 0; opened < LIVE_LIMITS.lines + 1; opened++) {
    deaf.push(await openDeaf());
  }
  const open = () => deaf.filter(({ destroyed }) => !destroyed).length;
  const line = await openLine('union');
  expect((await line.next()).type).toBe('connection_ack');
  await until('only the newest of them are left', () => open() <= LIVE_LIMITS.waiting, 4);
  await until('they are all gone', () => open() === 0, 12);
  line.send({ type: 'ping' });
  expect((await line.next()).type).toBe('pong');
  line.socket.close();
  await line.closed;
});

test('without a token a line says how to sign in, reads no long document, and is let go', async () => {
  const line = await openLine(null);
  expect((await line.next()).type).toBe('connection_ack');
  line.send({ type: 'subscribe', id: 'long', payload: { query: `subscription { ${'a '.repeat(2_000)}` } });
  expect(await line.next()).toMatchObject({
    type: 'error',
    id: 'long',
    payload: [{ extensions: { code: 'NOT_SIGNED_IN' } }],
  });
  line.send({ type: 'subscribe', id: 'short', payload: { query: ROUND, variables: { id: round } } });
  expect(await line.next()).toMatchObject({
    type: 'next',
    id: 'short',
    payload: { data: { roundProgress: { problem: 'NOT_SIGNED_IN' } } },
  });
  expect(await line.closed).toBe(4401);
});

test.each(['city', null] as const)('a subscription by POST is told where it is taken (%s)', async (who) => {
  const { status, data, errors } = await gateway.ask('subscription { flagChanged { __typename } }', {}, who);
  expect([status, data, errors?.[0]?.extensions.code]).toEqual([400, undefined, 'BAD_REQUEST']);
  expect(errors?.[0]?.message).toContain('WebSocket');
});
