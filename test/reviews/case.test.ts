/** One case from its first verdict to the city's decision: what each step asks for, and what it may never skip. */
import type { DecideTitle } from '../../src/designations/steps/decide-title';
import type { Actor } from '../../src/kernel/actor';
import type { Result } from '../../src/kernel/result';
import { readWorklist } from '../../src/reviews/reads';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { reevaluateOverdue } from '../../src/reviews/runs/reevaluate-overdue';
import { addMaterial } from '../../src/reviews/steps/add-material';
import { openRound } from '../../src/reviews/steps/open-round';
import { type RecordDecision, recordDecision } from '../../src/reviews/steps/record-decision';
import { reevaluateCase } from '../../src/reviews/steps/reevaluate-case';
import { type TakeCaseStep, takeCaseStep } from '../../src/reviews/steps/take-case-step';
import { writeMaterials } from '../../src/reviews/steps/write-materials';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import {
  ADMIN,
  CITY,
  COUNTY,
  clockAt,
  freshFeeds,
  goodMaterials,
  OTHER_COUNTY,
  type Placed,
  putEnterprises,
  putRecords,
  SCHEDULE,
} from './town';

let database: TestDatabase;
let store: Store;
const clock = clockAt('2026-09-01');
let nextFirm = 1;

const read = <Row>(sql: string, parameters: readonly unknown[] = []) => query<Row>(store, sql, parameters);

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  await freshFeeds(store, '2026-12-31');
});
afterAll(() => database.close());
beforeEach(() => clock.set('2026-09-01T04:00:00Z'));

const SHORT = { 'hrss/COORDINATORS': { count: 0 } } as const;

interface OpenCase {
  readonly firm: Placed;
  readonly index: number;
  readonly caseId: string;
}

/** A firm with a case evaluated on 2026-09-01; one without coordinators unless told otherwise. */
async function openCase(
  given: { short?: boolean; without?: string; level?: 'CITY' | 'PROVINCE' } = {},
): Promise<OpenCase> {
  const { short = true, without, level = 'CITY' } = given;
  const index = nextFirm;
  nextFirm += 1;
  const [firm] = await putEnterprises(store, [{ index, level, ...(short ? { records: SHORT } : {}) }]);
  if (firm === undefined) throw new Error('no firm');
  const lines = goodMaterials(firm.code).filter(({ element }) => element !== without);
  await transaction(store, (tx) => writeMaterials(tx, lines as never));
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: '复核',
      requestedByBody: 'hrss',
      reason: '举报',
      unitIds: [firm.unitId],
      asOf: '2026-09-01',
      actor: ADMIN,
    }),
  );
  if (!opened.ok) throw new Error(opened.failure.message);
  await evaluateRound(store, { roundId: opened.value.roundId });
  const [row] = await read<{ id: string }>('select id from review_case where round_id = $1', [
    opened.value.roundId,
  ]);
  return { firm, index, caseId: row?.id ?? '' };
}

const stateOf = async (caseId: string) => {
  const [row] = await read<{ state: string; verdict: string; rectify_by: string | null; closed: boolean }>(
    `select (select state from case_step s where s.case_id = c.id order by version desc limit 1) as state, c.verdict, c.rectify_by,
            c.closed_at is not null as closed from review_case c where c.id = $1`,
    [caseId],
  );
  return row;
};
const reevaluate = (caseId: string, actor: Actor = COUNTY) =>
  transaction(store, (tx) => reevaluateCase(tx, { caseId, cause: '补充材料', actor }));
const take = (caseId: string, action: TakeCaseStep['action'], paper: unknown, actor: Actor = COUNTY) =>
  transaction(store, (tx) => takeCaseStep(tx, { caseId, action, paper, actor }));
const OPINIONS: DecideTitle['opinions'] = (['hrss', 'union', 'confederation', 'federation'] as const).map(
  (body) => ({ body, opinion: 'AGREE' }),
);
const decide = (caseId: string, change: Partial<RecordDecision> = {}) =>
  transaction(store, (tx) =>
    recordDecision(tx, {
      caseId,
      outcome: 'CANCEL',
      documentNo: '威三方〔2026〕9号',
      decidedOn: '2026-11-10',
      opinions: OPINIONS,
      grounds: '整改期满仍不符合',
      actor: CITY,
      ...change,
    }),
  );
