/** The way out of a title: the county proposes, the unit is heard, the city decides; nothing of it can be skipped. */
import { readWorklist } from '../../src/reviews/reads';
import { openRound } from '../../src/reviews/steps/open-round';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import {
  asOwner,
  clock,
  code,
  decide,
  failedCase,
  OPINIONS,
  PROPOSAL,
  read,
  stateOf,
  take,
  theStore,
  useCases,
} from './one-case';
import { ADMIN, CITY, COUNTY, OTHER_COUNTY } from './people';

useCases();

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
    const result = await transaction(theStore(), (tx) =>
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

  test('with the title every case on another naming of it ends', async () => {
    const { caseId, firm } = await failedCase('HEARD');
    await asOwner(
      `with older as (
         insert into designation (source_key, unit_id, unit_kind, name, title, level, honour_type, named_on, source, recorded_at)
         select 'older', unit_id, unit_kind, name, title, level, honour_type, '2021-05-01', 'list', now() from designation where id = $1
         returning id, named_on)
       insert into designation_event (designation_id, version, kind, on_date, recorded_at)
       select id, 1, 'NAMED', named_on, now() from older`,
      [firm.designationId],
    );
    const round = { title: '复核', requestedByBody: 'hrss', reason: '再查', asOf: '2026-11-10' } as const;
    const opened = await transaction(theStore(), (tx) =>
      openRound(tx, { ...round, origin: 'ADMIN', unitIds: [firm.unitId], actor: ADMIN }),
    );
    expect(opened).toMatchObject({ ok: true, value: { cases: 1 } });
    expect(code(await decide(caseId))).toBe('ok');
    const left = await read<{ state: string; open: boolean }>(
      `select (select state from case_step s where s.case_id = c.id order by version desc limit 1) as state,
         c.closed_at is null as open from review_case c where c.unit_id = $1 order by c.opened_at`,
      [firm.unitId],
    );
    expect(left).toEqual([
      { state: 'DECIDED', open: false },
      { state: 'CLOSED', open: false },
    ]);
    expect(code(await decide(caseId))).toBe('ok');
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
    ).toBe('NOT_AGREED');
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

test('after all of it nothing contradicts itself', async () => {
  expect(await brokenInvariants(theStore())).toEqual([]);
});
