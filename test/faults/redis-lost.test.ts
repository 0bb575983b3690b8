/**
 * Promise: Redis only makes it sooner. Flushed again and again in full flow, stopped, started and frozen, it costs
 * seconds and never an outcome; the schedules come back by themselves.
 * Bound: what was lost in Redis is offered again after 10 s, schedules are looked at each minute; here 1 s and 6 s.
 */
import { Queue } from 'bullmq';
import Redis from 'ioredis';
import { query, type Store } from '../../src/store/transaction';
import { type OwnRedis, startOwnRedis } from '../harness/own-redis';
import { allConfirmed, expectNothingLostOrDoubled } from './oracle';
import { type Program, startWorker } from './programs';
import { placeOn, type Rig, startRig } from './rig';
import { decideAll } from './small-city';
import { secondsUntil, until } from './until';

const BOUND_SECONDS = 20;
/** Longer than BullMQ's own wait for work (5 s) and its margin: consumers must survive that as well. */
const OUTAGE_SECONDS = 7;

let redis: OwnRedis;
let rig: Rig;
let store: Store;
let worker: Program;
let queue: Queue;

beforeAll(async () => {
  redis = await startOwnRedis();
  rig = await startRig(await placeOn(redis));
  ({ store } = rig);
  worker = await startWorker(rig.hub);
  queue = new Queue('ticks', {
    connection: new Redis(redis.url, { maxRetriesPerRequest: null }),
    prefix: rig.hub.REDIS_PREFIX ?? '',
  });
  queue.on('error', () => undefined);
});
afterAll(async () => {
  await queue.close();
  await queue.disconnect();
  await rig.close();
});

const schedules = async (): Promise<string[]> =>
  (await queue.getJobSchedulers(0, -1, true)).map(({ key }) => key).sort();

/** The next tick of the sweep is set by whoever takes the last one: it moves while consumers are at work. */
const nextSweep = async (): Promise<number> =>
  (await queue.getJobSchedulers(0, -1, true)).find(({ key }) => key === 'sweep')?.next ?? 0;

async function ticksGoOn(): Promise<void> {
  const before = await nextSweep();
  await until('scheduled ticks are consumed from redis', async () => (await nextSweep()) > before + 1500, 15);
}

const undoneRows = async (): Promise<number> =>
  (await query(store, 'select from outbox where done_at is null')).length;

test('FLUSHALL again and again in full flow', async () => {
  await until('the schedules are set', async () => (await schedules()).includes('sweep'));
  const declared = await schedules();
  const client = new Redis(redis.url);
  for (let from = 0; from < 50; from += 5) {
    await decideAll(store, rig.city.units.slice(from, from + 5));
    await client.flushall();
  }
  await client.quit();
  await allConfirmed(store, BOUND_SECONDS);
  await until('no row of the outbox is left', async () => (await undoneRows()) === 0, BOUND_SECONDS);
  await expectNothingLostOrDoubled(store, [rig.receivers]);
  await until('every schedule is back', async () => (await schedules()).length === declared.length, 15);
  expect(await schedules()).toEqual(declared);
  await ticksGoOn();
  expect(worker.said('schedules in redis reconciled').length).toBeGreaterThan(1);
});

test('stopped: deliveries go on; started again: its consumers go on', async () => {
  await redis.stop();
  const began = performance.now();
  await until('the log says so', () => worker.said('Redis connection lost').length > 0);
  await decideAll(store, rig.city.units.slice(50, 60));
  await allConfirmed(store, BOUND_SECONDS);
  await until('the outage was long', () => performance.now() - began > OUTAGE_SECONDS * 1000);
  await redis.start();
  await until('the log says that it is back', () => worker.said('Redis connection is back').length > 0);
  await ticksGoOn();
  await expectNothingLostOrDoubled(store, [rig.receivers]);
});

test('frozen, with its sockets open: deliveries go on, only later', async () => {
  redis.signal('SIGSTOP');
  try {
    await decideAll(store, rig.city.units.slice(60, 70));
    await allConfirmed(store, BOUND_SECONDS);
    await until('the log says so', () => worker.said('offer through redis failed').length > 0);
  } finally {
    redis.signal('SIGCONT');
  }
  const seconds = await secondsUntil(
    'ready again',
    async () => (await fetch(`${worker.url}/health/ready`)).ok,
    15,
  );
  expect(seconds).toBeLessThan(15);
  await ticksGoOn();
  await expectNothingLostOrDoubled(store, [rig.receivers]);
  expect(await worker.end('SIGTERM')).toMatchObject({ code: 0 });
});
