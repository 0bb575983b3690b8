/** Reads the dated files of `years/`: one per State Council holiday notice; a new year is a new file, no code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HubError } from '../kernel/errors';
import { type CalendarDate, isCalendarDate } from './gregorian';

const day = z.string().refine(isCalendarDate, 'is no day of the calendar');
const yearFile = z.strictObject({
  year: z.number().int(),
  notice: z.string().min(1),
  daysOff: z.array(day),
  workingWeekends: z.array(day),
});

/** What the notices say: days off and working weekends (调休) of each published year. */
export interface HolidayNotices {
  readonly published: ReadonlySet<number>;
  readonly daysOff: ReadonlySet<CalendarDate>;
  readonly workingWeekends: ReadonlySet<CalendarDate>;
}

export function loadHolidayNotices(folder = join(__dirname, 'years')): HolidayNotices {
  const published = new Set<number>();
  const daysOff = new Set<CalendarDate>();
  const workingWeekends = new Set<CalendarDate>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const parsed = yearFile.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (!parsed.success) {
      throw new HubError('CATALOGUE_INVALID', `calendar/years/${file}: ${z.prettifyError(parsed.error)}`);
    }
    published.add(parsed.data.year);
    for (const date of parsed.data.daysOff) daysOff.add(date);
    for (const date of parsed.data.workingWeekends) workingWeekends.add(date);
  }
  return { published, daysOff, workingWeekends };
}
