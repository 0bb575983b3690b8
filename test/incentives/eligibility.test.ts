/** Eligibility as of a day: every condition is named, a lost one counts before an unknown one, unknown is never clean. */
import { assuranceEnds } from '../../src/incentives/assurance';
import { assess, type EligibilityInput } from '../../src/incentives/eligibility';
import { loadMeasures } from '../../src/incentives/load-measures';
import { appliesTo, Measure } from '../../src/incentives/measure';

const [weihai] = loadMeasures().filter(({ id }) => id === 'weihai-2023') as [Measure];
const withCourt: Measure = {
  ...weihai,
  exclusions: [...weihai.exclusions, { list: 'COURT_DISHONESTY', basis: '测试：点名法院名单的措施' }],
};

const good: EligibilityInput = {
  titles: [{ flagId: 't', level: 'CITY', overdue: false }],
  grades: [
    {
      recordId: 'g',
      present: true,
      grade: 'A',
      evaluatedYear: 2025,
      publishedOn: '2026-06-01',
      validFrom: '2026-06-01',
      validTo: '2027-05-31',
    },
  ],
  gradeFeed: null,
  listings: [],
  listingFeeds: null,
  dishonesty: [],
  dishonestyDeletions: [],
  dishonestyFeeds: null,
};
const [g] = good.grades as [EligibilityInput['grades'][number]];
const entry = { recordId: 'e', caseNo: 'x', present: true, listedOn: '2026-01-20' };
const deletion = { caseNo: 'x', deletedOn: '2026-08-01' };
const unit = { kind: 'ENTERPRISE', regionCode: '371083' };
const TODAY = '2026-09-01';

test('all conditions met: eligible until the grade ends', () => {
  const { answer, parts, until } = assess(weihai, unit, good, TODAY);
  expect(answer).toBe('ELIGIBLE');
  expect(until).toBe('2027-05-31');
  expect(parts.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'TITLE MET',
    'GRADE MET',
    'ORDER45_LISTING MET',
  ]);
  expect(parts.every(({ basis, why }) => basis !== '' && why !== '')).toBe(true);
});

test.each<[string, Partial<EligibilityInput>, string, string]>([
  ['no title', { titles: [] }, 'NOT_ELIGIBLE', 'TITLE NOT_MET'],
  [
    'a title of another level',
    { titles: [{ flagId: 't', level: 'COUNTY', overdue: false }] },
    'NOT_ELIGIBLE',
    'TITLE NOT_MET',
  ],
  [
    'an overdue title',
    { titles: [{ flagId: 't', level: 'CITY', overdue: true }] },
    'PENDING',
    'TITLE UNKNOWN',
  ],
  ['grade B', { grades: [{ ...g, grade: 'B' }] }, 'NOT_ELIGIBLE', 'GRADE NOT_MET'],
  ['no grade', { grades: [] }, 'PENDING', 'GRADE UNKNOWN'],
  ['a grade that is over', { grades: [{ ...g, validTo: '2026-08-31' }] }, 'PENDING', 'GRADE UNKNOWN'],
  [
    'a grade that is not published yet',
    { grades: [{ ...g, publishedOn: '2026-09-02' }] },
    'PENDING',
    'GRADE UNKNOWN',
  ],
  ['a grade gone from the list', { grades: [{ ...g, present: false }] }, 'PENDING', 'GRADE UNKNOWN'],
  [
    'a newer grade that is worse',
    { grades: [g, { ...g, evaluatedYear: 2026, grade: 'C' }] },
    'NOT_ELIGIBLE',
    'GRADE NOT_MET',
  ],
  [
    'an older grade that was worse',
    { grades: [{ ...g, evaluatedYear: 2024, grade: 'C' }, g] },
    'ELIGIBLE',
    'GRADE MET',
  ],
  ['grades late', { gradeFeed: 'LATE' }, 'PENDING', 'GRADE UNKNOWN'],
  ['grades held', { gradeFeed: 'HELD' }, 'PENDING', 'GRADE UNKNOWN'],
  [
    'a bad grade from a late source',
    { gradeFeed: 'LATE', grades: [{ ...g, grade: 'C' }] },
    'NOT_ELIGIBLE',
    'GRADE NOT_MET',
  ],
  [
    'listed',
    { listings: [{ evidence: 'listing:1', state: 'LISTED' }] },
    'NOT_ELIGIBLE',
    'ORDER45_LISTING NOT_MET',
  ],
  [
    'a listing decision that is held',
    { listings: [{ evidence: 'listing:1', state: 'HELD' }] },
    'PENDING',
    'ORDER45_LISTING UNKNOWN',
  ],
  [
    'a listing gone from the list without a paper',
    { listings: [{ evidence: 'listing:1', state: 'UNCONFIRMED' }] },
    'PENDING',
    'ORDER45_LISTING UNKNOWN',
  ],
  [
    'a listing decision that was not worked in yet',
    { listings: [{ evidence: 'record:1', state: 'NEW' }] },
    'PENDING',
    'ORDER45_LISTING UNKNOWN',
  ],
  ['lists never delivered', { listingFeeds: 'NEVER_DELIVERED' }, 'PENDING', 'ORDER45_LISTING UNKNOWN'],
  [
    'on the court list, which this measure does not name',
    { dishonesty: [entry], dishonestyFeeds: 'LATE' },
    'ELIGIBLE',
    'GRADE MET',
  ],
])('%s', (_name, more, answer, part) => {
  const assessment = assess(weihai, unit, { ...good, ...more }, TODAY);
  expect(assessment.answer).toBe(answer);
  expect(assessment.parts.map(({ name, state }) => `${name} ${state}`)).toContain(part);
  expect(assessment.until === null).toBe(answer !== 'ELIGIBLE');
});