const code = <Value>(result: Result<Value>) => (result.ok ? 'ok' : result.failure.code);

const PROPOSAL = { documentNo: '环三方〔2026〕3号', grounds: '整改期满仍未配备劳动关系协调员' };

/** A case that failed, proposed and notified as far as asked. */
async function failedCase(
  until: 'FAIL' | 'PROPOSED' | 'NOTIFIED' | 'HEARD',
  level: 'CITY' | 'PROVINCE' = 'CITY',
): Promise<OpenCase> {
  const one = await openCase({ level });
  clock.set('2026-11-02T04:00:00Z');
  await reevaluate(one.caseId, SCHEDULE);
  if (until === 'FAIL') return one;
  await take(one.caseId, 'PROPOSE', PROPOSAL);
  if (until === 'PROPOSED') return one;
  await take(one.caseId, 'NOTIFY', { documentNo: '威三方告〔2026〕1号', servedOn: '2026-11-02' }, CITY);
  if (until === 'NOTIFIED') return one;
  clock.set('2026-11-10T04:00:00Z');
  await take(one.caseId, 'HEAR', {
    attended: true,
    heardOn: '2026-11-05',
    statement: '单位表示正在招聘协调员',
  });
  return one;
}

describe('putting right', () => {
  test('what is not met is ordered for thirty working days; a fail comes only after the last of them', async () => {
    const { caseId } = await openCase();
    // 2026-09-01 + 30 working days: 中秋 and 国庆 do not count, the two worked weekend days do
    expect(await stateOf(caseId)).toMatchObject({
      state: 'RECTIFY',
      rectify_by: '2026-10-19',
      closed: false,
    });
    clock.set('2026-10-19T04:00:00Z');
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'RECTIFY' } });
    clock.set('2026-10-20T04:00:00Z');
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'FAIL', version: 3 } });
    expect(await stateOf(caseId)).toMatchObject({ state: 'FAIL', verdict: 'FAIL', rectify_by: '2026-10-19' });
  });

  test('put right in time: the case passes and is closed', async () => {
    const { caseId, firm, index } = await openCase();
    await putRecords(store, [
      {
        unitId: firm.unitId,
        key: `hrss/COORDINATORS-${index}`,
        feed: 'hrss/COORDINATORS',
        data: { count: 2 },
      },
    ]);
    clock.set('2026-11-02T04:00:00Z');
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'PASS' } });
    expect(await stateOf(caseId)).toMatchObject({ state: 'PASS', closed: true, rectify_by: null });
    expect(code(await reevaluate(caseId))).toBe('WRONG_STATE');
  });

  test('missing evidence stays pending however late it is, and never fails', async () => {
    const { caseId } = await openCase({ short: false, without: 'E9.survey' });
    expect(await stateOf(caseId)).toMatchObject({ state: 'PENDING_EVIDENCE', rectify_by: null });
    clock.set('2026-12-31T04:00:00Z');
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'PENDING_EVIDENCE' } });
    expect(code(await take(caseId, 'PROPOSE', PROPOSAL))).toBe('WRONG_STATE');
  });

  test('a feed that went silent after the order is no fail', async () => {
    const { caseId } = await openCase();
    await read(`update feed set complete_as_of = '2026-09-01' where record_type = 'COORDINATORS'`);
    clock.set('2026-11-02T04:00:00Z');
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'PENDING_EVIDENCE' } });
    await read(`update feed set complete_as_of = '2026-12-31' where record_type = 'COORDINATORS'`);
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'FAIL' } });
  });

  test('the same evidence on the same day is one verdict', async () => {
    const { caseId } = await openCase();
    expect(await reevaluate(caseId)).toEqual({
      ok: true,
      value: { verdict: 'RECTIFY', version: 2, changed: true },
    });
    expect(await reevaluate(caseId)).toEqual({
      ok: true,
      value: { verdict: 'RECTIFY', version: 2, changed: false },
    });
    expect(await read('select from verdict where case_id = $1', [caseId])).toHaveLength(2);
  });

  test('the sweep looks again at what is overdue, once', async () => {
    const [fails, passes] = [await openCase(), await openCase()];
    await putRecords(store, [
      {
        unitId: passes.firm.unitId,
        key: `hrss/COORDINATORS-${passes.index}`,
        feed: 'hrss/COORDINATORS',
        data: { count: 1 },
      },
    ]);
    clock.set('2026-11-02T04:00:00Z');
    await reevaluateOverdue(store);
    expect([(await stateOf(fails.caseId))?.state, (await stateOf(passes.caseId))?.state]).toEqual([
      'FAIL',
      'PASS',
    ]);
    expect(await reevaluateOverdue(store)).toEqual({ looked: 0, verdicts: {} });
  });
});

