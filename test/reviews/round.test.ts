/** A round: opened once, evaluated by any number of workers, readable while it runs, the same whoever is killed. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateSnapshot, snapshotDigest, snapshotText } from '../../src/criteria/snapshot';
import { findingsText } from '../../src/criteria/written';
import { readPinnedCatalogue, readProgress } from '../../src/reviews/reads';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { importMaterials } from '../../src/reviews/runs/import-materials';
import { digestOf } from '../../src/reviews/steps/close-round';
import { evaluateBatch } from '../../src/reviews/steps/evaluate-batch';
import { type OpenRound, openRound } from '../../src/reviews/steps/open-round';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import {
  ADMIN,
  AS_OF,
  CITY,
  COUNTY,
  clockAt,
  freshFeeds,
  goodMaterials,
  type Placed,
  putEnterprises,
  putPark,
  READER,
  SCHEDULE,
} from './town';

let database: TestDatabase;
let store: Store;
let firms: Placed[];
let park: Placed;

/** Enterprises that are good, lack an answer, or are not up to standard, by turns. */
const COUNT = 60;
const turn = (index: number): 'good' | 'short' | 'open' =>
  index % 3 === 0 ? 'good' : index % 3 === 1 ? 'short' : 'open';

const read = <Row>(sql: string, parameters: readonly unknown[] = []) => query<Row>(store, sql, parameters);
const reader = { query: read };
const round = (change: Partial<OpenRound> = {}): OpenRound => ({
  origin: 'SCHEDULE',
  title: '定期复核',
  requestedByBody: 'office',
  reason: '定期复核',
  asOf: AS_OF,
  actor: SCHEDULE,
  ...change,
});
const open = (change: Partial<OpenRound> = {}) => transaction(store, (tx) => openRound(tx, round(change)));
async function opened(change: Partial<OpenRound> = {}): Promise<string> {
  const result = await open(change);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value.roundId;
}

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clockAt(AS_OF));
  await freshFeeds(store);
  firms = await putEnterprises(
    store,
    Array.from({ length: COUNT }, (_, index) => ({
      index,
      ...(turn(index) === 'short' ? { records: { 'hrss/COORDINATORS': { count: 0 } } } : {}),
    })),
  );
  park = await putPark(store, 1, firms.slice(0, 30));
  const folder = mkdtempSync(join(tmpdir(), 'materials-'));
  const lines = [
    ...firms.flatMap(({ code }, index) =>
      goodMaterials(code).filter(({ element }) => !(turn(index) === 'open' && element === 'E9.survey')),
    ),
    ...goodMaterials(park.code, 'INDUSTRIAL_PARK'),
  ];
  writeFileSync(join(folder, 'm.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const report = await importMaterials(store, { path: join(folder, 'm.ndjson'), actor: SCHEDULE });
  rmSync(folder, { recursive: true });
  expect(report).toMatchObject({ read: lines.length, written: lines.length, refused: 0 });
});
afterAll(() => database.close());

test('a round takes each title that stands, and pins the standard in force for its unit', async () => {
  const roundId = await opened();
  const rows = await read<{ catalogue_id: string; cases: number }>(
    'select catalogue_id, count(*)::int as cases from review_case where round_id = $1 group by 1 order by 1',
    [roundId],
  );
  expect(rows).toEqual([
    { catalogue_id: 'weihai-enterprise-2023', cases: COUNT },
    { catalogue_id: 'weihai-park-2023', cases: 1 },
  ]);
  expect(
    await read('select from outbox where topic = $1 and key = $2', [
      'RoundOpened',
      JSON.stringify({ roundId }),
    ]),
  ).toHaveLength(1);
  expect(await readProgress(reader, roundId)).toMatchObject({
    cases: COUNT + 1,
    evaluated: 0,
    closed: false,
  });
});

