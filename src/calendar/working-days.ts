/** Working days with 调休: legal deadlines in working days are counted here and nowhere else. */
import { addDays, type CalendarDate, dateOfDay, dayNumber, weekdayOf } from './gregorian';
import { HOLIDAY_NOTICES, type HolidayNotices } from './holiday-notices';

/** A deadline day. `provisional`: it touches days whose holiday notice is not out; it must be recomputed then. */
export interface Deadline {
  readonly date: CalendarDate;
  readonly provisional: boolean;
}

/** Days off that the 放假办法 fixes by date; all that is known of a year before its notice. */
const FIXED_DAYS_OFF: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

export const isWorkingDay = (date: CalendarDate, notices: HolidayNotices = HOLIDAY_NOTICES): boolean =>
  works(date, dayNumber(date), notices);

function works(date: CalendarDate, number: number, notices: HolidayNotices): boolean {
  if (notices.workingWeekends.has(date)) {
    return true;
  }
  if (notices.daysOff.has(date) || weekdayOf(number) % 6 === 0) {
    return false;
  }
  return notices.published.has(Number(date.slice(0, 4))) || !FIXED_DAYS_OFF.has(date.slice(5));
}

/**
 * The last day of a period of `days` working days. The day on which it starts is not counted (民法典 201);
 * the result is a working day, so that a period never ends on a holiday (民法典 203).
 */
export function addWorkingDays(
  from: CalendarDate,
  days: number,
  notices: HolidayNotices = HOLIDAY_NOTICES,
): Deadline {
  if (!Number.isInteger(days) || days < 1) {
    throw new RangeError(`addWorkingDays: ${days} is not a number of working days ≥ 1`);
  }
  let date = from;
  let provisional = false;
  for (let left = days, number = dayNumber(from) + 1; left > 0; number += 1) {
    date = dateOfDay(number);
    provisional ||= !isPublished(date, notices);
    left -= works(date, number, notices) ? 1 : 0;
  }
  return { date, provisional };
}

/** A period in natural days, months or years that ends on a holiday ends on the next working day (民法典 203). */
export function nextWorkingDay(date: CalendarDate, notices: HolidayNotices = HOLIDAY_NOTICES): Deadline {
  let end = date;
  while (!isWorkingDay(end, notices)) {
    end = addDays(end, 1);
  }
  return { date: end, provisional: !isPublished(end, notices) };
}

/**
 * Are the days off around this one known? The last week of December belongs to the next year's notice too: New Year's
 * bridge may take days off it, or give it a working weekend.
 */
export function isPublished(date: CalendarDate, notices: HolidayNotices = HOLIDAY_NOTICES): boolean {
  const year = Number(date.slice(0, 4));
  return notices.published.has(year) && (date.slice(5) < '12-25' || notices.published.has(year + 1));
}