describe('evidence', () => {
  const survey = (key: string, unitCode: string) => ({
    ...goodMaterials(unitCode, 'ENTERPRISE', '2026-08-30').find(({ element }) => element === 'E9.survey'),
    key,
  });
  const add = (material: unknown, actor: Actor = COUNTY) =>
    transaction(store, (tx) => addMaterial(tx, { material, actor }));

  test('what was missing is entered by the county, and the case passes', async () => {
    const { caseId, firm } = await openCase({ short: false, without: 'E9.survey' });
    expect(await add(survey('s1', firm.code))).toMatchObject({
      ok: true,
      value: { unitId: firm.unitId, created: true },
    });
    expect(await add(survey('s1', firm.code))).toMatchObject({ ok: true, value: { created: false } });
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'PASS' } });
    const [row] = await read<{ entered_by: string }>(
      `select entered_by from case_material where source_key = 's1'`,
    );
    expect(row?.entered_by).toBe(COUNTY.name);
  });

  test('neither another county nor a reader nor a day to come is taken', async () => {
    const { firm } = await openCase({ short: false });
    expect(code(await add(survey('s2', firm.code), OTHER_COUNTY))).toBe('NOT_ALLOWED');
    expect(code(await add(survey('s2', firm.code), ADMIN))).toBe('NOT_ALLOWED');
    expect(code(await add({ ...survey('s2', firm.code), on: '2026-09-02' }))).toBe('INVALID_INPUT');
    expect(await read(`select from case_material where source_key = 's2'`)).toHaveLength(0);
  });
});