test('golden: the verdicts are those the evidence gives, and each can be worked out again from its snapshot', async () => {
  const roundId = await opened();
  expect(await evaluateRound(store, { roundId })).toEqual({ evaluated: COUNT + 1, closed: true });
  const verdicts = await read<{
    unit_id: string;
    verdict: string;
    state: string;
    rectify_by: string | null;
    closed: boolean;
  }>(
    `select c.unit_id, c.verdict, c.rectify_by, c.closed_at is not null as closed, s.state
       from review_case c join case_step s on s.case_id = c.id where c.round_id = $1 order by c.number`,
    [roundId],
  );
  for (const [index, { unitId }] of firms.entries()) {
    const expected = { good: 'PASS', short: 'RECTIFY', open: 'PENDING_EVIDENCE' }[turn(index)];
    expect(verdicts.find((row) => row.unit_id === unitId)).toEqual({
      unit_id: unitId,
      verdict: expected,
      state: expected,
      // 30 working days from 2026-11-20, 2027's holiday notice not being out
      rectify_by: expected === 'RECTIFY' ? '2027-01-04' : null,
      closed: expected === 'PASS',
    });
  }
  const stored = await read<{
    verdict: string;
    findings: unknown;
    facts: never;
    facts_digest: Buffer;
    catalogue_id: string;
  }>('select v.* from verdict v join review_case c on c.id = v.case_id where c.round_id = $1', [roundId]);
  for (const row of stored) {
    expect(snapshotDigest(snapshotText(row.facts))).toEqual(row.facts_digest);
    const again = evaluateSnapshot(await readPinnedCatalogue(reader, row.catalogue_id), row.facts);
    expect(again.verdict).toBe(row.verdict);
    expect(JSON.parse(findingsText(again))).toEqual(row.findings);
  }
  expect(stored).toHaveLength(COUNT + 1);
});

test('a park is judged by its members: covered, lawful, graded', async () => {
  const roundId = await opened();
  await evaluateRound(store, { roundId });
  const [row] = await read<{ verdict: string; facts: { facts: Record<string, { value?: unknown }> } }>(
    'select v.verdict, v.facts from verdict v join review_case c on c.id = v.case_id where c.round_id = $1 and c.unit_id = $2',
    [roundId, park.unitId],
  );
  expect(row?.verdict).toBe('PASS');
  const values = Object.fromEntries(
    Object.entries(row?.facts.facts ?? {}).map(([name, fact]) => [name, fact.value]),
  );
  expect(values).toMatchObject({
    members: 30,
    membersCovered: 30,
    membersKnown: 30,
    membersGradedA: 30,
    workersKnown: 9600,
    workersCovered: 9600,
  });
  expect(values.memberCongressDates).toHaveLength(30);
});

test('two workers share a round: every case once, closed once', async () => {
  const roundId = await opened();
  const other = await database.store(clockAt(AS_OF));
  const runs = await Promise.all([
    evaluateRound(store, { roundId, batch: 7 }),
    evaluateRound(other, { roundId, batch: 5 }),
  ]);
  expect(runs.reduce((sum, { evaluated }) => sum + evaluated, 0)).toBe(COUNT + 1);
  expect(runs.filter(({ closed }) => closed)).toHaveLength(1);
  expect(
    await read('select from verdict v join review_case c on c.id = v.case_id where c.round_id = $1', [
      roundId,
    ]),
  ).toHaveLength(COUNT + 1);
  expect(
    await read(`select from audit_entry where action = 'review.round-closed' and subject_id = $1`, [roundId]),
  ).toHaveLength(1);
});

test('a worker whose backend is killed within a batch loses nothing and doubles nothing: the round ends as an undisturbed one', async () => {
  const undisturbed = await opened();
  await evaluateRound(store, { roundId: undisturbed });
  const roundId = await opened();
  const doomed = await database.store(clockAt(AS_OF));
  await evaluateRound(doomed, { roundId, batch: 10 }, async ({ evaluated }) => {
    if (evaluated === 20) {
      // In the middle of the third batch its own connection dies.
      await transaction(doomed, async (tx) => {
        await evaluateBatch(tx, { roundId, size: 10, announce: false });
        await tx.query('select pg_terminate_backend(pg_backend_pid())');
      });
    }
  }).catch((error: Error) => error);
  expect(await readProgress(reader, roundId)).toMatchObject({ evaluated: 20, closed: false });
  expect(await evaluateRound(store, { roundId })).toEqual({ evaluated: COUNT + 1 - 20, closed: true });
  expect(await digestOf(reader, roundId)).toBe(await digestOf(reader, undisturbed));
});

