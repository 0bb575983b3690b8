/** When what was not taken is tried again, and what was not confirmed is asked for again: tables of waits, spread. */
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

/** Seconds until what was taken without a receipt is sent again, under its id, to ask for one; the last one from then on. */
export const ASK_WAITS: readonly number[] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];
/** What is no withdrawal is asked for so often; then its lane goes on, and it stays unconfirmed. */
export const ASKED_AT_MOST = 3;
/** A withdrawal that is unconfirmed for so long is a matter for a person; it is asked for all the same. */
export const ESCALATE_RECALL_AFTER_HOURS = 24;

const LONGEST_WAIT = 6 * HOUR;
const HTTP_DATE = /^[A-Z][a-z]{2,8},? \d/;
/** Part of the wait by which two lanes that failed together drift apart. */
const SPREAD = 0.2;

/** A lane that fails for this long is held for a person; a withdrawal is tried for ever, whatever is answered to it. */
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

function waitOf(waits: readonly number[], turn: number, attemptId: string, haste: number): number {
  const place = Math.min(Math.max(turn, 1), waits.length) - 1;
  return ((waits[place] ?? LONGEST_WAIT) / haste) * (1 + SPREAD * spreadOf(attemptId));
}

/** Seconds to wait after the `failures`-th failure in a row. */
export const waitSeconds = (failures: number, attemptId: string, asked: number, haste = 1): number =>
  Math.max(waitOf(RETRY_WAITS, failures, attemptId, haste), asked);

/** Seconds until what was refused, and must be heard all the same, is sent again. */
export const longestWaitSeconds = (attemptId: string, haste = 1): number =>
  waitOf(RETRY_WAITS, RETRY_WAITS.length, attemptId, haste);

/** Seconds until a receipt is asked for the `turn`-th time. */
export const askSeconds = (turn: number, attemptId: string, haste = 1): number =>
  waitOf(ASK_WAITS, turn, attemptId, haste);