describe('the procedure', () => {
  test('only the county of the unit proposes, only a case that failed, and with a paper', async () => {
    const { caseId } = await failedCase('FAIL');
    expect(code(await take(caseId, 'PROPOSE', PROPOSAL, CITY))).toBe('NOT_ALLOWED');
    expect(code(await take(caseId, 'PROPOSE', PROPOSAL, OTHER_COUNTY))).toBe('NOT_ALLOWED');
    expect(code(await take(caseId, 'PROPOSE', { documentNo: '', grounds: 'x' }))).toBe('INVALID_INPUT');
    expect(code(await take(caseId, 'HEAR', { attended: false, heardOn: '2026-11-02' }))).toBe('WRONG_STATE');
    expect(await take(caseId, 'PROPOSE', PROPOSAL)).toMatchObject({ ok: true, value: { state: 'PROPOSED' } });
    expect(await take(caseId, 'WITHDRAW', { reason: '补充核实' })).toMatchObject({
      ok: true,
      value: { state: 'FAIL' },
    });
    const worklist = await readWorklist(
      { query: read },
      { regionCode: '371002', states: ['FAIL'], limit: 100 },
    );
    expect(worklist.map((entry) => entry.caseId)).toContain(caseId);
  });

  test('the unit has five working days to speak; its silence counts only after them', async () => {
    const { caseId } = await failedCase('PROPOSED');
    expect(await take(caseId, 'NOTIFY', { documentNo: '告1', servedOn: '2026-11-02' }, CITY)).toMatchObject({
      ok: true,
      value: { until: '2026-11-09' },
    });
    clock.set('2026-11-09T04:00:00Z');
    expect(code(await take(caseId, 'HEAR', { attended: false, heardOn: '2026-11-09' }))).toBe('WRONG_STATE');
    expect(
      code(await take(caseId, 'HEAR', { attended: true, heardOn: '2026-11-01', statement: '早于告知' })),
    ).toBe('INVALID_INPUT');
    clock.set('2026-11-10T04:00:00Z');
    expect(await take(caseId, 'HEAR', { attended: false, heardOn: '2026-11-10' })).toMatchObject({
      ok: true,
      value: { state: 'HEARD' },
    });
  });

  test('a cancellation without a proposal, or before the unit was heard, is refused and writes nothing', async () => {
    for (const until of ['FAIL', 'PROPOSED', 'NOTIFIED'] as const) {
      const { caseId } = await failedCase(until);
      expect(code(await decide(caseId))).toBe('WRONG_STATE');
      expect(await read('select from title_decision where case_id = $1', [caseId])).toHaveLength(0);
    }
  });

  test('the city’s officer enters the decision: title, case and audit at once; the same paper again is the same decision', async () => {
    const { caseId, firm } = await failedCase('HEARD');
    expect(code(await decide(caseId, { actor: COUNTY }))).toBe('NOT_ALLOWED');
    expect(code(await decide(caseId, { actor: ADMIN }))).toBe('NOT_ALLOWED');
    const first = await decide(caseId);
    expect(first).toMatchObject({ ok: true });
    expect(await stateOf(caseId)).toMatchObject({ state: 'DECIDED', closed: true });
    expect(
      await read<{ kind: string }>(
        'select kind from designation_event where designation_id = $1 order by version desc limit 1',
        [firm.designationId],
      ),
    ).toEqual([{ kind: 'CANCELLED' }]);
    const again = await decide(caseId);
    expect(again.ok && first.ok && again.value.decisionId === first.value.decisionId).toBe(true);
    expect(await read('select from title_decision where case_id = $1', [caseId])).toHaveLength(1);
    expect(code(await decide(caseId, { documentNo: '另一号' }))).toBe('WRONG_STATE');
    const entries = await read<{ action: string }>(
      'select action from audit_entry where unit_id = $1 order by seq',
      [firm.unitId],
    );
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['review.reevaluated', 'review.propose', 'review.notify', 'review.hear']),
    );
    // A cancelled title is not reviewed again.
    const result = await transaction(store, (tx) =>
      openRound(tx, {
        origin: 'ADMIN',
        title: '复核',
        requestedByBody: 'hrss',
        reason: '再查',
        unitIds: [firm.unitId],
        asOf: '2026-11-10',
        actor: ADMIN,
      }),
    );
    expect(code(result)).toBe('NOT_FOUND');
  });

  test('a body that gave no opinion, or a majority against: nothing is written', async () => {
    const { caseId } = await failedCase('HEARD');
    expect(code(await decide(caseId, { opinions: OPINIONS.slice(1) }))).toBe('EVIDENCE_MISSING');
    expect(
      code(
        await decide(caseId, {
          opinions: OPINIONS.map((one, place) => ({ ...one, opinion: place < 2 ? 'DISAGREE' : 'AGREE' })),
        }),
      ),
    ).toBe('NOT_ALLOWED');
    expect(await stateOf(caseId)).toMatchObject({ state: 'HEARD', closed: false });
  });

  test('a provincial title is reported upward, never cancelled by the city', async () => {
    const { caseId, firm } = await failedCase('HEARD', 'PROVINCE');
    expect(code(await decide(caseId))).toBe('NOT_ALLOWED');
    expect(await decide(caseId, { outcome: 'REPORT_UPWARD' })).toMatchObject({ ok: true });
    expect(
      await read<{ kind: string }>(
        'select kind from designation_event where designation_id = $1 order by version desc limit 1',
        [firm.designationId],
      ),
    ).toEqual([{ kind: 'REPORTED_UPWARD' }]);
  });

  test('the city may keep the title without a hearing', async () => {
    const { caseId } = await failedCase('PROPOSED');
    expect(await decide(caseId, { outcome: 'KEEP', decidedOn: '2026-11-02' })).toMatchObject({ ok: true });
    expect(await stateOf(caseId)).toMatchObject({ state: 'DECIDED', closed: true });
  });
});
