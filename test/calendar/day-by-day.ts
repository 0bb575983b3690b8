/** A second calendar, written on its own: a list of days, each looked at one after the other. It imports nothing of the hub. */
import chineseDays from 'chinese-days';

interface Day {
  readonly text: string;
  readonly year: number;
  readonly month: number;
  readonly number: number;
  readonly works: boolean;
  readonly known: boolean;
}

export interface Rule {
  readonly length: number;
  readonly unit: string;
  readonly purpose: string;
  readonly extension: number | null;
}

export interface Pause {
  readonly from: string;
  readonly to: string | null;
}

/** Years for which a notice of the State Council is loaded. */
const NOTICES = [2022, 2023, 2024, 2025, 2026];
/** 全国年节及纪念日放假办法 by date alone; the others follow the moon and need a notice. */
const BY_DATE = ['1-1', '5-1', '5-2', '10-1', '10-2', '10-3'];

const DAYS: Day[] = [];
for (
  const at = new Date(Date.UTC(2019, 0, 1));
  at.getUTCFullYear() < 2041;
  at.setUTCDate(at.getUTCDate() + 1)
) {
  const [year, month, number] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  const text = at.toISOString().slice(0, 10);
  const weekend = at.getUTCDay() % 6 === 0;
  const noticed = NOTICES.includes(year);
  DAYS.push({
    text,
    year,
    month,
    number,
    works: noticed ? chineseDays.isWorkday(text) : !weekend && !BY_DATE.includes(`${month}-${number}`),
    known: noticed && (month < 12 || number < 25 || NOTICES.includes(year + 1)),
  });
}
const PLACE = new Map(DAYS.map(({ text }, place) => [text, place]));

function at(place: number): Day {
  const day = DAYS[place];
  if (day === undefined) {
    throw new RangeError('beyond the list of days');
  }
  return day;
}

export const starts = (from: string, to: string): string[] =>
  DAYS.filter(({ text }) => from <= text && text <= to).map(({ text }) => text);

/** Of the month `months` later the last day whose number is not above that of the start. */
function monthsLater(start: Day, months: number): number {
  const index = start.year * 12 + start.month - 1 + months;
  const inMonth = DAYS.filter(({ year, month }) => year * 12 + month - 1 === index);
  const day = inMonth.filter(({ number }) => number <= start.number).at(-1);
  return PLACE.get(day?.text ?? '') ?? Number.NaN;
}
const remembered = new Map<string, number>();
function endOfMonths(start: Day, months: number): number {
  const key = `${start.text} ${months}`;
  const known = remembered.get(key) ?? monthsLater(start, months);
  remembered.set(key, known);
  return known;
}

/** How many days are to be ticked off after the start. */
function ticks(rule: Rule, start: Day, size: number): number {
  const place = PLACE.get(start.text) ?? Number.NaN;
  switch (rule.unit) {
    case 'MONTH':
      return endOfMonths(start, size) - place;
    case 'YEAR':
      return endOfMonths(start, size * 12) - place;
    default:
      return size;
  }
}

export function last(
  rule: Rule,
  from: string,
  extended: boolean,
  pauses: readonly Pause[],
): { date: string; provisional: boolean } | null {
  const start = at(PLACE.get(from) ?? -1);
  const workdaysOnly = rule.unit === 'WORKING_DAY';
  let open = ticks(rule, start, rule.length + (extended ? (rule.extension ?? 0) : 0));
  let unknown = false;
  for (let place = (PLACE.get(from) ?? 0) + 1; ; place += 1) {
    const day = at(place);
    const pause = pauses.find((one) => one.from <= day.text && day.text <= (one.to ?? '9999-12-31'));
    if (pause !== undefined && pause.to === null) {
      return null;
    }
    unknown = unknown || (workdaysOnly && !day.known);
    if (pause !== undefined || (workdaysOnly && !day.works)) {
      continue;
    }
    open -= 1;
    if (open <= 0 && (rule.purpose === 'TERM' || day.works)) {
      return { date: day.text, provisional: unknown || (rule.purpose === 'ACT' && !day.known) };
    }
  }
}
