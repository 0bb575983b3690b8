/** Promise: a scheduled run is made up once after downtime and never doubled, with any number of workers and any clock. */
import { declareSince, makeDueBuckets, runDue } from '../../jobs/buckets';
import type { TableJob } from '../../jobs/job';
import { createRunner, type Runner } from '../../jobs/runner';
import type { Schedule } from '../../jobs/schedules';
import { TEMPO } from '../../jobs/tempo';
import { query, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { testConfig, testJob, testPlan } from './plan-for-tests';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterAll(() => database.close());
beforeEach(async () => {
  await query(store, 'delete from schedule_bucket');
});

const hourly = (id: string, missed: Schedule['missed'] = 'EACH'): Schedule => ({
  id,
  pattern: '0 * * * *',
  missed,
  jobs: ['note'],
  payloads: (bucket) => [{ bucket }],
});

const runnerFor = (job: TableJob, schedule: Schedule, name = 'w1'): Runner =>
  createRunner({
    base: { store, config: testConfig({}), worker: name },
    plan: testPlan([job], [schedule]),
    tempo: TEMPO,
    stop: new AbortController().signal,
  });

/** As if the schedule had been declared at that time. */
async function since(schedule: Schedule, instant: string): Promise<void> {
  await declareSince(store, [schedule]);
  await query(
    store,
    `update setting set value = value || jsonb_build_object('since', $2::text) where name = $1`,
    [`schedule.${schedule.id}`, instant],
  );
}

const rows = (schedule: Schedule) =>
  query<{ bucket: Date; attempts: number; done: boolean; error: string | null }>(
    store,
    `select bucket, attempts, done_at is not null as done, last_error as error
     from schedule_bucket where schedule = $1 order by bucket`,
    [schedule.id],
  );

const NOW = new Date('2026-05-03T12:30:00Z');

/** The time of every lease, and of every wait after a failure, is over. */
const endLeases = (schedule: Schedule) =>
  query(
    store,
    `update schedule_bucket set lease_until = now() - interval '1 second' where schedule = $1 and lease_until is not null`,
    [schedule.id],
  );

test('three missed runs are made up oldest first, each once, by two workers at once', async () => {
  const schedule = hourly('missed-three');
  const ran: string[] = [];
  // The first run lasts until the other worker has looked, and gone away.
  let look = (): void => undefined;
  const looked = new Promise<void>((resolve) => {
    look = resolve;
  });
  const job = testJob('note', async (_context, { bucket = '' }) => {
    ran.push(bucket);
    await looked;
  });
  await since(schedule, '2026-05-03T09:30:00Z');
  const workers = [runnerFor(job, schedule), runnerFor(job, schedule, 'w2')];
  await Promise.all(
    workers.map(async (runner) => {
      await makeDueBuckets(store, [schedule], NOW);
      await runDue(runner, schedule);
      look();
    }),
  );
  // Whoever finds the oldest bucket taken goes away; what is left is found at the next look.
  await Promise.all(workers.map((runner) => runDue(runner, schedule)));
  expect(ran).toEqual(['2026-05-03T10:00:00.000Z', '2026-05-03T11:00:00.000Z', '2026-05-03T12:00:00.000Z']);
  expect(await rows(schedule)).toEqual([
    expect.objectContaining({ attempts: 1, done: true }),
    expect.objectContaining({ attempts: 1, done: true }),
    expect.objectContaining({ attempts: 1, done: true }),
  ]);
});

test('where only the newest counts, the older missed runs are not made up', async () => {
  const schedule = hourly('latest-only', 'LATEST');
  const ran: string[] = [];
  const runner = runnerFor(
    testJob('note', async (_context, { bucket = '' }) => void ran.push(bucket)),
    schedule,
  );
  await since(schedule, '2026-05-03T02:30:00Z');
  await makeDueBuckets(store, [schedule], NOW);
  await runDue(runner, schedule);
  expect(ran).toEqual(['2026-05-03T12:00:00.000Z']);
});

test('a clock set back by a day makes nothing, and nothing twice when it is right again', async () => {
  const schedule = hourly('clock-back');
  const ran: string[] = [];
  const runner = runnerFor(
    testJob('note', async (_context, { bucket = '' }) => void ran.push(bucket)),
    schedule,
  );
  await since(schedule, '2026-05-03T11:30:00Z');
  for (const now of [
    '2026-05-03T12:30:00Z',
    '2026-05-02T12:30:00Z',
    '2026-05-03T12:40:00Z',
    '2026-05-03T13:00:00Z',
  ]) {
    await makeDueBuckets(store, [schedule], new Date(now));
    await runDue(runner, schedule);
  }
  expect(ran).toEqual(['2026-05-03T12:00:00.000Z', '2026-05-03T13:00:00.000Z']);
});

test('a schedule that is new, or has a new pattern, makes up nothing from before', async () => {
  const schedule = hourly('new-pattern');
  await since(schedule, '2020-01-01T00:00:00Z');
  const changed = { ...schedule, pattern: '30 * * * *' };
  await declareSince(store, [changed]);
  const [row] = await query<{ now: Date }>(store, 'select now() as now');
  expect(await makeDueBuckets(store, [changed], row?.now ?? NOW)).toBe(0);
  await declareSince(store, [hourly('quite-new')]);
  expect(await makeDueBuckets(store, [hourly('quite-new')], row?.now ?? NOW)).toBe(0);
});

test('a run whose worker was killed is taken over when its lease is over, not before', async () => {
  const schedule = hourly('killed');
  await since(schedule, '2026-05-03T11:30:00Z');
  await makeDueBuckets(store, [schedule], NOW);
  await query(
    store,
    `update schedule_bucket set attempts = 1, started_at = now(), lease_until = now() + interval '1 hour'`,
  );
  let runs = 0;
  const runner = runnerFor(
    testJob('note', async () => void runs++),
    schedule,
  );
  expect(await runDue(runner, schedule)).toBe(0);
  await endLeases(schedule);
  expect(await runDue(runner, schedule)).toBe(1);
  expect(runs).toBe(1);
  expect((await rows(schedule))[0]).toMatchObject({ attempts: 2, done: true });
});

test('a run that keeps failing is exhausted, says why, and the next one is run', async () => {
  const schedule = hourly('failing');
  await since(schedule, '2026-05-03T10:30:00Z');
  await makeDueBuckets(store, [schedule], NOW);
  const job = testJob(
    'note',
    async (_context, { bucket = '' }) => {
      if (bucket.includes('T11')) {
        throw new Error('no rule in force');
      }
    },
    { attempts: 2 },
  );
  const runner = runnerFor(job, schedule);
  for (let look = 0; look < 6; look++) {
    await runDue(runner, schedule);
    await endLeases(schedule);
  }
  expect(await rows(schedule)).toEqual([
    expect.objectContaining({ attempts: 2, done: false, error: expect.stringContaining('no rule in force') }),
    expect.objectContaining({ attempts: 1, done: true }),
  ]);
});

test('every payload of a run is tried, and all that failed is named', async () => {
  const schedule: Schedule = {
    ...hourly('several', 'LATEST'),
    payloads: () => [{ feed: 'a' }, { feed: 'b' }, { feed: 'c' }],
  };
  await since(schedule, '2026-05-03T11:30:00Z');
  await makeDueBuckets(store, [schedule], NOW);
  const ran: string[] = [];
  const job = testJob('note', async (_context, { feed = '' }) => {
    ran.push(feed);
    if (feed !== 'b') {
      throw new Error('unreachable');
    }
  });
  await runDue(runnerFor(job, schedule), schedule);
  expect(ran).toEqual(['a', 'b', 'c']);
  expect((await rows(schedule))[0]?.error).toBe('a: unreachable; c: unreachable');
});
