/** From records to facts: what counts on a day, and what a feed that is not fresh leaves unknown. */
import { FACTS } from '../../src/agencies/fact-registry';
import type { FeedRow } from '../../src/agencies/feed-state';
import type { AgencyRecord } from '../../src/agencies/record';
import { AGENCIES } from '../../src/agencies/registry';
import { AS_OF, contract, factOf, type Given, review, state, told, unit } from './on-file';

const CODE = '91371002MA3C000018';

test('every fact is named once, rests on feeds that exist, and is told in both languages', () => {
  const feeds = new Set<string>(
    AGENCIES.flatMap(({ body, recordTypes }) => recordTypes.map(({ name }) => `${body}/${name}`)),
  );
  const total = AGENCIES.length;
  expect(total).toBe(5);
  for (const { name, about, feeds: rests } of FACTS.values()) {
    expect(about.zh).toMatch(/[一-鿿]/);
    expect([name, rests.filter((feed) => !feeds.has(feed))]).toEqual([name, []]);
  }
});

describe('a feed', () => {
  const given: Given = { 'union/UNION_UNIT': [{ establishedOn: '2020-01-01', members: 10 }] };
  const withFeed = (row: FeedRow | null, asOf = AS_OF) =>
    factOf('unionExists', unit(given), asOf, new Map([['union/UNION_UNIT', state(row, asOf)]]));
  test.each([
    ['never delivered', null, 'FEED_NEVER_DELIVERED'],
    ['never completed', { completeAsOf: null, heldBatchId: null }, 'FEED_NEVER_DELIVERED'],
    ['a day too old', { completeAsOf: '2026-11-04', heldBatchId: null }, 'FEED_LATE'],
    ['held for an officer, though fresh', { completeAsOf: '2026-11-20', heldBatchId: '9' }, 'FEED_HELD'],
  ] as const)('%s leaves the fact unknown, whatever is on file', (_what, row, cause) => {
    expect(withFeed(row)).toEqual({ known: false, cause, feed: 'union/UNION_UNIT', ask: 'union' });
  });
  test('just fresh enough: the fact is known, with its record and its day', () => {
    expect(withFeed({ completeAsOf: '2026-11-05', heldBatchId: null })).toMatchObject({
      known: true,
      value: true,
      asOf: '2026-11-05',
    });
  });
  test('absence is known only where the feed is fresh', () => {
    expect(told('unionExists', {})).toBe(false);
    expect(factOf('unionExists', unit({}), AS_OF, new Map())).toMatchObject({
      known: false,
      cause: 'FEED_NEVER_DELIVERED',
    });
  });
});

