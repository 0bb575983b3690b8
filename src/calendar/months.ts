/** The only place that adds months and years, by 民法典 201–202: the same-numbered day, or the month's last if there is none. */
import { addDays, type CalendarDate, dayNumber } from './gregorian';

/** The day `months` later; 2026-08-31 + 6 → 2027-02-28 (民法典 202). */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  dayNumber(date);
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  const first = `${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1, 2)}-01`;
  return addDays(first, Math.min(day, daysInMonth(first)) - 1);
}

/** The day `years` later; 2024-02-29 + 3 → 2027-02-28 (民法典 202). */
export const addYears = (date: CalendarDate, years: number): CalendarDate => addMonths(date, years * 12);

/** Whole months that have passed from one date to a later one (negative dates: -1). */
export function monthsBetween(from: CalendarDate, to: CalendarDate): number {
  if (dayNumber(to) < dayNumber(from)) {
    return -1;
  }
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  const months = (toYear - fromYear) * 12 + (toMonth - fromMonth);
  return addMonths(from, months) <= to ? months : months - 1;
}

function daysInMonth(first: CalendarDate): number {
  const [year = 0, month = 0] = first.split('-').map(Number);
  const next = month === 12 ? `${pad(year + 1, 4)}-01-01` : `${pad(year, 4)}-${pad(month + 1, 2)}-01`;
  return dayNumber(next) - dayNumber(first);
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
