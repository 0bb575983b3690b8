/**
 * Promise: Redis only makes it sooner. Flushed again and again in full flow, stopped, started and frozen, it costs
 * seconds and never an outcome; the schedules come back by themselves.
 * Bound: what was lost in Redis is offered again after 10 s, schedules are looked at each minute; here 1 s and 6 s.
 */
import fs from 'node:fs';
import path from 'node:path';
import { Queue } from 'bullmq';
import Redis from 'ioredis';
import { query, type Store } from '../../src/store/transaction';
import { type OwnRedis, startOwnRedis } from '../harness/own-redis';
import { secondsUntil, until } from '../harness/until';
import { allConfirmed, expectNothingLostOrDoubled } from './oracle';
import { type Program, startWorker, untilSaid } from './programs';
import { placeOn, type Rig, startRig } from './rig';
import { decideAll, dropDeliveries, REGISTRATIONS, type Unit } from './small-city';

const BOUND_SECONDS = 20;
const END_SECONDS = 5;
/** Longer than BullMQ's own wait for work (5 s) and its margin: consumers must survive that as well. */
const OUTAGE_SECONDS = 7;

let redis: OwnRedis;
let rig: Rig;
let store: Store;
let worker: Program;
let connection: Redis;
let queue: Queue;
let drop: string;

beforeAll(async () => {
  redis = await startOwnRedis();
  rig = await startRig(await placeOn(redis));
  ({ store } = rig);
  drop = path.join(rig.city.files, 'drop');
  fs.mkdirSync(drop);
  worker = await startWorker({ ...rig.hub, FEED_HRSS: drop });
  connection = new Redis(redis.url, { maxRetriesPerRequest: null, disconnectTimeout: 100 });
  connection.on('error', () => undefined);
  queue = new Queue('ticks', { connection, prefix: rig.hub.REDIS_PREFIX ?? '' });
  queue.on('error', () => undefined);
});
afterAll(async () => {
  await queue.close();
  connection.disconnect();
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

/** Listings follow from the listing decisions, flags from the listings. */
const TYPES = [
  'pay-order',
  'listing-decision',
  'listing-removal',
  'integrity',
  'inspection',
  'mediation',
  'coordinators',
];

const taken = async (): Promise<number> =>
  (await query(store, `select distinct source from batch where source <> $1`, [REGISTRATIONS])).length;

const undoneRows = async (): Promise<number> =>
  (await query(store, 'select from outbox where done_at is null')).length;

/** Polls, imports, what follows from them, decisions and deliveries. */
async function workGoesOn(type: string, units: readonly Unit[]): Promise<void> {
  const before = await taken();
  const files = dropDeliveries(rig.city, drop, [type]);
  await decideAll(store, units);
  await until('the file has a batch', async () => (await taken()) === before + files.length, BOUND_SECONDS);
  await until('no row of the outbox is left', async () => (await undoneRows()) === 0, BOUND_SECONDS);
  await allConfirmed(store, BOUND_SECONDS);
}

test('FLUSHALL again and again in full flow', async () => {
  await until('the schedules are set', async () => (await schedules()).includes('sweep'));
  const declared = await schedules();
  const client = new Redis(redis.url);
  const files: string[] = [];
  for (const [turn, type] of TYPES.entries()) {
    files.push(...dropDeliveries(rig.city, drop, [type]));
    await decideAll(store, rig.city.units.slice(5 * turn, 5 * turn + 5));
    await client.flushall();
  }
  await until('every file has a batch', async () => (await taken()) === files.length, BOUND_SECONDS);
  await client.flushall();
  await client.quit();
  await allConfirmed(store, BOUND_SECONDS);
  await until('no row of the outbox is left', async () => (await undoneRows()) === 0, BOUND_SECONDS);
  await expectNothingLostOrDoubled(store, [rig.receivers]);
  expect((await query(store, 'select from listing')).length).toBeGreaterThan(0);
  await until('every schedule is back', async () => (await schedules()).length === declared.length, 15);
  expect(await schedules()).toEqual(declared);
  await ticksGoOn();
  expect(worker.said('schedules in redis reconciled').length).toBeGreaterThan(1);
});

test('stopped: deliveries go on; started again: its consumers go on', async () => {
  await redis.stop();
  const began = performance.now();
  await untilSaid(worker, 'Redis connection lost');
  await workGoesOn('contract-review', rig.city.units.slice(50, 60));
  await until('the outage was long', () => performance.now() - began > OUTAGE_SECONDS * 1000);
  await redis.start();
  await untilSaid(worker, 'Redis connection is back');
  await ticksGoOn();
  await expectNothingLostOrDoubled(store, [rig.receivers]);
});

test('frozen, with its sockets open: deliveries go on, only later', async () => {
  redis.signal('SIGSTOP');
  try {
    await workGoesOn('service-station', rig.city.units.slice(60, 70));
    await untilSaid(worker, 'offer through redis failed');
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
});

test('frozen or stopped, it does not hold up the end of the processes', async () => {
  const other = await startWorker(rig.hub);
  redis.signal('SIGSTOP');
  try {
    const { code, seconds } = await worker.end('SIGTERM');
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(END_SECONDS);
  } finally {
    redis.signal('SIGCONT');
  }
  await redis.stop();
  await untilSaid(other, 'Redis connection lost');
  const { code, seconds } = await other.end('SIGTERM');
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(END_SECONDS);
  await redis.start();
  await until('the test is connected again', () => connection.status === 'ready');
});
