/** The tripartite's decision on a title: refused without what it needs, and with all its consequences in one piece. */
import type { TitleLevel } from '../../src/designations/authority';
import { type DecideTitle, decideTitle } from '../../src/designations/steps/decide-title';
import { markOverdue } from '../../src/designations/steps/mark-titles';
import { nameTitle } from '../../src/designations/steps/name-title';
import { refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { fixedClock } from '../../src/kernel/clock';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { freshFeeds, grade, putBatch } from '../sanctions/records';
import { cancellation, city, county, eventsOf, value } from './cancellation';

let database: TestDatabase;
let store: Store;
const clock = fixedClock('2026-09-01T02:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  await freshFeeds(store, '2026-08-31');
  await registerAll(store, [
    recipient('union', ['DESIGNATION', 'INCENTIVE_ELIGIBILITY']),
    recipient('credit', ['DESIGNATION']),
  ]);
});
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

const events = (unitId: string) => eventsOf(store, unitId);
let made = 0;
async function namedUnit(level: TitleLevel = 'CITY') {
  const unit = await makeUnit(store);
  made += 1;
  const named = await transaction(store, (tx) =>
    nameTitle(tx, {
      unitId: unit.id,
      title: '劳动关系和谐企业',
      level,
      honourType: 'DEMONSTRATION',
      namedOn: '2024-12-10',
      documentNo: `三方〔2024〕${made}号`,
      namingBody: '威海市协调劳动关系三方委员会',
      province: '370000',
      actor: city,
    }),
  );
  return { unitId: unit.id, ...value(named) };
}

const run = (command: DecideTitle) => transaction(store, (tx) => decideTitle(tx, command));
const history = async (designationId: string) =>
  (
    await query<{ kind: string }>(
      store,
      'select kind from designation_event where designation_id = $1 order by version',
      [designationId],
    )
  ).map(({ kind }) => kind);

test('cancels title, flag and eligibility in one transaction, and everybody is told', async () => {
  const { unitId, designationId } = await namedUnit();
  const batchId = await putBatch(store, [{ type: 'INTEGRITY_GRADE', key: unitId, unitId, data: grade() }]);
  await refreshEligibility(store, { batchId });
  const decided = value(await run(cancellation(designationId)));
  expect(await history(designationId)).toEqual(['NAMED', 'CANCELLED']);
  expect(await events(unitId)).toEqual([
    'DESIGNATION flag.applied',
    'INCENTIVE_ELIGIBILITY flag.applied',
    'DESIGNATION flag.withdrawn',
    'INCENTIVE_ELIGIBILITY flag.withdrawn',
  ]);
  expect(decided.eventIds).toHaveLength(2);
  const [flag] = await query(store, 'select state, decision_id from flag where id = $1', [decided.flagId]);
  expect(flag).toEqual({ state: 'WITHDRAWN', decision_id: decided.decisionId });
  const recalls = await query<{ recipient_id: string }>(
    store,
    'select recipient_id from delivery where unit_id = $1 and withdrawal order by 1',
    [unitId],
  );
  expect(recalls.map(({ recipient_id }) => recipient_id)).toEqual(['credit', 'union', 'union']);
  const audit = await query<{ action: string }>(
    store,
    'select action from audit_entry where unit_id = $1 order by seq',
    [unitId],
  );
  expect(audit.at(-1)).toEqual({ action: 'title.cancel' });
});

test('what fails after it undoes all of it', async () => {
  const { unitId, designationId } = await namedUnit();
  const before = await events(unitId);
  const undone = transaction(store, async (tx) => {
    value(await decideTitle(tx, cancellation(designationId)));
    throw new Error('the edge failed');
  });
  await expect(undone).rejects.toThrow('the edge failed');
  expect(await history(designationId)).toEqual(['NAMED']);
  expect(await events(unitId)).toEqual(before);
  expect(await query(store, 'select from title_decision where designation_id = $1', [designationId])).toEqual(
    [],
  );
});

test('entered twice, and by two officers at once: one decision', async () => {
  const { unitId, designationId } = await namedUnit();
  const results = await Promise.all([1, 2, 3].map(() => run(cancellation(designationId))));
  expect(new Set(results.map((result) => value(result).decisionId)).size).toBe(1);
  expect((await events(unitId)).filter((what) => what.includes('withdrawn'))).toHaveLength(1);
  const other = await run(cancellation(designationId, { outcome: 'KEEP' }));
  expect(other).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  const later = await run(cancellation(designationId, { documentNo: '威三方〔2026〕10号' }));
  expect(later).toMatchObject({ ok: false, failure: { code: 'WRONG_STATE' } });
});

test.each([
  'PROVINCE',
  'NATIONAL',
] as const)('a title of level %s is not cancelled here, but reported upward', async (level) => {
  const { unitId, designationId } = await namedUnit(level);
  expect(await run(cancellation(designationId))).toMatchObject({
    ok: false,
    failure: { code: 'NOT_ALLOWED' },
  });
  value(await run(cancellation(designationId, { outcome: 'REPORT_UPWARD' })));
  expect(await history(designationId)).toEqual(['NAMED', 'REPORTED_UPWARD']);
  expect(await events(unitId)).toEqual(['DESIGNATION flag.applied']);
});

