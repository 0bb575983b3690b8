/** The days of a case lie in their order, its ground still stands, who may not act learns nothing, and no text names a person's number. */
import { refuseDisorder } from '../../src/designations/due-process';
import type { BodyOpinion } from '../../src/designations/lifecycle';
import { addMaterial } from '../../src/reviews/steps/add-material';
import { takeCaseStep } from '../../src/reviews/steps/take-case-step';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { goodMaterials } from './good-firm';
import {
  clock,
  code,
  decide,
  failedCase,
  OPINIONS,
  PROPOSAL,
  read,
  reevaluate,
  stateOf,
  take,
  theStore,
  useCases,
} from './one-case';
import { CITY, COUNTY, OTHER_COUNTY, READER } from './people';
import { putRecords } from './town';

useCases();

const message = (result: Awaited<ReturnType<typeof decide>> | Awaited<ReturnType<typeof take>>) =>
  result.ok ? '' : result.failure.message;

describe('the order of days', () => {
  test('each day against each that must come before it', () => {
    const days = ['NAMED', 'OPENED', 'FAILED', 'PROPOSED', 'SERVED', 'HEARD', 'OPINION', 'DECIDED', 'TODAY'];
    for (const [place, later] of days.entries()) {
      for (const earlier of days.slice(0, place)) {
        expect(refuseDisorder({ [earlier]: '2026-11-05', [later]: '2026-11-05' })).toBeNull();
        expect(refuseDisorder({ [earlier]: '2026-11-05', [later]: '2026-11-04' })).toMatchObject({
          failure: {
            code: 'INVALID_INPUT',
            message: expect.stringMatching(/2026-11-05.*不得晚于.*2026-11-04/),
          },
        });
      }
    }
    expect(refuseDisorder({ HEARD: '2026-02-30' })).toMatchObject({ failure: { code: 'INVALID_INPUT' } });
  });

  test('a notice is served after the proposal and not tomorrow', async () => {
    const { caseId } = await failedCase('PROPOSED');
    for (const servedOn of ['2026-11-01', '2026-11-03', '1900-01-01']) {
      const result = await take(caseId, 'NOTIFY', { documentNo: '告1', servedOn }, CITY);
      expect([servedOn, code(result)]).toEqual([servedOn, 'INVALID_INPUT']);
    }
  });

  test('a decision before the hearing, or of a day before its opinions, is refused with both days, and writes nothing', async () => {
    const { caseId } = await failedCase('HEARD');
    const early = await decide(caseId, { decidedOn: '2026-11-04' });
    expect(message(early)).toMatch(/听取陈述申辩.*2026-11-05.*决定.*2026-11-04/);
    for (const on of ['1900-01-01', '2026-11-04', '2026-11-11']) {
      const opinions: BodyOpinion[] = OPINIONS.map((one, place) => (place === 0 ? { ...one, on } : one));
      expect([on, code(await decide(caseId, { opinions }))]).toEqual([on, 'INVALID_INPUT']);
    }
    expect(code(await decide(caseId, { decidedOn: '2026-11-11' }))).toBe('INVALID_INPUT');
    expect(await read('select from title_decision where case_id = $1', [caseId])).toHaveLength(0);
    const opinions = OPINIONS.map((one) => ({ ...one, on: '2026-11-09' }));
    expect(code(await decide(caseId, { opinions }))).toBe('ok');
  });

  test('to keep a title, too, is decided after it was proposed to end it; each body of the four speaks once', async () => {
    const { caseId } = await failedCase('PROPOSED');
    const keep = { outcome: 'KEEP', decidedOn: '2026-11-02' } as const;
    expect(code(await decide(caseId, { ...keep, decidedOn: '2026-11-01' }))).toBe('INVALID_INPUT');
    const [first] = OPINIONS;
    if (first === undefined) throw new Error('no opinion');
    expect(code(await decide(caseId, { ...keep, opinions: [first, first] }))).toBe('INVALID_INPUT');
    expect(code(await decide(caseId, { ...keep, opinions: [{ ...first, body: 'court' as 'hrss' }] }))).toBe(
      'INVALID_INPUT',
    );
    expect(code(await decide(caseId, { ...keep, opinions: [] }))).toBe('ok');
  });
});

