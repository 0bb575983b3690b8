/** Cron patterns in Asia/Shanghai: which instants of a schedule are due. Pure. */
import { Cron } from 'croner';
import { ZONE } from '../src/config/cron-pattern';

export const nextBucket = (pattern: string, after: Date): Date | null =>
  new Cron(pattern, { timezone: ZONE, paused: true }).nextRun(after);

/**
 * The instants of a pattern in (since, now], oldest first, the newest `most` of them.
 * A clock that went backwards yields none (since > now); one that leapt forward yields `most` at the worst.
 */
export function bucketsBetween(pattern: string, since: Date, now: Date, most: number): Date[] {
  if (since >= now) {
    return [];
  }
  const cron = new Cron(pattern, { timezone: ZONE, paused: true });
  // previousRuns counts what lies strictly before its reference; the instant itself is due, too.
  return cron
    .previousRuns(most, new Date(now.getTime() + 1))
    .filter((bucket) => bucket > since && bucket <= now)
    .reverse();
}

const SECONDS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
const HOURS = [1, 2, 3, 4, 6, 8, 12];
const evenly = (steps: readonly number[], wanted: number): number =>
  steps.filter((step) => step <= wanted).at(-1) ?? 1;

/** "Every n seconds" as a pattern; where n does not divide its minute, hour or day, the next shorter step that does. */
export function everySeconds(seconds: number): string {
  if (seconds < 60) {
    return `*/${evenly(SECONDS, seconds)} * * * * *`;
  }
  if (seconds < 3600) {
    return `0 */${evenly(SECONDS, Math.floor(seconds / 60))} * * * *`;
  }
  return `0 0 */${evenly(HOURS, Math.floor(seconds / 3600))} * * *`;
}
