/** How long a listing of Order 45 lasts. Pure. */
import { type DeadlineRule, deadlineRule, lastDay } from '../../calendar/deadlines';

/** 拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人社部令第45号）第二十条. */
export const ORDER_45_FROM = '2022-01-01';

/** A decision from before the order was in force is judged by its first version. */
export const listingTerm = (decidedOn: string): DeadlineRule =>
  deadlineRule('O45-TERM', { on: decidedOn < ORDER_45_FROM ? ORDER_45_FROM : decidedOn });

/**
 * The last day of a listing, itself included: three years from the decision (第十一条), whose own day is not counted,
 * so that they end at the end of the same-numbered day (民法典第二百零一条、第二百零二条). A holiday makes no burden longer.
 */
export const listingTermEnd = (decidedOn: string): string => lastDay(listingTerm(decidedOn), decidedOn).date;
