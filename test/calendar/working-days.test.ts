/** Promise: deadlines fall on the day that the law and the year's notice give, whatever the machine's zone. */
import { execFileSync } from 'node:child_process';
import chineseDays from 'chinese-days';
import { addDays, daysBetween } from '../../src/calendar/gregorian';
import { addMonths, addYears, monthsBetween } from '../../src/calendar/months';
import { addWorkingDays, isWorkingDay } from '../../src/calendar/working-days';

/** Start, working days, last day: worked out by hand from the notices; 2023-12-06 is a real announcement. */
const VECTORS: [string, number, string][] = [
  ['2026-02-12', 5, '2026-02-26'],
  ['2026-02-13', 5, '2026-02-27'],
  ['2026-09-18', 5, '2026-09-24'],
  ['2026-09-24', 10, '2026-10-15'],
  ['2026-04-30', 5, '2026-05-11'],
  ['2026-01-30', 20, '2026-03-05'],
  ['2026-09-28', 15, '2026-10-23'],
  ['2023-12-06', 5, '2023-12-13'],
];

describe('working days', () => {
  test.each(VECTORS)('%s + %i working days ends on %s', (from, days, end) => {
    expect(addWorkingDays(from, days)).toEqual({ date: end, provisional: false });
  });

  test('a deadline that reaches a year without notice is provisional and skips what the law fixes', () => {
    const deadline = addWorkingDays('2026-12-25', 5);
    expect(deadline.provisional).toBe(true);
    expect(deadline.date).not.toBe('2027-01-01');
  });

  test('every day of the published years agrees with an independent package', () => {
    const different: string[] = [];
    for (let date = '2023-01-01'; date <= '2026-12-31'; date = addDays(date, 1)) {
      if (isWorkingDay(date) !== chineseDays.isWorkday(date)) {
        different.push(date);
      }
    }
    expect(different).toEqual([]);
  });

  test.each(['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'])('the same in zone %s', (zone) => {
    const script = `require('./bin/build.cjs').build().then(() => {
      const { addWorkingDays } = require('./.build/src/calendar/working-days.js');
      const { dateInShanghai } = require('./.build/src/kernel/clock.js');
      const ends = ${JSON.stringify(VECTORS)}.map(([from, days]) => addWorkingDays(from, days).date);
      console.log(JSON.stringify([...ends, dateInShanghai(new Date('2026-11-20T16:00:00Z'))]));
    })`;
    const printed = execFileSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    });
    expect(JSON.parse(printed)).toEqual([...VECTORS.map(([, , end]) => end), '2026-11-21']);
  });
});

describe('months and years', () => {
  test.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2024-02-29', 36, '2027-02-28'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2026-01-31', -2, '2025-11-30'],
  ])('%s + %i months is %s', (from, months, end) => {
    expect(addMonths(from, months)).toBe(end);
  });

  test('monthsBetween is the inverse that never overshoots', () => {
    for (let date = '2023-11-25'; date <= '2025-03-05'; date = addDays(date, 1)) {
      const months = monthsBetween('2023-11-25', date);
      expect(addMonths('2023-11-25', months) <= date).toBe(true);
      expect(addMonths('2023-11-25', months + 1) > date).toBe(true);
    }
    expect(monthsBetween('2026-05-02', '2026-05-01')).toBe(-1);
    expect(addYears('2024-02-29', 3)).toBe('2027-02-28');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  });

  test('text that is no day of the calendar is refused', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addMonths('2026-2-3', 1)).toThrow(RangeError);
  });
});
