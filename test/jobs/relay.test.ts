/** Promise: what was committed to the outbox is done, once effective, whatever Redis loses and whoever is killed. */

import type { TableJob } from '../../jobs/job';
import { type HubWorker, startWorker } from '../../jobs/worker';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { freshRedis, type TestRedis } from '../harness/redis';
import { until } from '../harness/until';
import { testConfig, testJob, testPlan, type Work } from './plan-for-tests';

const QUICK = { offerSeconds: 1, leaseSeconds: 2, pollMs: 100, backoffSeconds: 0.2, closeSeconds: 5 };

let database: TestDatabase;
let redis: TestRedis;
let store: Store;
const workers: HubWorker[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  redis = freshRedis();
  store = await database.store();
});
afterAll(async () => {
  await redis.close();
  await database.close();
});
beforeEach(() => query(store, 'delete from outbox'));
afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.close())));

async function append(batchIds: readonly number[]): Promise<void> {
  await transaction(store, async (tx) => {
    for (const batchId of batchIds) {
      await tx.query(`insert into outbox (topic, key, created_at) values ('FactsChanged', $1, $2)`, [
        { batchId: String(batchId) },
        tx.now,
      ]);
    }
  });
}

const undone = async (): Promise<number> => {
  const [row] = await query<{ n: number }>(
    store,
    'select count(*)::int as n from outbox where done_at is null',
  );
  return row?.n ?? -1;
};

async function start(jobs: TableJob[], redisUrl = redis.url, tempo = {}): Promise<HubWorker> {
  const worker = await startWorker({
    config: testConfig({ REDIS_PREFIX: redis.prefix, SWEEP_SECONDS: '1' }),
    store,
    redisUrl,
    plan: testPlan(jobs),
    tempo: { ...QUICK, ...tempo },
  });
  workers.push(worker);
  return worker;
}

test('the jobs of a row run in their order, and only then is the row done', async () => {
  const seen: string[] = [];
  const record =
    (name: string): Work =>
    async (_context, ids) => {
      expect(await undone()).toBe(1);
      seen.push(`${name} ${ids.batchId}`);
    };
  await start([testJob('first', record('first')), testJob('second', record('second'))]);
  await append([7]);
  await until('row done', async () => (await undone()) === 0);
  expect(seen).toEqual(['first 7', 'second 7']);
});

test('two workers share the rows and run none of them twice', async () => {
  const runs = new Map<string, number>();
  const count: Work = async (_context, { batchId = '' }) => {
    runs.set(batchId, (runs.get(batchId) ?? 0) + 1);
  };
  await start([testJob('count', count)]);
  await start([testJob('count', count)]);
  await append(Array.from({ length: 200 }, (_, i) => i));
  await until('all rows done', async () => (await undone()) === 0);
  expect(runs.size).toBe(200);
  expect([...runs.values()].filter((n) => n !== 1)).toEqual([]);
});

test('a worker that hears of work for several joins in, and one that is at it does not begin it twice', async () => {
  const at = new Map<string, number>();
  const most = new Map<string, number>();
  let release = (): void => undefined;
  const both = new Promise<void>((resolve) => {
    release = resolve;
  });
  const share: Work = async ({ worker }, { roundId = '' }) => {
    expect(roundId).toBe('r1');
    at.set(worker, (at.get(worker) ?? 0) + 1);
    most.set(worker, Math.max(most.get(worker) ?? 0, at.get(worker) ?? 0));
    if (at.size === 2) {
      release();
    }
    await both;
    at.set(worker, (at.get(worker) ?? 0) - 1);
  };
  await start([testJob('share', share)]);
  await start([testJob('share', share)]);
  // Whichever worker takes the word of it begins; told often enough, both have.
  await until('both are at it', async () => {
    await query(store, `insert into outbox (topic, key, created_at) values ('RoundAdvanced', $1, now())`, [
      { roundId: 'r1' },
    ]);
    return most.size === 2;
  });
  expect([...most.values()]).toEqual([1, 1]);
  await until('signals done', async () => (await undone()) === 0);
});

test('a row is taken up as it is committed, also after the listening connection was cut', async () => {
  const seen: string[] = [];
  const see = testJob('see', async (_context, { batchId = '' }) => void seen.push(batchId));
  await start([see], redis.url, { pollMs: 600_000 });
  await append([1]);
  await until('the first is done', () => seen.includes('1'));
  const cut = await query(
    await database.store(undefined, 'owner'),
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen outbox' and datname = current_database()`,
  );
  expect(cut.length).toBe(1);
  await append([2]);
  await until('the second is done', () => seen.includes('2'));
});

test('a failing job is offered again, with its error on the row, until it passes', async () => {
  let tries = 0;
  await start([
    testJob('fails twice', async () => {
      tries++;
      if (tries < 3) {
        throw new Error(`no luck ${tries}`);
      }
    }),
  ]);
  await append([1]);
  await until('an error on the row', async () => {
    const [row] = await query<{ error: string | null }>(store, 'select last_error as error from outbox');
    return row?.error?.startsWith('no luck') ?? false;
  });
  await until('row done', async () => (await undone()) === 0);
  expect(tries).toBe(3);
});

test('without any Redis the work is done all the same', async () => {
  const seen: string[] = [];
  const nowhere = 'redis://127.0.0.1:1';
  const worker = await start(
    [testJob('see', async (_c, { batchId = '' }) => void seen.push(batchId))],
    nowhere,
  );
  await append([1, 2, 3, 4, 5]);
  await until('all rows done', async () => (await undone()) === 0);
  expect(seen.sort()).toEqual(['1', '2', '3', '4', '5']);
  expect(await worker.close()).toBe(true);
});

test('a job that hangs runs out of time, and its row is worked off by another run', async () => {
  let runs = 0;
  let release = (): void => undefined;
  const hangsOnce = testJob(
    'hangs once',
    async () => {
      runs++;
      if (runs === 1) {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }
    },
    { limitSeconds: 1 },
  );
  await start([hangsOnce]);
  await append([1]);
  await until('done by another run', async () => (await undone()) === 0);
  release();
  expect(runs).toBe(2);
});

test('an orderly end leaves a long job at its next safe place, and the row is free at once', async () => {
  let reached = 0;
  const long = testJob('long', async (_context, _ids, signal) => {
    for (reached = 1; reached < 1000; reached++) {
      signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  const worker = await start([long]);
  await append([1]);
  await until('the job runs', () => reached > 2);
  expect(await worker.close()).toBe(true);
  const [row] = await query<{ free: boolean }>(store, 'select retry_at <= now() as free from outbox');
  expect(row).toEqual({ free: true });
});

test('a job that ignores the end is left behind at the deadline, and the worker says so', async () => {
  let running = false;
  let release = (): void => undefined;
  const stubborn = testJob('stubborn', async () => {
    running = true;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  const worker = await start([stubborn], redis.url, { closeSeconds: 1 });
  await append([1]);
  await until('the job runs', () => running);
  expect(await worker.close()).toBe(false);
  release();
  // What was still open goes on to end in its order; the health page is the last.
  await until('all of it has ended', () =>
    fetch(`${worker.healthUrl}/health/live`).then(
      () => false,
      () => true,
    ),
  );
});
