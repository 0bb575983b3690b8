/**
 * Promise: a round loses nothing to a killed worker nor to Redis: every case is evaluated once, the round closes once,
 * and its verdicts are those of a round that nobody disturbed.
 * Bound: the lease of the round's row (30 s) and the sweep, here 3 s and 1 s.
 */
import Redis from 'ioredis';
import { readProgress } from '../../src/reviews/reads';
import type { OpenRound } from '../../src/reviews/round-request';
import { digestOf } from '../../src/reviews/steps/close-round';
import { openRound } from '../../src/reviews/steps/open-round';
import { query, type Store, transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { type OwnRedis, startOwnRedis } from '../harness/own-redis';
import { shared } from '../harness/shared-servers';
import { until } from '../harness/until';
import { buildOnce, endPrograms, type Program, startWorker, untilSaid } from './programs';
import { type Place, placeOn } from './rig';
import { importManyTitles, OFFICER, seedCity } from './small-city';

const BOUND_SECONDS = 30;
/** A batch has 500 cases: enough titles for several. */
const TITLES_EACH = 20;

let redis: OwnRedis;
let place: Place;
let store: Store;
/** Of a round that was left in peace. */
let digest: string;

const reader = {
  query: <Row>(sql: string, parameters: readonly unknown[] = []) => query<Row>(store, sql, parameters),
};

beforeAll(async () => {
  await buildOnce();
  redis = await startOwnRedis();
  place = await placeOn(redis);
  store = await place.store();
  await importManyTitles(store, await seedCity(store, shared('HUB_TEST_DIRECTORY')), TITLES_EACH);
});
// A worker that a failed test left behind would do the next one's work.
afterEach(endPrograms);
afterAll(() => place.close());

/** All rounds look at one and the same day. */
let day = '';

async function open(): Promise<string> {
  // The same titles again: what an earlier test left open is over.
  await query(store, 'update review_case set closed_at = opened_at where closed_at is null');
  await query(store, 'update review_round set closed_at = opened_at where closed_at is null');
  const opened = await transaction(store, (tx) => {
    day ||= tx.today;
    const round: OpenRound = {
      origin: 'ADMIN',
      title: '专项复核',
      requestedByBody: 'union',
      reason: '总工会来函',
      asOf: day,
      actor: OFFICER,
    };
    return openRound(tx, round);
  });
  if (!opened.ok) {
    throw new Error(opened.failure.message);
  }
  return opened.value.roundId;
}

async function progressOf(roundId: string): Promise<{ cases: number; evaluated: number; closed: boolean }> {
  const progress = await readProgress(reader, roundId);
  if (progress === null) {
    throw new Error('the round is gone');
  }
  return progress;
}

/** Resolves with the worker stopped (not ended) in the middle of the round. */
async function caughtInTheMiddle(roundId: string, worker: Program): Promise<void> {
  await until('the round is half way', async () => {
    worker.signal('SIGSTOP');
    const { evaluated, cases } = await progressOf(roundId);
    if (evaluated === cases) {
      throw new Error('the round was over before it could be disturbed');
    }
    evaluated > 0 || worker.signal('SIGCONT');
    return evaluated > 0;
  });
}

const closed = (roundId: string): Promise<void> =>
  until('the round is closed', async () => (await progressOf(roundId)).closed, BOUND_SECONDS);

async function expectWhole(roundId: string): Promise<void> {
  const progress = await progressOf(roundId);
  expect(progress.evaluated).toBe(progress.cases);
  const [counts] = await query(
    store,
    `select (select count(*)::int from review_case where round_id = $1) as cases,
       (select count(*)::int from verdict v join review_case c on c.id = v.case_id where c.round_id = $1) as verdicts,
       (select count(*)::int from verdict v join review_case c on c.id = v.case_id where c.round_id = $1 and v.version = 1) as first,
       (select count(*)::int from case_step s join review_case c on c.id = s.case_id where c.round_id = $1) as steps,
       (select count(*)::int from audit_entry where action = 'review.round-closed' and subject_id = $1::text) as closings,
       (select count(*)::int from outbox where topic = 'RoundOpened' and key->>'roundId' = $1::text and done_at is null) as undone`,
    [roundId],
  );
  const { cases } = progress;
  expect(counts).toEqual({ cases, verdicts: cases, first: cases, steps: cases, closings: 1, undone: 0 });
  expect(await digestOf(reader, roundId)).toBe(digest);
  expect(await brokenInvariants(store)).toEqual([]);
}

test('left in peace', async () => {
  const worker = await startWorker(place.hub);
  const roundId = await open();
  await closed(roundId);
  digest = await digestOf(reader, roundId);
  await untilSaid(worker, 'round evaluated', { roundId, closed: true });
  await untilSaid(worker, 'outbox row done', { roundId }, BOUND_SECONDS);
  await expectWhole(roundId);
  await worker.end('SIGTERM');
});

test('its only worker is killed half way: the next one finishes what is left', async () => {
  const killed = await startWorker(place.hub);
  const roundId = await open();
  await caughtInTheMiddle(roundId, killed);
  await killed.end('SIGKILL');
  const { evaluated, cases } = await progressOf(roundId);
  expect(evaluated).toBeLessThan(cases);

  const next = await startWorker(place.hub);
  await closed(roundId);
  await until('the log says how many it evaluated', () => {
    const own = next.said('round evaluated').filter((line) => line.roundId === roundId);
    return own.reduce((sum, line) => sum + Number(line.evaluated), 0) === cases - evaluated;
  });
  await untilSaid(next, 'outbox row done', { roundId }, BOUND_SECONDS);
  await untilSaid(next, 'taken up again', { topic: 'RoundOpened', roundId });
  await expectWhole(roundId);
  await next.end('SIGTERM');
});

test('one of two workers is killed half way, and Redis is flushed meanwhile: the other finishes', async () => {
  const [killed, other] = await Promise.all([startWorker(place.hub), startWorker(place.hub)]);
  const client = new Redis(redis.url);
  const roundId = await open();
  await client.flushall();
  await caughtInTheMiddle(roundId, killed);
  await client.flushall();
  await killed.end('SIGKILL');
  await closed(roundId);
  await client.flushall();
  await client.quit();
  await until(
    'its row is done',
    async () => {
      const undone = await query(store, 'select from outbox where done_at is null');
      return undone.length === 0;
    },
    BOUND_SECONDS,
  );
  await untilSaid(other, 'round evaluated', { roundId });
  await expectWhole(roundId);
  expect(await other.end('SIGTERM')).toMatchObject({ code: 0 });
});

test('without any Redis the round is evaluated all the same', async () => {
  const worker = await startWorker(place.hub);
  await redis.stop();
  const roundId = await open();
  await closed(roundId);
  await redis.start();
  await untilSaid(worker, 'outbox row done', { roundId }, BOUND_SECONDS);
  await expectWhole(roundId);
  expect(await worker.end('SIGTERM')).toMatchObject({ code: 0 });
});
