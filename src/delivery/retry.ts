/** When a delivery that was not taken is tried again: a table of waits, spread, and the recipient's own wish. */
import { sha256 } from '../kernel/digest';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds to wait after the first, second … failure in a row; the last one from then on. */
export const RETRY_WAITS: readonly number[] = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
];
const LONGEST_WAIT = 6 * HOUR;
const HTTP_DATE = /^[A-Z][a-z]{2,8},? \d/;
/** Part of the wait by which two lanes that failed together drift apart. */
const SPREAD = 0.2;

/** A lane that fails for this long is held for a person; a withdrawal is tried for ever. */
export const HOLD_AFTER_DAYS = 7;

/** Seconds that `Retry-After` asks for (RFC 9110 10.2.3: seconds or a date); nonsense and the past ask for nothing. */
export function retryAfterSeconds(header: string | null, now: Date): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : HTTP_DATE.test(text)
      ? Math.ceil((Date.parse(text) - now.getTime()) / 1000)
      : 0;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_WAIT) : 0;
}

/** Between -1 and 1, always the same for the same attempt: chance without a die. */
const spreadOf = (attemptId: string): number => (sha256(attemptId).readUInt32BE(0) / 0xffffffff) * 2 - 1;

/** Seconds to wait after the `failures`-th failure in a row. */
export function waitSeconds(failures: number, attemptId: string, asked: number, haste = 1): number {
  const place = Math.min(Math.max(failures, 1), RETRY_WAITS.length) - 1;
  const wait = (RETRY_WAITS[place] ?? LONGEST_WAIT) / haste;
  return Math.max(wait * (1 + SPREAD * spreadOf(attemptId)), asked);
}
