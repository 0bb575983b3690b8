/** Where a listing stands, from all that hrss delivered about it: the same answer in whatever order it arrived. */
import { addYears } from '../calendar/months';

/** 拖欠农民工工资失信联合惩戒对象名单管理暂行办法. */
export const LAW = '拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人社部令第45号）';
/** Three years from the day of the decision (第十一条). */
export const TERM_YEARS = 3;

export const GROUND_ARTICLES = { ART5_1: '第五条第一项', ART5_2: '第五条第二项' } as const;
export type Ground = keyof typeof GROUND_ARTICLES;

/** Reconsideration or lawsuit, told with the flag (第十八条). */
export const REMEDIES = '当事人对列入决定不服的，可以依法申请行政复议或者提起行政诉讼（第十八条）';

export interface DecisionPaper {
  readonly recordId: string;
  /** In the source's latest list. */
  readonly present: boolean;
  /** No current record says this any more: the source corrected the number or the date. */
  readonly corrected: boolean;
  readonly documentNo: string;
  readonly issuingBody: string;
  readonly ground: Ground;
  readonly payOrderNo: string | null;
  readonly noticeServedOn: string | null;
  readonly decidedOn: string;
  readonly servedOn: string | null;
}

export interface RemovalPaper {
  readonly recordId: string;
  readonly listingDocumentNo: string;
  readonly kind: 'EXPIRED' | 'EARLY' | 'ANNULLED';
  readonly decidedOn: string;
  readonly removedOn: string | null;
}

/** Every version that was ever delivered: paying later does not undo that the order had lapsed. */
export interface PayOrderPaper {
  readonly documentNo: string;
  readonly limitOn: string;
  readonly obeyed: boolean | null;
}

export interface Papers {
  readonly decision: DecisionPaper;
  readonly removals: readonly RemovalPaper[];
  readonly payOrders: readonly PayOrderPaper[];
}

export type ListingKind =
  | 'LISTED'
  | 'HELD'
  | 'UNCONFIRMED'
  | 'REMOVED_EXPIRED'
  | 'REMOVED_EARLY'
  | 'REMOVED_ANNULLED';

export interface Standing {
  readonly kind: ListingKind;
  readonly onDate: string;
  /** HELD: what is missing, by article. */
  readonly reason: string;
  readonly recordId: string | null;
}

export const effectiveEnd = (decidedOn: string): string => addYears(decidedOn, TERM_YEARS);

/** What the law demands before a listing may be relied on, and this one lacks; each by its article. */
export function missingSteps({ decision, payOrders }: Papers, today: string): string[] {
  const { decidedOn, servedOn, noticeServedOn, payOrderNo } = decision;
  const order = payOrders.filter(({ documentNo }) => payOrderNo !== null && documentNo === payOrderNo);
  const lapsed = order.some(({ limitOn, obeyed }) => obeyed === false && limitOn < decidedOn);
  const served = servedOn !== null && servedOn <= today && servedOn >= decidedOn;
  const noticed = noticeServedOn !== null && noticeServedOn <= decidedOn;
  return [
    ...(lapsed ? [] : ['第五条：没有期限届满仍未履行的责令限期支付文书']),
    ...(noticed ? [] : ['第六条：没有决定前送达的事先告知']),
    ...(served ? [] : ['第八条：决定没有送达']),
  ];
}

/** A removal made on or after the day of the decision; of several the earliest. */
function removalOf({ decision, removals }: Papers): RemovalPaper | null {
  const own = removals.filter(
    ({ listingDocumentNo, decidedOn }) =>
      listingDocumentNo === decision.documentNo && decidedOn >= decision.decidedOn,
  );
  return (
    own.sort(
      (one, other) =>
        one.decidedOn.localeCompare(other.decidedOn) || one.recordId.localeCompare(other.recordId),
    )[0] ?? null
  );
}

/**
 * A removal outranks everything, however late or often the listing is delivered again; then the end of the term; then
 * what is missing; and only a complete, current record is LISTED. An absent one is UNCONFIRMED: nothing is concluded.
 */
export function standingOf(papers: Papers, today: string): Standing {
  const { decision } = papers;
  const removal = removalOf(papers);
  if (removal !== null) {
    const onDate = removal.removedOn ?? removal.decidedOn;
    return { kind: `REMOVED_${removal.kind}`, onDate, reason: '移出决定', recordId: removal.recordId };
  }
  const end = effectiveEnd(decision.decidedOn);
  if (end < today) {
    return { kind: 'REMOVED_EXPIRED', onDate: end, reason: '第十一条：列入期限届满', recordId: null };
  }
  const { recordId, decidedOn } = decision;
  const missing = decision.corrected ? ['数据源已更正：现有记录不再载明该决定'] : missingSteps(papers, today);
  if (missing.length > 0) {
    return { kind: 'HELD', onDate: decidedOn, reason: missing.join('；'), recordId };
  }
  return decision.present
    ? { kind: 'LISTED', onDate: decidedOn, reason: GROUND_ARTICLES[decision.ground], recordId }
    : { kind: 'UNCONFIRMED', onDate: today, reason: '已不在数据源的名单中，未见移出文书', recordId };
}

/** What a standing means for the flag: raised, ended, or left as it is. */
export function flagEffect(kind: ListingKind): 'ACTIVE' | 'WITHDRAWN' | 'NONE' {
  switch (kind) {
    case 'LISTED':
      return 'ACTIVE';
    case 'UNCONFIRMED':
      return 'NONE';
    case 'HELD':
    case 'REMOVED_EXPIRED':
    case 'REMOVED_EARLY':
    case 'REMOVED_ANNULLED':
      return 'WITHDRAWN';
    default:
      return kind satisfies never;
  }
}