test.each<[string, Partial<EligibilityInput>, string]>([
  ['on the court list', { dishonesty: [entry] }, 'NOT_ELIGIBLE'],
  ['deleted from the court list', { dishonesty: [entry], dishonestyDeletions: [deletion] }, 'ELIGIBLE'],
  [
    'entered again after a deletion of the same case',
    { dishonesty: [{ ...entry, listedOn: '2026-08-20' }], dishonestyDeletions: [deletion] },
    'NOT_ELIGIBLE',
  ],
  [
    'a deletion whose day has not come',
    { dishonesty: [entry], dishonestyDeletions: [{ ...deletion, deletedOn: '2026-09-02' }] },
    'NOT_ELIGIBLE',
  ],
  ['gone from the court list without a paper', { dishonesty: [{ ...entry, present: false }] }, 'PENDING'],
  ['court late', { dishonestyFeeds: 'LATE' }, 'PENDING'],
])('a measure that names the court list: %s', (_name, more, answer) => {
  expect(assess(withCourt, unit, { ...good, ...more }, TODAY).answer).toBe(answer);
});

test('a part that is lost counts before one that is unknown, and both are named', () => {
  const { answer, parts } = assess(weihai, unit, { ...good, titles: [], gradeFeed: 'LATE' }, TODAY);
  expect(answer).toBe('NOT_ELIGIBLE');
  expect(parts.map(({ state }) => state)).toEqual(['NOT_MET', 'UNKNOWN', 'MET']);
});

test('a measure speaks of its city, its kind of unit and its time only', () => {
  expect(appliesTo(weihai, unit, TODAY)).toBe(true);
  expect(appliesTo(weihai, { ...unit, regionCode: '370202' }, TODAY)).toBe(false);
  expect(appliesTo(weihai, { ...unit, regionCode: null }, TODAY)).toBe(false);
  expect(appliesTo(weihai, { ...unit, kind: 'INDUSTRIAL_PARK' }, TODAY)).toBe(false);
  expect(appliesTo(weihai, unit, '2023-05-31')).toBe(false);
});

test('of a unit outside of its region a measure says that alone, by name; an unknown region is no other region', () => {
  const moved = assess(weihai, { ...unit, regionCode: '370202' }, good, TODAY);
  expect(moved).toMatchObject({ answer: 'NOT_ELIGIBLE', parts: [{ name: 'SCOPE', state: 'NOT_MET' }] });
  expect(moved.parts[0]?.why).toContain('370202');
  expect(assess(weihai, { ...unit, regionCode: null }, good, TODAY).answer).toBe('PENDING');
});

test('an assurance ends when both its grace and the promise to its recipients are over', () => {
  const days = { days: 30 };
  expect(assuranceEnds({ pendingSince: '2026-09-01', recheckBy: '2026-09-20' }, days)).toBe('2026-10-01');
  expect(assuranceEnds({ pendingSince: '2026-09-01', recheckBy: '2026-11-20' }, days)).toBe('2026-11-20');
  expect(assuranceEnds({ pendingSince: '2026-09-01', recheckBy: null }, days)).toBe('2026-10-01');
});

test('the grace is marked as a parameter of ours', () => {
  for (const { pendingGrace } of loadMeasures()) {
    expect(pendingGrace).toMatchObject({ mark: 'P', basis: expect.stringContaining('[P]') });
  }
});

test('a measure that would suppress complaint or arrears checks is refused', () => {
  expect(Measure.safeParse(weihai).success).toBe(true);
  expect(Measure.safeParse({ ...weihai, neverBlocks: ['SAFETY'] }).success).toBe(false);
});
