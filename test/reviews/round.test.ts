/** A round: opened once, for the titles that stand, pinned to the standard in force; its verdicts can be worked out again. */

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import enterpriseJson from '../../src/criteria/catalogues/weihai-enterprise-2023.json';
import { CATALOGUE_FOLDER } from '../../src/criteria/load-catalogues';
import { evaluateSnapshot, snapshotDigest, snapshotText } from '../../src/criteria/snapshot';
import { findingsText } from '../../src/criteria/written';
import { readPinnedCatalogue, readProgress } from '../../src/reviews/reads';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { openRound } from '../../src/reviews/steps/open-round';
import { transaction } from '../../src/store/transaction';
import { ADMIN, CITY, COUNTY, clockAt, READER } from './people';
import { COUNT, round, type SixtyFirms, sixtyFirms, turn } from './sixty-firms';
import { AS_OF, putEnterprises } from './town';

let town: SixtyFirms;
beforeAll(async () => {
  town = await sixtyFirms();
});
afterAll(() => town.database.close());
afterEach(() => town.settle());

test('a round takes each title that stands, and pins the standard in force for its unit', async () => {
  const roundId = await town.opened();
  const rows = await town.reader.query<{ catalogue_id: string; cases: number }>(
    'select catalogue_id, count(*)::int as cases from review_case where round_id = $1 group by 1 order by 1',
    [roundId],
  );
  expect(rows).toEqual([
    { catalogue_id: 'weihai-enterprise-2023', cases: COUNT },
    { catalogue_id: 'weihai-park-2023', cases: 1 },
  ]);
  expect(
    await town.reader.query('select from outbox where topic = $1 and key = $2', [
      'RoundOpened',
      JSON.stringify({ roundId }),
    ]),
  ).toHaveLength(1);
  expect(await readProgress(town.reader, roundId)).toMatchObject({
    cases: COUNT + 1,
    evaluated: 0,
    closed: false,
  });
});

