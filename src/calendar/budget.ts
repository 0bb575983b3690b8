/** A deadline as a budget with a ledger of suspensions: when it is due and what is left is worked out, never stored. */
import { type DeadlineRule, lastDay } from './deadlines';
import { addDays, type CalendarDate, daysBetween } from './gregorian';
import { HOLIDAY_NOTICES, type HolidayNotices } from './holiday-notices';
import { type Deadline, isPublished, isWorkingDay } from './working-days';

/** 中止、补正、鉴定、公告 …: days that are not counted, the first and the last included; null: it still lasts. */
export interface Suspension {
  readonly from: CalendarDate;
  readonly to: CalendarDate | null;
  readonly basis: string;
}

export interface Budget {
  readonly rule: DeadlineRule;
  /** The day of the event: it is not counted (民法典第二百零一条). */
  readonly startedOn: CalendarDate;
  readonly extended: boolean;
  readonly suspensions: readonly Suspension[];
}

export interface BudgetState {
  /** Null while it is suspended without an end. */
  readonly due: Deadline | null;
  /** Days still to come that count: working days where the rule counts those, else days of the calendar. */
  readonly left: number | null;
  readonly suspended: boolean;
  readonly overdue: boolean;
}

const suspensionOn = (date: CalendarDate, suspensions: readonly Suspension[]): Suspension | undefined =>
  suspensions.find(({ from, to }) => from <= date && (to === null || date <= to));

/** How many days the rule counts, before any is suspended. */
function daysCounted({ rule, startedOn, extended }: Budget, notices: HolidayNotices): number {
  return rule.unit === 'WORKING_DAY'
    ? rule.length + (extended ? (rule.extension ?? 0) : 0)
    : daysBetween(startedOn, lastDay({ ...rule, purpose: 'TERM' }, startedOn, { extended, notices }).date);
}

/** The last day, day by day; null where a suspension has no end yet. */
function walk(budget: Budget, notices: HolidayNotices): Deadline | null {
  const { rule, startedOn, suspensions } = budget;
  const working = rule.unit === 'WORKING_DAY';
  let left = daysCounted(budget, notices);
  let provisional = false;
  let date = startedOn;
  // What is to be done can be done on a working day that is not suspended.
  for (let ended = false; !ended; ) {
    date = addDays(date, 1);
    const suspension = suspensionOn(date, suspensions);
    if (suspension?.to === null) {
      return null;
    }
    const counts = suspension === undefined && (!working || isWorkingDay(date, notices));
    left -= counts ? 1 : 0;
    provisional ||= working && !isPublished(date, notices);
    ended = left <= 0 && counts && (rule.purpose === 'TERM' || isWorkingDay(date, notices));
  }
  return { date, provisional: provisional || (rule.purpose === 'ACT' && !isPublished(date, notices)) };
}

/** When it is due, by the suspensions and notices known now: asked again when either changes. */
export const dueOn = (budget: Budget, notices: HolidayNotices = HOLIDAY_NOTICES): Deadline | null =>
  budget.suspensions.length === 0
    ? lastDay(budget.rule, budget.startedOn, { extended: budget.extended, notices })
    : walk(budget, notices);

export function stateOn(
  budget: Budget,
  asOf: CalendarDate,
  notices: HolidayNotices = HOLIDAY_NOTICES,
): BudgetState {
  const due = dueOn(budget, notices);
  const suspended = suspensionOn(asOf, budget.suspensions) !== undefined;
  if (due === null) {
    return { due, left: null, suspended, overdue: false };
  }
  let left = 0;
  for (let date = addDays(asOf, 1); date <= due.date; date = addDays(date, 1)) {
    const free = suspensionOn(date, budget.suspensions) === undefined && date > budget.startedOn;
    left += free && (budget.rule.unit !== 'WORKING_DAY' || isWorkingDay(date, notices)) ? 1 : 0;
  }
  return { due, left, suspended, overdue: asOf > due.date };
}