describe('the union exists', () => {
  const at = (asOf: string) =>
    told(
      'unionExists',
      { 'union/UNION_UNIT': [{ establishedOn: '2026-01-10', dissolvedOn: '2026-09-01', members: 5 }] },
      asOf,
    );
  test('from its founding to the day before it was dissolved', () => {
    expect([at('2026-01-09'), at('2026-01-10'), at('2026-08-31'), at('2026-09-01')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('a decision is a breach while it stands', () => {
  const decision = {
    documentNo: '1',
    kind: 'PENALTY',
    matter: 'HOURS',
    decidedOn: '2026-03-01',
    servedOn: '2026-03-05',
    annulledOn: null,
  };
  const on = (data: object, asOf = AS_OF) =>
    told('lastWomenHoursDecisionOn', { 'hrss/INSPECTION_DECISION': [{ ...decision, ...data }] }, asOf);
  test('served', () => expect(on({})).toBe('2026-03-01'));
  test('not served: nothing', () => expect(on({ servedOn: null })).toBe(''));
  test('not yet served on the day asked', () => expect(on({}, '2026-03-04')).toBe(''));
  test('annulled', () => expect(on({ annulledOn: '2026-05-01' })).toBe(''));
  test('annulled only later', () =>
    expect(on({ annulledOn: '2026-05-01' }, '2026-04-30')).toBe('2026-03-01'));
  test('another matter', () => {
    expect(on({ matter: 'WAGES' })).toBe('');
    expect(
      told('lastBreachDecisionOn', { 'hrss/INSPECTION_DECISION': [{ ...decision, matter: 'WAGES' }] }),
    ).toBe('2026-03-01');
  });
});

describe('the wage contract', () => {
  const inForce = (data: object, asOf = AS_OF) =>
    told('wageContractInForce', { 'union/COLLECTIVE_CONTRACT': [{ ...contract, ...data }] }, asOf);
  test('is in force from its first to its last day', () => {
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => inForce({}, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  test('does not count when it leaves out wages', () => expect(inForce({ coversWages: false })).toBe(false));
  test('regional: counts for the firms it names, and for no other', () => {
    expect(inForce({ scope: 'REGIONAL', covers: [CODE] })).toBe(true);
    expect(inForce({ scope: 'REGIONAL', covers: ['91371002MA3C000026'] })).toBe(false);
  });
  const reviewed = (reviews: readonly object[], asOf = AS_OF) =>
    told(
      'contractReview',
      { 'union/COLLECTIVE_CONTRACT': [contract], 'hrss/CONTRACT_REVIEW': reviews as AgencyRecord['data'][] },
      asOf,
    );
  test('is reviewed under its own number', () => {
    expect(reviewed([review])).toBe('UNANSWERED');
    expect(reviewed([{ ...review, reviewedOn: '2026-01-10', result: 'OBJECTION' }])).toBe('OBJECTION');
    expect(reviewed([{ ...review, contractNo: 'C2' }])).toBe('NOT_RECEIVED');
    expect(reviewed([{ ...review, reviewedOn: '2026-01-10', result: 'OBJECTION' }], '2026-01-09')).toBe(
      'UNANSWERED',
    );
    expect(reviewed([review], '2027-01-01')).toBe('NO_CONTRACT');
  });
});

describe('the list of wage arrears', () => {
  const listing = {
    documentNo: 'L1',
    personRole: 'EMPLOYER',
    decidedOn: '2026-02-01',
    servedOn: '2026-02-03',
    expectedRemovalOn: '2029-01-31',
  };
  const listed = (given: Given, asOf = AS_OF) => told('listedForArrears', given, asOf);
  test('from service to the end of its term, whatever end the source expects', () => {
    const given = { 'hrss/LISTING_DECISION': [listing] } as Given;
    expect(['2026-02-02', '2026-02-03', '2029-02-01', '2029-02-02'].map((day) => listed(given, day))).toEqual(
      [false, true, true, false],
    );
  });
  test('of a decision without a day of service nobody knows; served on a day to come it is none yet', () => {
    const served = (servedOn: string | null) =>
      listed({ 'hrss/LISTING_DECISION': [{ ...listing, servedOn }] });
    expect([served(null), served('2099-01-01')]).toEqual(['VALUE_NOT_GIVEN', false]);
  });
  test('a removal ends it, a person named beside the employer does not begin it', () => {
    const removal = {
      documentNo: 'R1',
      listingDocumentNo: 'L1',
      kind: 'EARLY',
      decidedOn: '2026-08-01',
      removedOn: '2026-08-02',
    };
    expect(listed({ 'hrss/LISTING_DECISION': [listing], 'hrss/LISTING_REMOVAL': [removal] })).toBe(false);
    expect(
      listed({ 'hrss/LISTING_DECISION': [listing], 'hrss/LISTING_REMOVAL': [removal] }, '2026-07-31'),
    ).toBe(true);
    const numbered = (documentNo: string, listingDocumentNo: string) =>
      listed({
        'hrss/LISTING_DECISION': [{ ...listing, documentNo }],
        'hrss/LISTING_REMOVAL': [{ ...removal, listingDocumentNo }],
      });
    expect(numbered('列〔2026〕1号', '列[2026] 1号')).toBe(false);
    expect(numbered('列〔2026〕1号', '列[2026]11号')).toBe(true);
    expect(listed({ 'hrss/LISTING_DECISION': [{ ...listing, personRole: 'LEGAL_REPRESENTATIVE' }] })).toBe(
      false,
    );
  });
});

test('the grade is the one valid on the day, never the one of the calendar year', () => {
  const grades = [
    {
      evaluatedYear: 2024,
      grade: 'A',
      publishedOn: '2025-07-15',
      validFrom: '2025-07-15',
      validTo: '2026-08-31',
    },
    {
      evaluatedYear: 2025,
      grade: 'C',
      publishedOn: '2026-07-15',
      validFrom: '2026-07-15',
      validTo: '2027-08-31',
    },
  ];
  const at = (asOf: string) => told('integrityGrade', { 'hrss/INTEGRITY_GRADE': grades }, asOf);
  expect(['2025-07-14', '2025-07-15', '2026-07-14', '2026-07-15', '2027-09-01'].map(at)).toEqual([
    'NONE',
    'A',
    'A',
    'C',
    'NONE',
  ]);
});

test('a unit without a social-insurance record: its size and form are unknown, not zero', () => {
  expect(told('insuredCount', {})).toBe('VALUE_NOT_GIVEN');
  expect(told('isCompany', {})).toBe('VALUE_NOT_GIVEN');
  expect(told('isCompany', { 'hrss/SOCIAL_INSURANCE': [{ insuredCount: 3 }] })).toBe(true);
});
