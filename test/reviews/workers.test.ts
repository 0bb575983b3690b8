/** Any number of workers evaluate a round; one that is killed changes nothing in the result. */
import { readProgress } from '../../src/reviews/reads';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { digestOf } from '../../src/reviews/steps/close-round';
import { evaluateBatch } from '../../src/reviews/steps/evaluate-batch';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { clockAt } from './people';
import { COUNT, type SixtyFirms, sixtyFirms } from './sixty-firms';
import { AS_OF } from './town';

let town: SixtyFirms;
beforeAll(async () => {
  town = await sixtyFirms();
});
afterAll(() => town.database.close());
afterEach(() => town.settle());

test('two workers share a round: every case once, closed once', async () => {
  const roundId = await town.opened();
  const other = await town.database.store(clockAt(AS_OF));
  const runs = await Promise.all([
    evaluateRound(town.store, { roundId, batch: 7 }),
    evaluateRound(other, { roundId, batch: 5 }),
  ]);
  expect(runs.reduce((sum, { evaluated }) => sum + evaluated, 0)).toBe(COUNT + 1);
  expect(runs.filter(({ closed }) => closed)).toHaveLength(1);
  expect(
    await town.reader.query(
      'select from verdict v join review_case c on c.id = v.case_id where c.round_id = $1',
      [roundId],
    ),
  ).toHaveLength(COUNT + 1);
  expect(
    await town.reader.query(
      `select from audit_entry where action = 'review.round-closed' and subject_id = $1`,
      [roundId],
    ),
  ).toHaveLength(1);
});

test('a worker whose backend is killed within a batch loses nothing and doubles nothing: the round ends as an undisturbed one', async () => {
  const undisturbed = await town.opened();
  await evaluateRound(town.store, { roundId: undisturbed });
  await town.settle();
  const roundId = await town.opened();
  const doomed = await town.database.store(clockAt(AS_OF));
  await evaluateRound(doomed, { roundId, batch: 10, atOnce: 1 }, async ({ evaluated }) => {
    if (evaluated === 20) {
      // In the middle of the third batch its own connection dies.
      await transaction(doomed, async (tx) => {
        await evaluateBatch(tx, { roundId, size: 10, announce: false });
        await tx.query('select pg_terminate_backend(pg_backend_pid())');
      });
    }
  }).catch((error: Error) => error);
  expect(await readProgress(town.reader, roundId)).toMatchObject({ evaluated: 20, closed: false });
  expect(await evaluateRound(town.store, { roundId })).toEqual({ evaluated: COUNT + 1 - 20, closed: true });
  expect(await digestOf(town.reader, roundId)).toBe(await digestOf(town.reader, undisturbed));
});

test('while a killed worker’s cases are still locked, another one leaves them, does not close, and finds them later', async () => {
  const roundId = await town.opened();
  const slow = await town.database.store(clockAt(AS_OF));
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let claimed: () => void = () => undefined;
  const claim = new Promise<void>((resolve) => {
    claimed = resolve;
  });
  const dying = transaction(slow, async (tx) => {
    await evaluateBatch(tx, { roundId, size: 25, announce: false });
    claimed();
    await held;
    throw new Error('killed');
  }).catch((error: Error) => error.message);
  await claim;
  expect(await evaluateRound(town.store, { roundId })).toEqual({ evaluated: COUNT + 1 - 25, closed: false });
  release();
  expect(await dying).toBe('killed');
  expect(await evaluateRound(town.store, { roundId })).toEqual({ evaluated: 25, closed: true });
});

test('progress can be read between batches, and who watches is told', async () => {
  const roundId = await town.opened();
  const seen: number[] = [];
  await evaluateRound(town.store, { roundId, batch: 20, atOnce: 1 }, async () => {
    seen.push((await readProgress(town.reader, roundId))?.evaluated ?? -1);
  });
  expect(seen).toEqual([20, 40, 60, 61]);
  expect(await readProgress(town.reader, roundId)).toEqual({
    cases: 61,
    evaluated: 61,
    pass: 21,
    rectify: 20,
    fail: 0,
    pendingEvidence: 20,
    closed: true,
  });
  const told = await town.reader.query('select from outbox where topic = $1 and key = $2', [
    'RoundAdvanced',
    JSON.stringify({ roundId }),
  ]);
  // The clock stands still, so the pace allows the first batch and the end.
  expect(told).toHaveLength(2);
});

test('one run has two batches under way: while one waits, the other goes on', async () => {
  const roundId = await town.opened();
  let other: () => void = () => undefined;
  const cameOut = new Promise<void>((resolve) => {
    other = resolve;
  });
  let calls = 0;
  const run = await evaluateRound(town.store, { roundId, batch: 10 }, async () => {
    calls += 1;
    await (calls === 1 ? cameOut : other());
  });
  expect(run).toEqual({ evaluated: COUNT + 1, closed: true });
});

test('what ends a run waits for the batch beside it: whole batches are written, and the next run does the rest', async () => {
  const roundId = await town.opened();
  const ended = evaluateRound(town.store, { roundId, batch: 10 }, () => {
    throw new Error('told to stop');
  });
  await expect(ended).rejects.toThrow('told to stop');
  const progress = await readProgress(town.reader, roundId);
  expect([10, 20]).toContain(progress?.evaluated);
  expect(progress?.closed).toBe(false);
  const rest = COUNT + 1 - (progress?.evaluated ?? 0);
  expect(await evaluateRound(town.store, { roundId })).toEqual({ evaluated: rest, closed: true });
});

test('after all of it nothing contradicts itself', async () => {
  expect(await brokenInvariants(town.store)).toEqual([]);
});
