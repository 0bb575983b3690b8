/** Promise: the schedules in Redis are the declared ones: strays go, missing ones come back, equal ones are left alone. */
import { Queue } from 'bullmq';
import Redis from 'ioredis';
import { reconcileSchedules } from '../../jobs/reconcile';
import { declareSchedules, type Schedule } from '../../jobs/schedules';
import { startWorker } from '../../jobs/worker';
import type { Store } from '../../src/store/transaction';
import { type ServerPair, startServerPair } from '../harness/servers';
import { until } from '../harness/until';
import { testConfig, testJob, testPlan } from './plan-for-tests';

let pair: ServerPair;
let store: Store;
let redis: Redis;
let queue: Queue;

beforeAll(async () => {
  pair = await startServerPair();
  store = await pair.store();
  redis = new Redis(pair.redisUrl, { maxRetriesPerRequest: null });
  queue = new Queue('ticks', { connection: redis, prefix: '{hub}' });
});
afterAll(async () => {
  await queue.close();
  await redis.quit();
  await pair.close();
});
beforeEach(() => redis.flushall());

const FEEDS = [
  { agency: 'union', recordType: 'UNION_UNIT' },
  { agency: 'union', recordType: 'NEGOTIATION' },
  { agency: 'court', recordType: 'DISHONESTY_ENTRY' },
];
const schedules = declareSchedules(testConfig({}), FEEDS);
const present = async () =>
  (await queue.getJobSchedulers(0, -1, true)).map(({ key, pattern, tz }) => `${key} ${pattern} ${tz}`).sort();
const declared = (list: readonly Schedule[]) =>
  list.map(({ id, pattern }) => `${id} ${pattern} Asia/Shanghai`).sort();

test('missing schedules are set, strays removed, changed ones changed, equal ones untouched', async () => {
  expect((await reconcileSchedules(store, queue, schedules))?.set).toHaveLength(schedules.length);
  expect(await present()).toEqual(declared(schedules));
  expect(await reconcileSchedules(store, queue, schedules)).toEqual({ set: [], removed: [] });

  await queue.upsertJobScheduler('left-over', { pattern: '* * * * *' }, { name: 'tick', data: {} });
  await queue.upsertJobScheduler(
    'open-round',
    { pattern: '1 1 1 1 *', tz: 'UTC' },
    { name: 'tick', data: {} },
  );
  expect(await reconcileSchedules(store, queue, schedules)).toEqual({
    set: ['open-round'],
    removed: ['left-over'],
  });
  expect(await present()).toEqual(declared(schedules));
});

test('eight processes that start at once leave one set of schedules, each with one next tick', async () => {
  await Promise.all(Array.from({ length: 8 }, () => reconcileSchedules(store, queue, schedules)));
  expect(await present()).toEqual(declared(schedules));
  expect(await queue.getDelayedCount()).toBe(schedules.length);
});

test('after FLUSHALL a running worker sets them again and goes on ticking', async () => {
  let ticks = 0;
  const everySecond: Schedule = {
    id: 'beat',
    pattern: '* * * * * *',
    missed: 'SWEEP',
    jobs: ['beat'],
    payloads: () => [{}],
  };
  const worker = await startWorker({
    config: testConfig({ SWEEP_SECONDS: '3600' }),
    store,
    redisUrl: pair.redisUrl,
    plan: testPlan([testJob('beat', async () => void ticks++)], [everySecond]),
    tempo: { reconcileSeconds: 1 },
  });
  try {
    await until('ticks come', () => ticks >= 2);
    await redis.flushall();
    const before = ticks;
    await until('ticks come again', () => ticks >= before + 2);
    expect(await present()).toEqual(declared([everySecond]));
  } finally {
    await worker.close();
  }
});

test('one schedule per agency, none for an empty REVIEW_SCHEDULE', () => {
  expect(schedules.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['poll-union', 'poll-court', 'open-round']),
  );
  const polled = schedules.find(({ id }) => id === 'poll-union')?.payloads('');
  expect(polled).toEqual(FEEDS.slice(0, 2));
  expect(declareSchedules(testConfig({ REVIEW_SCHEDULE: '' }), []).map(({ id }) => id)).not.toContain(
    'open-round',
  );
});
