/** What the State Council's yearly notices say: days off and working weekends (调休). A new year is a new entry of the file. */
import { z } from 'zod';
import { HubError } from '../kernel/errors';
import { inputProblems } from '../kernel/input-problems';
import { type CalendarDate, isCalendarDate } from './gregorian';
import file from './holiday-notices.json';

const day = z.string().refine(isCalendarDate, '应为日期，如 2026-11-21');
const notices = z.array(
  z.strictObject({
    year: z.number().int(),
    notice: z.string().min(1),
    daysOff: z.array(day),
    workingWeekends: z.array(day),
  }),
);

export interface HolidayNotices {
  readonly published: ReadonlySet<number>;
  readonly daysOff: ReadonlySet<CalendarDate>;
  readonly workingWeekends: ReadonlySet<CalendarDate>;
}

/** Throws CATALOGUE_INVALID when an entry is not a notice. */
export function readHolidayNotices(content: unknown): HolidayNotices {
  const parsed = notices.safeParse(content);
  if (!parsed.success) {
    throw new HubError(
      'CATALOGUE_INVALID',
      `calendar/holiday-notices.json：${inputProblems(parsed.error.issues)}`,
    );
  }
  return {
    published: new Set(parsed.data.map(({ year }) => year)),
    daysOff: new Set(parsed.data.flatMap(({ daysOff }) => daysOff)),
    workingWeekends: new Set(parsed.data.flatMap(({ workingWeekends }) => workingWeekends)),
  };
}

export const HOLIDAY_NOTICES = readHolidayNotices(file);