test('while a killed worker’s cases are still locked, another one leaves them, does not close, and finds them later', async () => {
  const roundId = await opened();
  const slow = await database.store(clockAt(AS_OF));
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
  expect(await evaluateRound(store, { roundId })).toEqual({ evaluated: COUNT + 1 - 25, closed: false });
  release();
  expect(await dying).toBe('killed');
  expect(await evaluateRound(store, { roundId })).toEqual({ evaluated: 25, closed: true });
});

test('progress can be read between batches, and who watches is told', async () => {
  const roundId = await opened();
  const seen: number[] = [];
  await evaluateRound(store, { roundId, batch: 20 }, async () => {
    seen.push((await readProgress(reader, roundId))?.evaluated ?? -1);
  });
  expect(seen).toEqual([20, 40, 60, 61]);
  expect(await readProgress(reader, roundId)).toEqual({
    cases: 61,
    evaluated: 61,
    pass: 21,
    rectify: 20,
    fail: 0,
    pendingEvidence: 20,
    closed: true,
  });
  const told = await read('select from outbox where topic = $1 and key = $2', [
    'RoundAdvanced',
    JSON.stringify({ roundId }),
  ]);
  // The clock stands still, so the pace allows the first batch and the end.
  expect(told).toHaveLength(2);
});

test('a bucket is one round, however many callers come at once or later', async () => {
  const stores = await Promise.all(Array.from({ length: 6 }, () => database.store(clockAt(AS_OF))));
  const results = await Promise.all(
    stores.map((one) => transaction(one, (tx) => openRound(tx, round({ bucket: 'b1' })))),
  );
  const rounds = results.map((result) => (result.ok ? result.value : null));
  expect(new Set(rounds.map((one) => one?.roundId)).size).toBe(1);
  expect(rounds.filter((one) => one?.created)).toHaveLength(1);
  expect(rounds.every((one) => one?.cases === COUNT + 1)).toBe(true);
  expect(await open({ bucket: 'b1' })).toMatchObject({ ok: true, value: { created: false } });
  expect(await read('select from review_round where bucket = $1', ['b1'])).toHaveLength(1);
});

test('an administrator chooses units, and says for whom and why', async () => {
  const chosen = [firms[3]?.unitId ?? '', firms[4]?.unitId ?? ''];
  const admin = { origin: 'ADMIN', actor: ADMIN, unitIds: chosen } as const;
  expect(await open(admin)).toMatchObject({ ok: true, value: { cases: 2 } });
  expect(await open({ ...admin, actor: CITY })).toMatchObject({ ok: true });
  for (const actor of [COUNTY, READER]) {
    expect(await open({ ...admin, actor })).toMatchObject({ ok: false, failure: { code: 'NOT_ALLOWED' } });
  }
  expect(await open({ actor: ADMIN })).toMatchObject({ ok: false, failure: { code: 'NOT_ALLOWED' } });
  expect(await open({ ...admin, reason: ' ' })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await open({ ...admin, requestedByBody: null })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await open({ ...admin, unitIds: [] })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await open({ ...admin, asOf: '2026-11-21' })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await open({ ...admin, unitIds: [...chosen, '999999'] })).toMatchObject({
    ok: false,
    failure: { code: 'NOT_FOUND' },
  });
});

test('a title before any standard was in force: refused by name, and nothing is left behind', async () => {
  const [firm] = await putEnterprises(store, [{ index: 5000, regionCode: '370102' }]);
  const before = await read('select from review_round');
  const result = await open({ origin: 'ADMIN', actor: ADMIN, unitIds: [firm?.unitId ?? ''] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'NO_RULE_IN_FORCE' } });
  expect(await read('select from review_round')).toHaveLength(before.length);
  // A scheduled round goes on with those that have one.
  expect(await open()).toMatchObject({ ok: true, value: { cases: COUNT + 1 } });
});

test('no round is evaluated that is not there', async () => {
  await expect(
    evaluateRound(store, { roundId: '00000000-0000-0000-0000-000000000000' }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
