/** Civil days as integers (days since 1970-01-01): cheap arithmetic, two printed forms, no time zone. */

export type Day = number;

const MS = 86_400_000;
const printed = new Map<Day, string>();

export function dayOf(text: string): Day {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(time) || isoOf(time / MS) !== text) {
    throw new Error(`not a date: ${text}`);
  }
  return time / MS;
}

function isoOf(day: Day): string {
  return new Date(day * MS).toISOString().slice(0, 10);
}

/** `2026-11-20` */
export function iso(day: Day): string {
  let text = printed.get(day);
  if (text === undefined) {
    text = isoOf(day);
    printed.set(day, text);
  }
  return text;
}

/** `20261120`, as 人社 prints it. */
export function compact(day: Day): string {
  const text = iso(day);
  return text.slice(0, 4) + text.slice(5, 7) + text.slice(8);
}

export function yearOf(day: Day): number {
  return Number(iso(day).slice(0, 4));
}

/** The same-numbered day years later; where the month lacks it, the month's last day. */
export function addYears(day: Day, years: number): Day {
  const text = iso(day);
  const year = Number(text.slice(0, 4)) + years;
  const last = new Date(Date.UTC(year, Number(text.slice(5, 7)), 0)).getUTCDate();
  const date = String(Math.min(Number(text.slice(8)), last)).padStart(2, '0');
  return dayOf(`${String(year).padStart(4, '0')}${text.slice(4, 8)}${date}`);
}
