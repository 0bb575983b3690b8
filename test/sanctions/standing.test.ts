/** Where a listing stands by its papers alone: removal first, then the term, then what the law demands. */
import { listingTermEnd } from '../../src/agencies/hrss/listing-term';
import { lastDay } from '../../src/calendar/deadlines';
import { addDays } from '../../src/calendar/gregorian';
import {
  type DecisionPaper,
  missingSteps,
  type Papers,
  type RemovalPaper,
  standingOf,
} from '../../src/sanctions/listing';
import { DOCUMENT } from './records';

const papers: Papers = {
  decision: {
    recordId: '1',
    present: true,
    corrected: false,
    naturalPerson: false,
    documentNo: DOCUMENT,
    issuingBody: '威海市人力资源和社会保障局',
    ground: 'ART5_1',
    payOrderNo: '责令1',
    noticeServedOn: '2026-01-05',
    decidedOn: '2026-01-20',
    servedOn: '2026-01-22',
    blanked: [],
  },
  removals: [],
  payOrders: [{ documentNo: '责令1', issuedOn: '2025-12-01', limitOn: '2025-12-15', lapsed: true }],
  annulments: [],
};
const early: RemovalPaper = {
  recordId: '9',
  listingDocumentNo: DOCUMENT,
  kind: 'EARLY',
  decidedOn: '2026-08-01',
};
const decided = (more: Partial<DecisionPaper>, rest: Partial<Papers> = {}): Papers => ({
  ...papers,
  ...rest,
  decision: { ...papers.decision, ...more },
});
const kindOn = (given: Papers, day: string) => standingOf(given, day).kind;

test('nothing is missing from whole papers', () => {
  expect(missingSteps(papers, '2026-01-22')).toEqual([]);
  expect(kindOn(papers, '2026-01-22')).toBe('LISTED');
  expect(kindOn(papers, '2026-01-21')).toBe('HELD');
});

describe('removal', () => {
  test('of another listing, or from before the decision: removes nothing', () => {
    const others = [
      { ...early, listingDocumentNo: '别的' },
      { ...early, decidedOn: '2026-01-19' },
    ];
    expect(kindOn({ ...papers, removals: others }, '2026-09-01')).toBe('LISTED');
  });

  test('counts even where the listing is held, absent or over', () => {
    const held = decided({ servedOn: null, present: false }, { removals: [early] });
    expect(standingOf(held, '2035-01-01')).toMatchObject({ kind: 'REMOVED_EARLY', onDate: '2026-08-01' });
  });

  test('takes effect on its day, and not before', () => {
    const later = { ...papers, removals: [early] };
    expect(standingOf(later, '2026-07-31')).toMatchObject({ kind: 'LISTED', lookAgainOn: '2026-08-01' });
    expect(kindOn(later, '2026-08-01')).toBe('REMOVED_EARLY');
  });

  test('written after the term was over: the listing ended with its term all the same', () => {
    const late: RemovalPaper = { ...early, kind: 'EXPIRED', decidedOn: '2029-01-30' };
    expect(standingOf({ ...papers, removals: [late] }, '2029-02-01').onDate).toBe('2029-01-20');
  });

  test('of an early removal revoked: the decision that is newer than the removal stands (art 15)', () => {
    const restored = { decidedOn: '2026-08-20', servedOn: '2026-08-21', noticeServedOn: '2026-08-05' };
    expect(kindOn(decided(restored, { removals: [early] }), '2026-09-01')).toBe('LISTED');
  });
});

describe('order to pay (art 5)', () => {
  const rests = (issuedOn: string, limitOn: string) =>
    standingOf(
      decided({}, { payOrders: [{ documentNo: '责令1', issuedOn, limitOn, lapsed: true }] }),
      '2026-09-01',
    );

  test.each([
    [
      'issued on the last day of its own limit, over before the decision',
      '2026-01-19',
      '2026-01-19',
      'LISTED',
    ],
    ['issued after its own limit', '2026-01-10', '2026-01-09', 'HELD'],
    ['issued after the decision', '2026-02-10', '2025-12-15', 'HELD'],
    ['its limit ends with the day of the decision', '2026-01-02', '2026-01-20', 'HELD'],
  ])('%s', (_name, issuedOn, limitOn, kind) => {
    expect(rests(issuedOn, limitOn).kind).toBe(kind);
    expect(rests(issuedOn, limitOn).reason).toContain('第五条');
  });
});

describe('a number is one number however it is written', () => {
  const spelled = [
    '威人社监列字[2026]1号',
    '威人社监列字【２０２６】 1号',
    '威人社监列字（2026）1号',
    '威人社监列字〖2026〗1 号',
  ];

  test.each(spelled)('a removal of %s ends the listing', (listingDocumentNo) => {
    expect(kindOn({ ...papers, removals: [{ ...early, listingDocumentNo }] }, '2026-09-01')).toBe(
      'REMOVED_EARLY',
    );
  });

  test('so does the order to pay, obeyed by nobody or annulled', () => {
    const given = decided({ payOrderNo: '威人社责〔2025〕a7号' });
    const payOrders = [{ ...papers.payOrders[0], documentNo: '威人社责(2025)A7号' }] as Papers['payOrders'];
    const annulments = [{ documentNo: '威人社责[2025]A7号', annulledOn: '2026-06-01' }];
    expect(kindOn({ ...given, payOrders }, '2026-09-01')).toBe('LISTED');
    expect(standingOf({ ...given, payOrders, annulments }, '2026-09-01').reason).toContain('第十六条');
  });

  test('and another number is another', () => {
    const removals = [{ ...early, listingDocumentNo: '威人社监列字[2026]11号' }];
    expect(kindOn({ ...papers, removals }, '2026-09-01')).toBe('LISTED');
  });
});

