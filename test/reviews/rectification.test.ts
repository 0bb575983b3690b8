/** What is not met is to be put right in time; only what was ordered and still is not met fails; missing evidence never does. */
import type { Actor } from '../../src/kernel/actor';
import { reevaluateOverdue } from '../../src/reviews/runs/reevaluate-overdue';
import { addMaterial } from '../../src/reviews/steps/add-material';
import { transaction } from '../../src/store/transaction';
import { goodMaterials } from './good-firm';
import {
  clock,
  code,
  openCase,
  PROPOSAL,
  read,
  reevaluate,
  stateOf,
  take,
  theStore,
  useCases,
} from './one-case';
import { ADMIN, COUNTY, OTHER_COUNTY } from './people';
import { putRecords } from './town';

useCases();

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
    await putRecords(theStore(), [
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
    await putRecords(theStore(), [
      {
        unitId: passes.firm.unitId,
        key: `hrss/COORDINATORS-${passes.index}`,
        feed: 'hrss/COORDINATORS',
        data: { count: 1 },
      },
    ]);
    clock.set('2026-11-02T04:00:00Z');
    await reevaluateOverdue(theStore());
    expect([(await stateOf(fails.caseId))?.state, (await stateOf(passes.caseId))?.state]).toEqual([
      'FAIL',
      'PASS',
    ]);
    expect(await reevaluateOverdue(theStore())).toEqual({ looked: 0, verdicts: {} });
  });
});

describe('evidence', () => {
  const survey = (key: string, unitCode: string) => ({
    ...goodMaterials(unitCode, 'ENTERPRISE', '2026-08-30').find(({ element }) => element === 'E9.survey'),
    key,
  });
  const add = (material: unknown, actor: Actor = COUNTY) =>
    transaction(theStore(), (tx) => addMaterial(tx, { material, actor }));

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
