/** Deadlines as dated data: which length in which unit runs from which event, where and since when, by which article. */
import { z } from 'zod';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';
import rules from './deadline-rules.json';
import { addDays, type CalendarDate, isCalendarDate } from './gregorian';
import { HOLIDAY_NOTICES, type HolidayNotices } from './holiday-notices';
import { addMonths, addYears } from './months';
import { addWorkingDays, type Deadline, nextWorkingDay } from './working-days';

/** The region code under which a rule holds everywhere. */
export const NATIONAL = '000000';

const day = z.string().refine(isCalendarDate, '应为日期，如 2026-11-21');
const Rule = z.strictObject({
  id: z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)+$/),
  trigger: z.string().min(1),
  length: z.int().min(1),
  unit: z.enum(['WORKING_DAY', 'DAY', 'MONTH', 'YEAR']),
  /** ACT: something is to be done by its last day. TERM: something lasts, or must have lasted, so long. */
  purpose: z.enum(['ACT', 'TERM']),
  /** By how much it may be prolonged, in the same unit. */
  extension: z.int().min(1).nullable(),
  region: z.string().regex(/^\d{6}$/),
  from: day,
  until: day.nullable(),
  basis: z.string().min(1),
});
export type DeadlineRule = z.output<typeof Rule>;

/** Throws CATALOGUE_INVALID when an entry is no rule. */
export function readDeadlineRules(content: unknown): readonly DeadlineRule[] {
  const parsed = z.array(Rule).safeParse(content);
  if (!parsed.success) {
    throw new HubError(
      'CATALOGUE_INVALID',
      `calendar/deadline-rules.json：${inputProblems(parsed.error.issues)}`,
    );
  }
  return parsed.data;
}

export const DEADLINE_RULES = readDeadlineRules(rules);

const covers = ({ region }: DeadlineRule, place: string): boolean =>
  place.startsWith(region.replace(/(00)+$/, ''));

interface Wanted {
  readonly on: CalendarDate;
  readonly region?: string;
  readonly rules?: readonly DeadlineRule[];
}

/** The rule in force on a day in a place; a narrower region's goes before a wider one's. None: it refuses to guess. */
export function deadlineRule(
  id: string,
  { on, region = NATIONAL, rules = DEADLINE_RULES }: Wanted,
): DeadlineRule {
  const [rule] = rules
    .filter((one) => one.id === id && covers(one, region))
    .filter(({ from, until }) => from <= on && (until === null || on <= until))
    .sort((one, other) => other.region.localeCompare(one.region) || other.from.localeCompare(one.from));
  if (rule === undefined) {
    throw new HubError('NO_RULE_IN_FORCE', `${on} 在 ${region} 没有适用的期限规定 ${id}`);
  }
  return rule;
}

/**
 * The last day of the period: the day of the event is not counted (民法典第二百零一条), months and years end on the
 * same-numbered day (第二百零二条). Where something is to be done, a last day off moves to the next working day
 * (第二百零三条); what merely lasts is not made longer by a holiday, least of all a burden.
 */
export function lastDay(
  { length, unit, purpose, extension }: DeadlineRule,
  from: CalendarDate,
  { extended = false, notices = HOLIDAY_NOTICES }: { extended?: boolean; notices?: HolidayNotices } = {},
): Deadline {
  const size = extended ? length + (extension ?? 0) : length;
  if (unit === 'WORKING_DAY') {
    return addWorkingDays(from, size, notices);
  }
  const add = { DAY: addDays, MONTH: addMonths, YEAR: addYears }[unit];
  const end = add(from, size);
  return purpose === 'ACT' ? nextWorkingDay(end, notices) : { date: end, provisional: false };
}
