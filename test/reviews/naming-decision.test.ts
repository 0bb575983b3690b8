/** A title that the city did not name ends by the document of the body that named it, and by nothing else. */
import {
  type MirrorNamingDecision,
  mirrorNamingDecision,
} from '../../src/reviews/steps/mirror-naming-decision';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import {
  asOwner,
  clock,
  code,
  decide,
  failedCase,
  OPINIONS,
  openCase,
  read,
  stateOf,
  theStore,
  useCases,
} from './one-case';
import { ADMIN, CITY, COUNTY, OTHER_COUNTY, READER } from './people';

useCases();

const BODY = '山东省协调劳动关系三方委员会';
const mirror = (designationId: string | null, change: Partial<MirrorNamingDecision> = {}) =>
  transaction(theStore(), (tx) =>
    mirrorNamingDecision(tx, {
      designationId: designationId ?? '',
      namingBody: BODY,
      documentNo: '鲁三方〔2026〕12号',
      decidedOn: '2026-11-09',
      heardOn: null,
      opinions: [],
      grounds: '不再符合省级标准',
      actor: CITY,
      ...change,
    }),
  );
const named = (designationId: string | null, body: string | null, level: string) =>
  asOwner('update designation set naming_body = $2, level = $3 where id = $1', [designationId, body, level]);
const lastEvent = async (designationId: string | null) =>
  (
    await read<{ kind: string; document_no: string }>(
      'select kind, document_no from designation_event where designation_id = $1 order by version desc limit 1',
      [designationId],
    )
  )[0];

test('the province’s document cancels the province’s title, ends its case, and is entered once', async () => {
  const { caseId, firm } = await failedCase('HEARD', 'PROVINCE');
  await named(firm.designationId, BODY, 'PROVINCE');
  expect(code(await decide(caseId))).toBe('NOT_ALLOWED');
  for (const actor of [COUNTY, ADMIN, READER]) {
    expect(code(await mirror(firm.designationId, { actor }))).toBe('NOT_ALLOWED');
  }
  expect(code(await mirror(firm.designationId, { namingBody: '江苏省协调劳动关系三方委员会' }))).toBe(
    'NOT_ALLOWED',
  );
  expect(code(await mirror(firm.designationId, { documentNo: ' ' }))).toBe('INVALID_INPUT');
  expect(code(await mirror(firm.designationId, { decidedOn: '2026-11-11' }))).toBe('INVALID_INPUT');
  expect(code(await mirror(firm.designationId, { decidedOn: '1999-01-01' }))).not.toBe('ok');
  expect(await stateOf(caseId)).toMatchObject({ state: 'HEARD', closed: false });

  const done = await mirror(firm.designationId);
  expect(code(done)).toBe('ok');
  expect(await lastEvent(firm.designationId)).toEqual({
    kind: 'CANCELLED',
    document_no: '鲁三方〔2026〕12号',
  });
  expect(await stateOf(caseId)).toMatchObject({ state: 'CLOSED', closed: true });
  const again = await mirror(firm.designationId);
  expect(again.ok && done.ok && again.value.decisionId === done.value.decisionId).toBe(true);
  expect(
    await read('select deciding_body from title_decision where designation_id = $1', [firm.designationId]),
  ).toEqual([{ deciding_body: BODY }]);
});

test('what the city reported upward still stands until the naming body decides', async () => {
  const { caseId, firm } = await failedCase('HEARD', 'PROVINCE');
  // An old list does not say who named.
  await named(firm.designationId, null, 'PROVINCE');
  expect(code(await decide(caseId, { outcome: 'REPORT_UPWARD' }))).toBe('ok');
  expect((await lastEvent(firm.designationId))?.kind).toBe('REPORTED_UPWARD');
  expect(code(await mirror(firm.designationId, { decidedOn: '2026-11-10' }))).toBe('ok');
  expect((await lastEvent(firm.designationId))?.kind).toBe('CANCELLED');
});

test('a county’s title: its own officer, with the hearing and the opinions of the bodies that exist there', async () => {
  const { firm } = await openCase({ short: false });
  await named(firm.designationId, '环翠区协调劳动关系三方', 'COUNTY');
  clock.set('2026-11-10T04:00:00Z');
  const county = {
    namingBody: '环翠区协调劳动关系三方',
    actor: COUNTY,
    heardOn: '2026-11-05',
    opinions: OPINIONS.filter(({ body }) => body !== 'confederation'),
  };
  expect(code(await mirror(firm.designationId, { ...county, actor: CITY }))).toBe('NOT_ALLOWED');
  expect(code(await mirror(firm.designationId, { ...county, actor: OTHER_COUNTY }))).toBe('NOT_ALLOWED');
  expect(code(await mirror(firm.designationId, { ...county, heardOn: null }))).toBe('EVIDENCE_MISSING');
  expect(code(await mirror(firm.designationId, { ...county, opinions: [] }))).toBe('EVIDENCE_MISSING');
  expect(code(await mirror(firm.designationId, county))).toBe('ok');
});

test('a title of the city is decided on in its case alone', async () => {
  const { firm } = await failedCase('HEARD');
  expect(code(await mirror(firm.designationId))).toBe('NOT_ALLOWED');
});

test('after all of it nothing contradicts itself', async () => {
  expect(await brokenInvariants(theStore())).toEqual([]);
});
