/** Where a listing stands, from all that hrss delivered about it: the same answer in whatever order it arrived. */
import { listingTermEnd, ORDER_45_FROM } from '../agencies/hrss/listing-term';
import { deadlineRule, lastDay } from '../calendar/deadlines';
import { addDays } from '../calendar/gregorian';
import type { Deadline } from '../calendar/working-days';
import { isSameNumber } from '../kernel/comparable-text';

/** 拖欠农民工工资失信联合惩戒对象名单管理暂行办法. */
export const LAW = '拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人社部令第45号）';

export const GROUND_ARTICLES = { ART5_1: '第五条第一项', ART5_2: '第五条第二项' } as const;
export type Ground = keyof typeof GROUND_ARTICLES;

/** Reconsideration or lawsuit, told with the flag (第十八条). */
export const REMEDIES = '当事人对列入决定不服的，可以依法申请行政复议或者提起行政诉讼（第十八条）';

export interface DecisionPaper {
  readonly recordId: string;
  /** In the source's latest list. Absence alone concludes nothing: the record still says what it said. */
  readonly present: boolean;
  /** The record says something else now: the source corrected the number, the date or the employer. */
  readonly corrected: boolean;
  /** 个体工商户 are natural persons in law (民法典第五十四条). */
  readonly naturalPerson: boolean;
  readonly documentNo: string;
  readonly issuingBody: string;
  readonly ground: Ground;
  readonly payOrderNo: string | null;
  readonly noticeServedOn: string | null;
  readonly decidedOn: string;
  readonly servedOn: string | null;
  /** What the source said before and now leaves blank; the values above are those that it gave last. */
  readonly blanked: readonly BlankableField[];
}

/** What a source may fill in later, and so may come to be left out. */
export const BLANKABLE = {
  payOrderNo: '责令支付文书号',
  noticeServedOn: '告知送达日期',
  servedOn: '决定送达日期',
} as const;
export type BlankableField = keyof typeof BLANKABLE;

/** As its record says now: a removal that the source took back or gave another number ends nothing. */
export interface RemovalPaper {
  readonly recordId: string;
  readonly listingDocumentNo: string;
  readonly kind: 'EXPIRED' | 'EARLY' | 'ANNULLED';
  readonly decidedOn: string;
}

/** As its record says now, but for `lapsed`: paying later does not undo that the order was not obeyed in time. */
export interface PayOrderPaper {
  readonly documentNo: string;
  readonly issuedOn: string;
  readonly limitOn: string;
  /** Some version with this number and this limit said, after the limit, that it was not obeyed. */
  readonly lapsed: boolean;
}

export interface AnnulmentPaper {
  readonly documentNo: string;
  readonly annulledOn: string;
}

export interface Papers {
  readonly decision: DecisionPaper;
  readonly removals: readonly RemovalPaper[];
  readonly payOrders: readonly PayOrderPaper[];
  /** Of inspection decisions of any kind; an order to pay is one by its number. */
  readonly annulments: readonly AnnulmentPaper[];
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
  /** The next day on which time alone may change it. */
  readonly lookAgainOn: string | null;
}

/** Until the end of which day the unit may object (第六条); null: no notice came before the decision. */
const objectionWindow = ({ noticeServedOn, decidedOn }: DecisionPaper): Deadline | null =>
  noticeServedOn === null || noticeServedOn < ORDER_45_FROM || noticeServedOn > decidedOn
    ? null
    : lastDay(deadlineRule('O45-OBJ', { on: noticeServedOn }), noticeServedOn);

/** No decision before the window has closed; where its year's holidays are not known yet, nobody can say so. */
function objectionProblem(decision: DecisionPaper): string | null {
  const window = objectionWindow(decision);
  if (window === null) {
    return '第六条：没有决定前送达的事先告知';
  }
  if (decision.decidedOn <= window.date) {
    return `第六条：异议期至 ${window.date} 届满，决定作于 ${decision.decidedOn}`;
  }
  return window.provisional ? '第六条：异议期跨入尚未载入节假日安排的年份，待核' : null;
}