describe('term', () => {
  const leap = decided(
    { decidedOn: '2024-02-29', noticeServedOn: '2024-02-01', servedOn: '2024-03-01' },
    { payOrders: [{ documentNo: '责令1', issuedOn: '2024-01-02', limitOn: '2024-01-15', lapsed: true }] },
  );

  test('29 February: three years end with 28 February', () => {
    expect(kindOn(leap, '2027-02-28')).toBe('LISTED');
    expect(standingOf(leap, '2027-03-01')).toMatchObject({ kind: 'REMOVED_EXPIRED', onDate: '2027-02-28' });
  });

  test('a term over before it came is over', () => {
    const old = decided({ decidedOn: '2022-01-20', noticeServedOn: '2022-01-05', servedOn: '2022-01-22' });
    expect(standingOf(old, '2026-09-01')).toMatchObject({ kind: 'REMOVED_EXPIRED', onDate: '2025-01-20' });
  });

  test('a last day that is a holiday makes it no longer', () => {
    expect(listingTermEnd('2023-10-01')).toBe('2026-10-01');
  });
});

describe('objection window (art 6)', () => {
  test.each([
    ['2026-01-05', '2026-01-12'],
    ['2026-02-12', '2026-02-26'],
    ['2026-04-30', '2026-05-11'],
    ['2026-09-24', '2026-10-09'],
  ])('notice on %s: a decision up to %s is held, the next day is not', (noticeServedOn, last) => {
    const on = (decidedOn: string) =>
      standingOf(decided({ noticeServedOn, decidedOn, servedOn: decidedOn }), '2026-11-21');
    expect(on(last)).toMatchObject({ kind: 'HELD' });
    expect(on(last).reason).toContain(`第六条：异议期至 ${last} 届满`);
    expect(on(addDays(last, 1)).kind).toBe('LISTED');
  });

  test('where it reaches a year whose holidays are not known it is held, and looked at again every day', () => {
    const given = decided({ noticeServedOn: '2026-12-28', decidedOn: '2027-01-29', servedOn: '2027-01-29' });
    const standing = standingOf(given, '2027-02-01');
    expect(standing).toMatchObject({ kind: 'HELD', lookAgainOn: '2027-02-02' });
    expect(standing.reason).toContain('待核');
  });
});

describe('what else the law demands', () => {
  test('an order to pay that was annulled obliges to revoke (art 16), from the day of its annulment', () => {
    const annulled = { ...papers, annulments: [{ documentNo: '责令1', annulledOn: '2026-06-01' }] };
    expect(standingOf(annulled, '2026-05-31')).toMatchObject({ kind: 'LISTED', lookAgainOn: '2026-06-01' });
    expect(standingOf(annulled, '2026-06-01')).toMatchObject({ kind: 'HELD' });
    expect(standingOf(annulled, '2026-06-01').reason).toContain('第十六条');
    const other = { ...papers, annulments: [{ documentNo: '别的', annulledOn: '2026-06-01' }] };
    expect(kindOn(other, '2026-06-01')).toBe('LISTED');
  });

  test('a self-employed person is a natural person: held, with the reason', () => {
    expect(standingOf(decided({ naturalPerson: true }), '2026-02-01')).toMatchObject({ kind: 'HELD' });
    expect(standingOf(decided({ naturalPerson: true }), '2026-02-01').reason).toContain('个体工商户');
  });

  test('a decision from before the rule applied is never relied on', () => {
    const old = decided({ decidedOn: '2021-12-30', noticeServedOn: '2021-12-01', servedOn: '2021-12-31' });
    expect(standingOf(old, '2022-02-01').reason).toContain('第二十条');
  });

  test('service still to come is looked at again on its day', () => {
    expect(standingOf(decided({ servedOn: '2026-03-02' }), '2026-03-01')).toMatchObject({
      kind: 'HELD',
      lookAgainOn: '2026-03-02',
    });
  });
});

test('what lasts is not moved by a holiday, what is to be done is', () => {
  const rule = {
    id: 'X-Y',
    trigger: 't',
    length: 1,
    unit: 'MONTH',
    purpose: 'ACT',
    extension: 1,
    region: '000000',
    from: '2022-01-01',
    until: null,
    basis: 'b',
  } as const;
  expect(lastDay(rule, '2026-09-01')).toEqual({ date: '2026-10-08', provisional: false });
  expect(lastDay({ ...rule, purpose: 'TERM' }, '2026-09-01').date).toBe('2026-10-01');
  expect(lastDay(rule, '2026-09-01', { extended: true }).date).toBe('2026-11-02');
});