test('a county title is cancelled by its own county, and by nobody else', async () => {
  const opinions = (['hrss', 'union', 'federation'] as const).map((body) => ({
    body,
    opinion: 'AGREE' as const,
  }));
  const { designationId } = await namedUnit('COUNTY');
  const byCounty = { decidingBody: 'COUNTY_TRIPARTITE', opinions, actor: county } as const;
  expect(await run(cancellation(designationId))).toMatchObject({
    ok: false,
    failure: { code: 'NOT_ALLOWED' },
  });
  const foreign = { ...county, region: '371083' };
  expect(await run(cancellation(designationId, { ...byCounty, actor: foreign }))).toMatchObject({
    ok: false,
    failure: { code: 'NOT_ALLOWED' },
  });
  value(await run(cancellation(designationId, byCounty)));
  expect(await history(designationId)).toEqual(['NAMED', 'CANCELLED']);
});

test.each<[string, Partial<DecideTitle>, string]>([
  ['the unit was not heard', { heardOn: null }, 'EVIDENCE_MISSING'],
  ['the unit was heard only after the decision', { heardOn: '2026-08-31' }, 'INVALID_INPUT'],
  ['an opinion is missing', { opinions: cancellation('').opinions.slice(1) }, 'EVIDENCE_MISSING'],
  [
    'one body spoke twice',
    { opinions: [...cancellation('').opinions, { body: 'hrss', opinion: 'AGREE' }] },
    'INVALID_INPUT',
  ],
  [
    'two of four disagree',
    {
      opinions: cancellation('').opinions.map((one, i) => ({
        ...one,
        opinion: i < 2 ? 'AGREE' : 'DISAGREE',
      })),
    },
    'NOT_AGREED',
  ],
  ['it is dated tomorrow', { decidedOn: '2026-09-02' }, 'INVALID_INPUT'],
  ['it has no number', { documentNo: ' ' }, 'INVALID_INPUT'],
  ['it gives no grounds', { grounds: '' }, 'INVALID_INPUT'],
  ['no rule was in force on its day', { decidedOn: '2022-12-31', heardOn: '2022-12-01' }, 'NO_RULE_IN_FORCE'],
  ['the county enters it', { actor: county }, 'NOT_ALLOWED'],
  ['a reader enters it', { actor: { ...city, role: 'AGENCY_READER', body: 'hrss' } }, 'NOT_ALLOWED'],
  ['a program enters it', { actor: { ...city, role: 'SYSTEM' } }, 'NOT_ALLOWED'],
  ['the title was named here', { outcome: 'REPORT_UPWARD' }, 'WRONG_STATE'],
])('is refused when %s', async (_name, more, code) => {
  const { unitId, designationId } = await namedUnit();
  expect(await run(cancellation(designationId, more))).toMatchObject({ ok: false, failure: { code } });
  expect(await history(designationId)).toEqual(['NAMED']);
  expect(await events(unitId)).toEqual(['DESIGNATION flag.applied']);
});

test('nobody decides here on the title of a unit of another city', async () => {
  const { unitId, designationId } = await namedUnit();
  await query(store, `update unit set region_code = '370602' where id = $1`, [unitId]);
  expect(await run(cancellation(designationId))).toMatchObject({
    ok: false,
    failure: { code: 'NO_RULE_IN_FORCE' },
  });
});

test('an unknown title is not found', async () => {
  const result = await run(cancellation('0192f7a0-0000-7000-8000-000000000000'));
  expect(result).toMatchObject({ ok: false, failure: { code: 'NOT_FOUND' } });
});

test('overdue: flagged still, but nobody becomes eligible by it until it is kept', async () => {
  const { unitId, designationId } = await namedUnit();
  await refreshEligibility(store, {
    batchId: await putBatch(store, [{ type: 'INTEGRITY_GRADE', key: unitId, unitId, data: grade() }]),
  });
  const mark = () =>
    transaction(store, (tx) =>
      markOverdue(tx, { designationIds: [designationId], reason: '复核材料未交齐', actor: city }),
    );
  expect(await mark()).toEqual({ marked: [designationId] });
  expect(await mark()).toEqual({ marked: [] });
  const answers = async () =>
    (
      await query<{ answer: string }>(
        store,
        'select answer from eligibility where unit_id = $1 order by version',
        [unitId],
      )
    ).map(({ answer }) => answer);
  expect(await answers()).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
  value(await run(cancellation(designationId, { outcome: 'KEEP', heardOn: null, opinions: [] })));
  expect(await answers()).toEqual(['PENDING', 'ELIGIBLE', 'PENDING', 'ELIGIBLE']);
  expect(await events(unitId)).toEqual(['DESIGNATION flag.applied', 'INCENTIVE_ELIGIBILITY flag.applied']);
});
