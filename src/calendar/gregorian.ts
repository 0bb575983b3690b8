/** Plain calendar dates as text (`YYYY-MM-DD`) and day numbers: arithmetic that no time zone can touch. */

/** A day as text, e.g. `2026-11-21`. */
export type CalendarDate = string;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY = 86_400_000;

/** Days since 1970-01-01. Throws a RangeError on text that is no day of the calendar. */
export function dayNumber(date: CalendarDate): number {
  const match = PATTERN.exec(date);
  const instant = match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : Number.NaN;
  if (Number.isNaN(instant) || textOf(instant) !== date) {
    throw new RangeError(`"${date}" is not a day of the calendar (YYYY-MM-DD)`);
  }
  return instant / DAY;
}

export function dateOfDay(number: number): CalendarDate {
  return textOf(number * DAY);
}

export function isCalendarDate(text: string): boolean {
  const match = PATTERN.exec(text);
  return (
    match !== null && textOf(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))) === text
  );
}

export const addDays = (date: CalendarDate, days: number): CalendarDate => dateOfDay(dayNumber(date) + days);

/** Days from one date to a later one; negative when `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => dayNumber(to) - dayNumber(from);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (number: number): number => (((number + 4) % 7) + 7) % 7;

const textOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