/** Issued, then not obeyed until its limit, and only then the decision (第五条): in this order, or it is no ground. */
function payOrderProblem({ decision, payOrders, annulments }: Papers, today: string): string | null {
  const { payOrderNo, decidedOn } = decision;
  const isGround = ({ documentNo }: { readonly documentNo: string }): boolean =>
    payOrderNo !== null && isSameNumber(documentNo, payOrderNo);
  if (annulments.some((paper) => isGround(paper) && paper.annulledOn <= today)) {
    return '第十六条：所依据的责令限期支付文书已被撤销，列入决定应予撤销';
  }
  const lapsed = payOrders.some(
    (order) =>
      isGround(order) && order.lapsed && order.issuedOn <= order.limitOn && order.limitOn < decidedOn,
  );
  return lapsed ? null : '第五条：没有在列入决定以前作出、期限届满仍未履行的责令限期支付文书';
}

/** What the law demands before a listing may be relied on, and this one lacks; each by its article. */
export function missingSteps(papers: Papers, today: string): string[] {
  const { decidedOn, servedOn, naturalPerson } = papers.decision;
  const served = servedOn !== null && servedOn <= today && servedOn >= decidedOn;
  return [
    payOrderProblem(papers, today),
    objectionProblem(papers.decision),
    served ? null : '第八条：决定没有送达',
    decidedOn < ORDER_45_FROM ? `第二十条：决定早于本办法施行（${ORDER_45_FROM}）` : null,
    naturalPerson ? '个体工商户属于自然人（民法典第五十四条），涉及自然人的列入不对外推送' : null,
  ].filter((problem) => problem !== null);
}

/** Removals decided on or after the day of the decision, the earliest first: a newer decision stands. */
const removalsOf = ({ decision, removals }: Papers): RemovalPaper[] =>
  removals
    .filter(
      ({ listingDocumentNo, decidedOn }) =>
        isSameNumber(listingDocumentNo, decision.documentNo) && decidedOn >= decision.decidedOn,
    )
    .sort(
      (one, other) =>
        one.decidedOn.localeCompare(other.decidedOn) || one.recordId.localeCompare(other.recordId),
    );

/** Days still to come on which something of the papers takes effect. */
function daysAhead(papers: Papers, today: string): string[] {
  const { decision, annulments } = papers;
  return [
    ...removalsOf(papers).map(({ decidedOn }) => decidedOn),
    ...annulments.map(({ annulledOn }) => annulledOn),
    ...(decision.servedOn === null ? [] : [decision.servedOn]),
    ...(objectionWindow(decision)?.provisional ? [addDays(today, 1)] : []),
    addDays(listingTermEnd(decision.decidedOn), 1),
  ]
    .filter((day) => day > today)
    .sort();
}

/**
 * A removal outranks everything from the day on which it was decided, however late or often the listing is delivered
 * again; then the end of the term; then what is missing; and only a complete, current record is LISTED. One that is
 * absent, or has been left blank where it was filled in, is UNCONFIRMED: from what is not said nothing is concluded.
 */
export function standingOf(papers: Papers, today: string): Standing {
  const { decision } = papers;
  const end = listingTermEnd(decision.decidedOn);
  const [removal] = removalsOf(papers).filter(({ decidedOn }) => decidedOn <= today);
  if (removal !== undefined) {
    const { kind, recordId } = removal;
    const onDate = removal.decidedOn < end ? removal.decidedOn : end;
    return { kind: `REMOVED_${kind}`, onDate, reason: '移出决定', recordId, lookAgainOn: null };
  }
  if (end < today) {
    const reason = '第十一条：列入期限届满';
    return { kind: 'REMOVED_EXPIRED', onDate: end, reason, recordId: null, lookAgainOn: null };
  }
  const { recordId, decidedOn } = decision;
  const later = { recordId, lookAgainOn: daysAhead(papers, today)[0] ?? null };
  const missing = decision.corrected
    ? ['现有记录不再载明该单位的这一决定（数据源已更正，或者匹配已撤回）']
    : missingSteps(papers, today);
  if (missing.length > 0) {
    return { kind: 'HELD', onDate: decidedOn, reason: missing.join('；'), ...later };
  }
  const doubts = [
    ...(decision.present ? [] : ['已不在数据源的名单中，未见移出文书']),
    ...decision.blanked.map((field) => `数据源不再载明${BLANKABLE[field]}，未见更正文书`),
  ];
  return doubts.length === 0
    ? { kind: 'LISTED', onDate: decidedOn, reason: GROUND_ARTICLES[decision.ground], ...later }
    : { kind: 'UNCONFIRMED', onDate: today, reason: doubts.join('；'), ...later };
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
