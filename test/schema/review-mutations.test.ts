/** Promises of the mutations of reviews: from a round that is opened to a title that is cancelled, step by step. */
import { brokenInvariants } from '../harness/invariants';
import { clock, failedCase, OPINIONS, openCase, PROPOSAL, read, theStore } from '../reviews/one-case';
import { COUNTY } from '../reviews/people';
import { act, problem, refused, useGateway } from './acting';
import { codeOf } from './city';

useGateway();

test('a round is opened for chosen units, for a body and with a reason; an unknown unit is named', async () => {
  const { firm } = await openCase({ short: false });
  const input = {
    title: '专项复核',
    forBody: 'union',
    reason: '工会建议',
    unitCodes: [firm.code],
    asOf: '2026-08-31',
  };
  const said = await act('triggerReview', input, 'admin');
  expect(said).toMatchObject({
    __typename: 'ReviewRound',
    title: '专项复核',
    origin: 'ADMIN',
    requestedByBody: 'union',
    reason: '工会建议',
    openedBy: 'admin',
    reviewCases: { edges: [{ node: { unit: { code: firm.code } } }] },
  });
  const again = await act('triggerReview', { ...input, reason: '再次建议' }, 'city');
  expect(problem(again)).toEqual(['NotPossible', 'ALREADY_DONE']);
  expect(again.message).toContain('没有开启新的轮次');
  expect(again.message).toContain(said.id);
  const missing = await act('triggerReview', { ...input, unitCodes: [firm.code, codeOf(999_999)] }, 'city');
  expect(problem(missing)).toEqual(['NotFound', 'NOT_FOUND']);
  expect(missing.message).toContain(codeOf(999_999));
  await refused('triggerReview', { ...input, reason: ' ' }, 'city', ['InvalidInput', 'INVALID_INPUT']);
  await refused('triggerReview', { ...input, asOf: '2027-01-01' }, 'city', ['InvalidInput', 'INVALID_INPUT']);
});

test('from a case that failed to the cancelled title, each step by those who may', async () => {
  const { caseId, firm } = await failedCase('FAIL');
  const propose = { caseId, action: 'PROPOSE', ...PROPOSAL };
  await refused('takeCaseStep', propose, 'other-county', ['NotAllowed', 'NOT_ALLOWED']);
  await refused('takeCaseStep', { caseId, action: 'PROPOSE' }, 'county', ['InvalidInput', 'INVALID_INPUT']);
  await refused(
    'takeCaseStep',
    { caseId, action: 'HEAR', attended: false, heardOn: '2026-11-02' },
    'county',
    ['NotPossible', 'WRONG_STATE'],
  );
  expect(await act('takeCaseStep', propose, 'county')).toMatchObject({
    state: 'PROPOSED',
    nextActions: ['WITHDRAW', 'NOTIFY'],
  });
  const notify = { caseId, action: 'NOTIFY', documentNo: '告1', servedOn: '2026-11-02' };
  expect(await act('takeCaseStep', notify, 'city')).toMatchObject({
    state: 'NOTIFIED',
    nextActions: ['HEAR', 'DECIDE_KEEP'],
  });
  clock.set('2026-11-10T04:00:00Z');
  const hear = { caseId, action: 'HEAR', attended: true, heardOn: '2026-11-05', statement: '单位陈述' };
  expect(await act('takeCaseStep', hear, 'county')).toMatchObject({ state: 'HEARD', nextActions: [] });
  const decision = {
    caseId,
    outcome: 'CANCEL',
    documentNo: '威三方〔2026〕9号',
    decidedOn: '2026-11-10',
    opinions: OPINIONS,
    grounds: '仍不符合',
  };
  await refused('recordDecision', decision, 'county', ['NotAllowed', 'NOT_ALLOWED']);
  expect(await act('recordDecision', decision, 'city')).toMatchObject({
    state: 'DECIDED',
    closedAt: '2026-11-10T04:00:00.000Z',
    designation: { state: 'CANCELLED' },
    decisions: [
      {
        outcome: 'CANCEL',
        documentNo: '威三方〔2026〕9号',
        heardOn: '2026-11-05',
        opinions: OPINIONS.map(({ body, opinion }) => ({ body, opinion, note: null })),
      },
    ],
  });
  const [title] = await read<{ kind: string }>(
    'select kind from designation_event where designation_id = $1 order by version desc limit 1',
    [firm.designationId],
  );
  expect(title?.kind).toBe('CANCELLED');
  expect(await brokenInvariants(theStore())).toEqual([]);
});

test('a mark with its reason, once; then the case is evaluated again', async () => {
  const { caseId, firm } = await openCase({ short: false, without: 'E6.culture' });
  const mark = {
    unitCode: firm.code,
    element: 'E6.culture',
    result: 'MET',
    reason: '现场查看企业文化活动记录',
  };
  const said = await act('addMark', mark, 'county');
  expect(said).toMatchObject({
    __typename: 'CaseMaterial',
    kind: 'MARK',
    element: 'E6.culture',
    enteredBy: COUNTY.name,
    data: '{"result": "MET"}',
  });
  expect(await act('addMark', mark, 'county')).toEqual(said);
  await refused('addMark', { ...mark, reason: '' }, 'county', ['InvalidInput', 'INVALID_INPUT']);
  // 2026-09-01, and marks count for as many months as the standard says.
  const old = await act('addMark', { ...mark, on: '1900-01-01' }, 'county');
  expect(problem(old)).toEqual(['InvalidInput', 'INVALID_INPUT']);
  expect(old.message).toContain('个月内的判断');
  await refused('addMark', mark, 'other-county', ['NotAllowed', 'NOT_ALLOWED']);
  expect(await act('reevaluateCase', { caseId, reason: '补充判断' }, 'county')).toMatchObject({
    verdict: 'PASS',
    verdicts: [{ version: 2 }, { version: 1 }],
  });
});

test('a title of the province ends by the province’s document alone', async () => {
  const { firm } = await openCase({ level: 'PROVINCE', short: false });
  const [title] = await read<{ naming_body: string | null }>(
    'select naming_body from designation where id = $1',
    [firm.designationId],
  );
  const input = {
    designationId: firm.designationId,
    namingBody: title?.naming_body ?? '省协调劳动关系三方委员会',
    documentNo: '鲁三方〔2026〕12号',
    decidedOn: '2026-09-01',
    grounds: '不再符合省级标准',
  };
  await refused('recordNamingDecision', input, 'county', ['NotAllowed', 'NOT_ALLOWED']);
  expect(await act('recordNamingDecision', input, 'city')).toMatchObject({
    __typename: 'Designation',
    state: 'CANCELLED',
  });
});
