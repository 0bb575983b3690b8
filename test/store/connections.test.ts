/** Connections: what their URL may be, that they outlive a restarted server, and which Redis is refused. */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/kernel/clock';
import { openClient, withDatabase } from '../../src/store/connection';
import { openStore } from '../../src/store/data-source';
import { appendOutbox, appendOutboxMany } from '../../src/store/outbox';
import {
  producerRedis,
  redisFacts,
  redisProblems,
  redisReady,
  requireSafeRedis,
  workerRedis,
} from '../../src/store/redis';
import { query, type Store, transaction } from '../../src/store/transaction';
import { testLogger } from '../harness/logger';
import { type ServerPair, startServerPair } from '../harness/servers';

let servers: ServerPair;
let store: Store;

beforeAll(async () => {
  servers = await startServerPair({ durable: true });
  store = await servers.store();
});
afterAll(() => servers.close());

const settled = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    () => 'failed',
  );

test('gateway and worker connections run as the application’s role, in UTC, with time limits', async () => {
  const [row] = await query(
    store,
    `select current_user as role, current_setting('TimeZone') as zone, current_setting('statement_timeout') as statement,
     current_setting('idle_in_transaction_session_timeout') as idle`,
  );
  expect(row).toEqual({ role: 'hub_app', zone: 'UTC', statement: '1min', idle: '1min' });
});

test('options in the URL are kept beside ours', async () => {
  const url = `${servers.databaseUrl}&options=${encodeURIComponent('-c work_mem=7MB')}`;
  const client = await openClient(url, { role: 'app', name: 'test' });
  const { rows } = await client.query(`select current_user as role, current_setting('work_mem') as memory`);
  await client.end();
  expect(rows).toEqual([{ role: 'hub_app', memory: '7MB' }]);
});

test('the same server, another database', () => {
  expect(withDatabase('postgres://hub@/hub?host=/a/b', 'other')).toBe('postgres://hub@/other?host=/a/b');
  expect(withDatabase('postgres://u:p@h:5/hub', 'other')).toBe('postgres://u:p@h:5/other');
  expect(withDatabase('postgres://h', 'other')).toBe('postgres://h/other');
});

test('a store over an empty database says what is missing, over an absent server that it is absent', async () => {
  const open = (url: string) =>
    openStore({ url, tables: [], clock: systemClock, logger: testLogger, poolSize: 2, name: 'test' });
  await expect(open('postgres://hub@/hub?host=/nowhere')).rejects.toMatchObject({
    code: 'SERVER_UNAVAILABLE',
  });
});

test('a step in flight when PostgreSQL restarts fails as a whole; the next one passes on the same store', async () => {
  const insert = (name: string) =>
    transaction(store, async (tx) => {
      await tx.query('insert into setting (name, value, updated_at) values ($1, $2, $3)', [
        name,
        '1',
        tx.now,
      ]);
      await sleep(name === 'in flight' ? 500 : 0);
      await tx.query('select 1');
    });
  // Several idle connections in the pool, all of which break.
  await Promise.all(Array.from({ length: 5 }, (_, n) => insert(`before ${n}`)));
  const inFlight = settled(insert('in flight'));
  await sleep(100);
  await servers.restartPostgres();
  expect(await inFlight).toBe('failed');
  await insert('after');
  const names = await query<{ name: string }>(store, 'select name from setting order by name');
  expect(names.map(({ name }) => name)).toEqual(['after', ...[0, 1, 2, 3, 4].map((n) => `before ${n}`)]);
});

test('a killed PostgreSQL loses nothing that was committed, and needs no help to start again', async () => {
  await transaction(store, (tx) =>
    tx.query(`insert into setting (name, value, updated_at) values ('committed', '1', now())`),
  );
  process.kill(servers.postgres.pid, 'SIGKILL');
  await servers.restartPostgres();
  expect(await query(store, `select name from setting where name = 'committed'`)).toHaveLength(1);
});

test('an outbox row wakes a listener when its transaction commits, not before, and keeps the order', async () => {
  const client = await openClient(servers.databaseUrl, { role: 'app', name: 'listener' });
  let woken = 0;
  client.on('notification', () => {
    woken += 1;
  });
  await client.query('listen outbox');
  await transaction(store, async (tx) => {
    await appendOutbox(tx, 'FactsChanged', { batchId: '1' });
    await appendOutboxMany(tx, 'FlagChanged', [{ flagId: '2' }, { flagId: '3' }]);
    await client.query('select 1');
    expect(woken).toBe(0);
  });
  await client.query('select 1');
  await sleep(20);
  await client.end();
  expect(woken).toBeGreaterThan(0);
  expect(await query(store, 'select topic, key from outbox order by id')).toEqual([
    { topic: 'FactsChanged', key: { batchId: '1' } },
    { topic: 'FlagChanged', key: { flagId: '2' } },
    { topic: 'FlagChanged', key: { flagId: '3' } },
  ]);
});

test('while Redis is away a producer fails at once and a worker’s command waits; both go on afterwards', async () => {
  const producer = producerRedis(servers.redisUrl, 'producer', testLogger);
  const worker = workerRedis(servers.redisUrl, 'worker', testLogger);
  await Promise.all([redisReady(producer), redisReady(worker)]);
  await servers.redis.stop();
  await sleep(50);
  const begun = performance.now();
  await expect(producer.ping()).rejects.toThrow();
  expect(performance.now() - begun).toBeLessThan(1_000);
  const waiting = worker.ping();
  await servers.restartRedis();
  expect(await waiting).toBe('PONG');
  await redisReady(producer);
  expect(await producer.ping()).toBe('PONG');
  producer.disconnect();
  worker.disconnect();
});

test('a line that broke under a command is not cut again later, nor one of a copy', async () => {
  const redis = workerRedis(servers.redisUrl, 'blocking', testLogger);
  const copy = redis.duplicate();
  await Promise.all([redisReady(redis), redisReady(copy)]);
  const answers = [redis, copy].map((line) => line.blpop('{t}never', 2));
  await sleep(50);
  await servers.restartRedis();
  expect(await Promise.all(answers)).toEqual([null, null]);
  // biome-ignore lint/complexity/useLiteralKeys: what is looked at is private
  expect([redis['socketTimeoutTimer'], copy['socketTimeoutTimer']]).toEqual([undefined, undefined]);
  redis.disconnect();
  copy.disconnect();
});

test('a Redis that evicts keys or keeps no append-only file is refused, with what to do', async () => {
  const redis = workerRedis(servers.redisUrl, 'check', testLogger);
  await redisReady(redis);
  await requireSafeRedis(redis);
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await redis.config('SET', 'appendonly', 'no');
  await expect(requireSafeRedis(redis)).rejects.toMatchObject({
    code: 'SERVER_UNAVAILABLE',
    hint: expect.stringMatching(/noeviction.*appendonly yes/s),
  });
  expect(redisProblems({ ...(await redisFacts(redis)), version: '5.0.7' })).toHaveLength(3);
  redis.disconnect();
});

test('the servers’ log files hold what they said', () => {
  expect(fs.readFileSync(path.join(servers.directory, 'postgres', 'log'), 'utf8')).toContain(
    'ready to accept',
  );
});
