/** Where a listing stands by its papers alone: removal first, then the term, then what the law demands. */
import { missingSteps, type Papers, standingOf } from '../../src/sanctions/listing';
import { DOCUMENT } from './records';

const papers: Papers = {
  decision: {
    recordId: '1',
    present: true,
    corrected: false,
    documentNo: DOCUMENT,
    issuingBody: '威海市人力资源和社会保障局',
    ground: 'ART5_1',
    payOrderNo: '责令1',
    noticeServedOn: '2026-01-05',
    decidedOn: '2026-01-20',
    servedOn: '2026-01-22',
  },
  removals: [],
  payOrders: [{ documentNo: '责令1', limitOn: '2025-12-15', obeyed: false }],
};
const early = {
  recordId: '9',
  listingDocumentNo: DOCUMENT,
  kind: 'EARLY',
  decidedOn: '2026-08-01',
  removedOn: null,
} as const;

test('nothing is missing from whole papers', () => {
  expect(missingSteps(papers, '2026-01-22')).toEqual([]);
  expect(standingOf(papers, '2026-01-22').kind).toBe('LISTED');
  expect(standingOf(papers, '2026-01-21').kind).toBe('HELD');
});
test('a removal of another listing, or one from before the decision, removes nothing', () => {
  const others = [
    { ...early, listingDocumentNo: '别的' },
    { ...early, decidedOn: '2026-01-19' },
  ];
  expect(standingOf({ ...papers, removals: others }, '2026-09-01').kind).toBe('LISTED');
});
test('a removal counts even where the listing is held, absent or over', () => {
  const held = { ...papers.decision, servedOn: null, present: false };
  expect(standingOf({ ...papers, decision: held, removals: [early] }, '2035-01-01')).toMatchObject({
    kind: 'REMOVED_EARLY',
    onDate: '2026-08-01',
  });
});
test('29 February: three years end on 28 February', () => {
  const leap = {
    ...papers.decision,
    decidedOn: '2024-02-29',
    noticeServedOn: '2024-02-01',
    servedOn: '2024-03-01',
  };
  const order = [{ documentNo: '责令1', limitOn: '2024-01-15', obeyed: false }];
  expect(standingOf({ decision: leap, removals: [], payOrders: order }, '2027-02-28').kind).toBe('LISTED');
  expect(standingOf({ decision: leap, removals: [], payOrders: order }, '2027-03-01').kind).toBe(
    'REMOVED_EXPIRED',
  );
});

test('a listing whose term was over before it came is over', () => {
  const old = {
    ...papers.decision,
    decidedOn: '2022-01-20',
    noticeServedOn: '2022-01-05',
    servedOn: '2022-01-22',
  };
  expect(standingOf({ ...papers, decision: old }, '2026-09-01')).toMatchObject({
    kind: 'REMOVED_EXPIRED',
    onDate: '2025-01-20',
  });
});
