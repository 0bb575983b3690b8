/** Promise: which scheduled instants are due is a question of pattern and zone, whatever the clock does. */
import { bucketsBetween, everySeconds, nextBucket } from '../../jobs/cron';
import { patternProblem } from '../../src/config/cron-pattern';

const at = (text: string): Date => new Date(text);
const between = (pattern: string, since: string, now: string, most = 100): string[] =>
  bucketsBetween(pattern, at(since), at(now), most).map((bucket) => bucket.toISOString());

test('a pattern is read in Asia/Shanghai, whatever the zone of the machine', () => {
  expect(between('0 8 1 3 *', '2024-01-01T00:00:00Z', '2026-06-01T00:00:00Z')).toEqual([
    '2024-03-01T00:00:00.000Z',
    '2025-03-01T00:00:00.000Z',
    '2026-03-01T00:00:00.000Z',
  ]);
});

test('the interval is open at its beginning and closed at its end', () => {
  expect(between('0 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T02:00:00Z')).toEqual([
    '2026-01-01T01:00:00.000Z',
    '2026-01-01T02:00:00.000Z',
  ]);
  expect(between('0 * * * *', '2026-01-01T02:00:00Z', '2026-01-01T02:59:59.999Z')).toEqual([]);
});

test('of too many only the newest are kept, oldest first', () => {
  expect(between('* * * * *', '2026-01-01T00:00:00Z', '2066-01-01T00:00:00Z', 2)).toEqual([
    '2065-12-31T23:59:00.000Z',
    '2066-01-01T00:00:00.000Z',
  ]);
});

test('a clock that went backwards makes nothing due', () => {
  expect(between('* * * * *', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual([]);
});

test.each([
  [1, '*/1 * * * * *'],
  [5, '*/5 * * * * *'],
  [7, '*/6 * * * * *'],
  [60, '0 */1 * * * *'],
  [90, '0 */1 * * * *'],
  [900, '0 */15 * * * *'],
  [86_400, '0 0 */12 * * *'],
])('every %i seconds is an even step that is not longer', (seconds, pattern) => {
  expect(everySeconds(seconds)).toBe(pattern);
  const first = nextBucket(pattern, at('2026-01-01T00:00:00Z'));
  const second = nextBucket(pattern, first ?? at(''));
  expect(((second?.getTime() ?? 0) - (first?.getTime() ?? 0)) / 1000).toBeLessThanOrEqual(seconds);
});

test('a pattern that cannot be read is told with its reason', () => {
  expect(patternProblem('0 8 1 3 *')).toBeNull();
  expect(patternProblem('every day')).toMatch(/parts|invalid/i);
  expect(patternProblem('99 8 1 3 *')).not.toBeNull();
});
