/** Promise: the doctor says of each thing that is wrong what it is and what to do about it, and exits with 1. */
import Redis from 'ioredis';
import { nodeFinding } from '../../bin/doctor/servers';
import { query, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { type ServerPair, startServerPair } from '../harness/servers';
import { hub } from './hub-program';

let pair: ServerPair;
let empty: TestDatabase;

beforeAll(async () => {
  [pair, empty] = await Promise.all([startServerPair(), freshDatabase({ empty: true })]);
});
afterAll(() => Promise.all([pair.close(), empty.close()]));

const doctor = (environment: Record<string, string>) => hub(['doctor'], environment);
const lineOf = (out: string, subject: string): string =>
  out.split('\n').find((line) => line.includes(` ${subject} `)) ?? '';

test('an empty database, and a Redis that may forget', async () => {
  const redis = new Redis(pair.redisUrl);
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await redis.config('SET', 'appendonly', 'no');
  const { code, out } = await doctor({ DATABASE_URL: empty.url, REDIS_URL: pair.redisUrl });
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
  await redis.config('SET', 'appendonly', 'yes');
  await redis.quit();
  expect(code).toBe(1);
  expect(out).toContain('hub migrate');
  expect(out).toContain('CONFIG SET maxmemory-policy noeviction');
  expect(out).toContain('CONFIG SET appendonly yes');
  expect(lineOf(out, '计划任务')).toMatch(/^✗.*open-round/);
});

test('servers that do not answer are told apart', async () => {
  const { code, out } = await doctor({
    DATABASE_URL: 'postgres://hub@127.0.0.1:1/hub',
    REDIS_URL: 'redis://127.0.0.1:1',
  });
  expect(code).toBe(1);
  expect(lineOf(out, 'PostgreSQL')).toMatch(/^✗/);
  expect(lineOf(out, 'Redis')).toMatch(/^✗/);
});

test('a schema that differs, work that lies undone, runs given up, recipients without an address', async () => {
  const owner = await pair.store(undefined, 'owner');
  await query(owner, 'alter table setting add column stray text');
  const environment = { DATABASE_URL: pair.databaseUrl, REDIS_URL: pair.redisUrl };
  const drifted = await doctor(environment);
  expect(lineOf(drifted.out, '数据库结构')).toMatch(/^✗.*setting.*stray/);
  await query(owner, 'alter table setting drop column stray');
  await transaction(owner, async (tx) => {
    await tx.query(`insert into outbox (topic, key, created_at, last_error)
      values ('FactsChanged', '{"batchId":"1"}', now() - interval '1 hour', 'no luck')`);
    await tx.query(
      `insert into schedule_bucket (schedule, bucket, attempts, last_error) values ('open-round', now(), 8, 'no rule')`,
    );
    await tx.query(
      `insert into recipient (id, name, created_at, updated_at) values ('nobody', '无人', now(), now())`,
    );
  });
  const { code, out } = await doctor(environment);
  expect(code).toBe(1);
  expect(lineOf(out, '数据库结构')).toMatch(/^✓/);
  expect(lineOf(out, '待办事项')).toMatch(/^✗ .*1 项待办.*1 项失败过/);
  expect(lineOf(out, '计划执行')).toMatch(/^✗/);
  expect(lineOf(out, '接收方')).toMatch(/^✗.*nobody/);
  expect(lineOf(out, '数源接入')).toMatch(/^✗.*从未提供/);
  expect(out.match(/^ {2}→ /gm)?.length).toBe(out.match(/^✗/gm)?.length);
});

test('Node that is too old', () => {
  expect(nodeFinding('20.19.0').ok).toBe(true);
  expect(nodeFinding('22.1.0').ok).toBe(true);
  expect(nodeFinding('20.18.3').ok).toBe(false);
  expect(nodeFinding('18.20.0').ok).toBe(false);
});