describe('the ground of a fail', () => {
  const hire = (unitId: string, index: number) =>
    putRecords(theStore(), [
      { unitId, key: `hrss/COORDINATORS-${index}`, feed: 'hrss/COORDINATORS', data: { count: 2 } },
    ]);

  test('what has been put right since is neither proposed nor decided on; it is evaluated again and passes', async () => {
    const { caseId, firm, index } = await failedCase('FAIL');
    await hire(firm.unitId, index);
    const result = await take(caseId, 'PROPOSE', PROPOSAL);
    expect(code(result)).toBe('SUPERSEDED');
    expect(message(result)).toContain('E4.coordinator');
    expect(await reevaluate(caseId)).toMatchObject({ ok: true, value: { verdict: 'PASS' } });
  });

  test('put right before the decision: the city may keep, not cancel', async () => {
    const { caseId, firm, index } = await failedCase('HEARD');
    await hire(firm.unitId, index);
    expect(code(await decide(caseId))).toBe('SUPERSEDED');
    expect(await stateOf(caseId)).toMatchObject({ state: 'HEARD', closed: false });
    expect(code(await decide(caseId, { outcome: 'KEEP' }))).toBe('ok');
  });

  test('a newer case of the title that passed is named, and goes before', async () => {
    const { caseId } = await failedCase('FAIL');
    // The refusal undoes the other case, too.
    const result = await transaction(theStore(), async (tx) => {
      await tx.query(
        `with round as (
           insert into review_round (origin, title, reason, as_of, cases, opened_by, opened_at, closed_at)
           values ('ADMIN', '另一轮', '核实', $2, 1, 'admin', $3, $3) returning id)
         insert into review_case (round_id, number, unit_id, designation_id, catalogue_id, as_of, verdict, opened_at, evaluated_at, closed_at)
         select round.id, 7, unit_id, designation_id, catalogue_id, $2, 'PASS', $3, $3, $3
           from review_case, round where review_case.id = $1`,
        [caseId, '2026-11-02', '2026-11-02T05:00:00Z'],
      );
      return takeCaseStep(tx, { caseId, action: 'PROPOSE', paper: PROPOSAL, actor: COUNTY });
    });
    expect([code(result), message(result)]).toEqual(['SUPERSEDED', expect.stringMatching(/另一轮.*7/)]);
  });

  test('a source that went silent since takes no ground away', async () => {
    const { caseId } = await failedCase('FAIL');
    await read(`update feed set complete_as_of = '2026-09-01' where record_type = 'COORDINATORS'`);
    expect(code(await take(caseId, 'PROPOSE', PROPOSAL))).toBe('ok');
    await read(`update feed set complete_as_of = '2026-12-31' where record_type = 'COORDINATORS'`);
  });

  test('nothing is proposed over a unit that the title was found not to belong to', async () => {
    const { caseId, firm } = await failedCase('FAIL');
    await read('update designation set unit_id = null where id = $1', [firm.designationId]);
    expect(code(await take(caseId, 'PROPOSE', PROPOSAL))).toBe('SUPERSEDED');
    expect(code(await reevaluate(caseId))).toBe('SUPERSEDED');
    await read('update designation set unit_id = $2 where id = $1', [firm.designationId, firm.unitId]);
  });
});

test('who may not act on a case is told so, whatever its state', async () => {
  const { caseId } = await failedCase('PROPOSED');
  for (const actor of [OTHER_COUNTY, READER]) {
    const answers = await Promise.all(
      (['PROPOSE', 'WITHDRAW', 'NOTIFY', 'HEAR'] as const).map((action) => take(caseId, action, {}, actor)),
    );
    expect(answers.map(code)).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED', 'NOT_ALLOWED', 'NOT_ALLOWED']);
    expect(JSON.stringify(answers)).not.toMatch(/PROPOSED|NOTIFIED|HEARD/);
  }
  expect(code(await decide(caseId, { actor: COUNTY }))).toBe('NOT_ALLOWED');
});

test('no number of a person gets into a statement, a reason, grounds, a note or a mark: the field is named, nothing is written', async () => {
  const { caseId, firm } = await failedCase('NOTIFIED');
  clock.set('2026-11-10T04:00:00Z');
  for (const number of [
    '371002199003072316',
    '371002 19900307 231X',
    '１３８１２３４５６７８',
    '138-1234-5678',
  ]) {
    const statement = `职工王某（${number}）的补偿已经支付`;
    const heard = await take(caseId, 'HEAR', { attended: true, heardOn: '2026-11-05', statement });
    expect([number, message(heard)]).toEqual([
      number,
      expect.stringMatching(/“陈述”中有(公民身份|电话)号码/),
    ]);
  }
  const fine = { attended: true, heardOn: '2026-11-05', statement: `单位 ${firm.code} 已于2026-11-03整改` };
  expect(code(await take(caseId, 'HEAR', fine))).toBe('ok');
  expect(code(await decide(caseId, { grounds: '电话 13812345678 投诉属实' }))).toBe('INVALID_INPUT');
  const noted = OPINIONS.map((one) => ({ ...one, note: '联系 0631-5231234' }));
  expect(code(await decide(caseId, { opinions: noted }))).toBe('INVALID_INPUT');
  const mark = goodMaterials(firm.code).find(({ kind }) => kind === 'MARK');
  const reason = '王某 371002199003072316 反映';
  const add = transaction(theStore(), (tx) =>
    addMaterial(tx, { material: { ...mark, key: 'private', reason }, actor: COUNTY }),
  );
  expect(code(await add)).toBe('INVALID_INPUT');
  const rows = await read<{ text: string }>(
    `select detail::text as text from case_step union all select reason from case_material where reason is not null`,
  );
  expect(rows.filter(({ text }) => text.includes('3710021990'))).toEqual([]);
});

test('after all of it nothing contradicts itself', async () => {
  expect(await brokenInvariants(theStore())).toEqual([]);
});