test('golden: the verdicts are those the evidence gives, and each can be worked out again from its snapshot', async () => {
  const roundId = await town.opened();
  expect(await evaluateRound(town.store, { roundId })).toEqual({ evaluated: COUNT + 1, closed: true });
  const verdicts = await town.reader.query<{
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
  for (const [index, { unitId }] of town.firms.entries()) {
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
  const stored = await town.reader.query<{
    verdict: string;
    findings: unknown;
    facts: never;
    facts_digest: Buffer;
    catalogue_id: string;
  }>('select v.* from verdict v join review_case c on c.id = v.case_id where c.round_id = $1', [roundId]);
  for (const row of stored) {
    expect(snapshotDigest(snapshotText(row.facts))).toEqual(row.facts_digest);
    const again = evaluateSnapshot(await readPinnedCatalogue(town.reader, row.catalogue_id), row.facts);
    expect(again.verdict).toBe(row.verdict);
    expect(JSON.parse(findingsText(again))).toEqual(row.findings);
  }
  expect(stored).toHaveLength(COUNT + 1);
});

test('a park is judged by its members: covered, lawful, graded', async () => {
  const roundId = await town.opened();
  await evaluateRound(town.store, { roundId });
  const [row] = await town.reader.query<{
    verdict: string;
    facts: { facts: Record<string, { value?: unknown }> };
  }>(
    'select v.verdict, v.facts from verdict v join review_case c on c.id = v.case_id where c.round_id = $1 and c.unit_id = $2',
    [roundId, town.park.unitId],
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

test('a bucket is one round, however many callers come at once or later', async () => {
  const stores = await Promise.all(Array.from({ length: 6 }, () => town.database.store(clockAt(AS_OF))));
  const results = await Promise.all(
    stores.map((one) => transaction(one, (tx) => openRound(tx, round({ bucket: 'b1' })))),
  );
  const rounds = results.map((result) => (result.ok ? result.value : null));
  expect(new Set(rounds.map((one) => one?.roundId)).size).toBe(1);
  expect(rounds.filter((one) => one?.created)).toHaveLength(1);
  expect(rounds.every((one) => one?.cases === COUNT + 1)).toBe(true);
  expect(await town.open({ bucket: 'b1' })).toMatchObject({ ok: true, value: { created: false } });
  expect(await town.reader.query('select from review_round where bucket = $1', ['b1'])).toHaveLength(1);
});

test('an administrator chooses units, and says for whom and why', async () => {
  const chosen = [town.firms[3]?.unitId ?? '', town.firms[4]?.unitId ?? ''];
  const admin = { origin: 'ADMIN', actor: ADMIN, unitIds: chosen } as const;
  expect(await town.open(admin)).toMatchObject({ ok: true, value: { cases: 2 } });
  expect(await town.open({ ...admin, actor: CITY })).toMatchObject({ ok: true });
  for (const actor of [COUNTY, READER]) {
    expect(await town.open({ ...admin, actor })).toMatchObject({
      ok: false,
      failure: { code: 'NOT_ALLOWED' },
    });
  }
  expect(await town.open({ actor: ADMIN })).toMatchObject({ ok: false, failure: { code: 'NOT_ALLOWED' } });
  expect(await town.open({ ...admin, reason: ' ' })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await town.open({ ...admin, requestedByBody: null })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await town.open({ ...admin, unitIds: [] })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await town.open({ ...admin, asOf: '2026-11-21' })).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await town.open({ ...admin, unitIds: [...chosen, '999999'] })).toMatchObject({
    ok: false,
    failure: { code: 'NOT_FOUND' },
  });
});

test('a title before any standard was in force: refused by name, and nothing is left behind', async () => {
  const [firm] = await putEnterprises(town.store, [{ index: 5000, regionCode: '370102' }]);
  const before = await town.reader.query('select from review_round');
  const result = await town.open({ origin: 'ADMIN', actor: ADMIN, unitIds: [firm?.unitId ?? ''] });
  expect(result).toMatchObject({ ok: false, failure: { code: 'NO_RULE_IN_FORCE' } });
  expect(await town.reader.query('select from review_round')).toHaveLength(before.length);
  // A scheduled round goes on with those that have one.
  expect(await town.open()).toMatchObject({ ok: true, value: { cases: COUNT + 1 } });
});

test('no round is evaluated that is not there', async () => {
  await expect(
    evaluateRound(town.store, { roundId: '00000000-0000-0000-0000-000000000000' }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('a standard', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'standards-'));
    cpSync(CATALOGUE_FOLDER, folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (file: string, change: object) =>
    writeFileSync(join(folder, file), JSON.stringify({ ...enterpriseJson, ...change }));

  test('that is added as a file while the hub runs is in force for the next round', async () => {
    const [firm] = await putEnterprises(town.store, [{ index: 6000, regionCode: '370102' }]);
    const chosen = {
      origin: 'ADMIN',
      actor: ADMIN,
      unitIds: [firm?.unitId ?? ''],
      catalogues: folder,
    } as const;
    expect(await town.open(chosen)).toMatchObject({ ok: false, failure: { code: 'NO_RULE_IN_FORCE' } });
    write('jinan.json', { id: 'jinan-enterprise-2026', region: { code: '370100', year: 2026 } });
    const roundId = await town.opened(chosen);
    await evaluateRound(town.store, { roundId });
    const rows = await town.reader.query(
      'select catalogue_id, verdict from review_case where round_id = $1',
      [roundId],
    );
    expect(rows).toEqual([{ catalogue_id: 'jinan-enterprise-2026', verdict: 'PENDING_EVIDENCE' }]);
  });

  test('under which cases were opened holds for them, though its file be gone', async () => {
    write('qingdao.json', { id: 'qingdao-2026', region: { code: '370200', year: 2026 } });
    const [firm] = await putEnterprises(town.store, [{ index: 6001, regionCode: '370202' }]);
    const roundId = await town.opened({
      origin: 'ADMIN',
      actor: ADMIN,
      unitIds: [firm?.unitId ?? ''],
      catalogues: folder,
    });
    rmSync(join(folder, 'qingdao.json'));
    expect(await evaluateRound(town.store, { roundId })).toMatchObject({ evaluated: 1, closed: true });
  });

  test('may not be changed in place once a case was opened under it', async () => {
    write('weihai-enterprise-2023.json', { zh: '另一标准' });
    const result = await town.open({ catalogues: folder });
    expect(result).toMatchObject({ ok: false, failure: { code: 'CATALOGUE_INVALID' } });
  });

  test('that is broken stops the round, and says where', async () => {
    writeFileSync(join(folder, 'weihai-enterprise-2023.json'), '{}');
    const result = await town.open({ catalogues: folder });
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'CATALOGUE_INVALID', message: expect.stringMatching(/^weihai-enterprise-2023\.json/) },
    });
  });
});
