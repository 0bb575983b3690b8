/** The one place where the time comes from: everything else is given a clock or an instant. */

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still, or moves when told to: for tests, replays and back-dated runs. */
export function fixedClock(instant: string | Date): Clock & { set(instant: string | Date): void } {
  let current = new Date(instant);
  return {
    now: () => new Date(current),
    set: (next) => {
      current = new Date(next);
    },
  };
}

const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const MINUTE_MS = 60_000;
let known = { minute: Number.NaN, day: '' };

/**
 * The calendar day (`YYYY-MM-DD`) of an instant in Asia/Shanghai, whatever the machine's zone. Each request asks for
 * it, and most of them within the minute of the one before: no day begins within a minute.
 */
export function dateInShanghai(instant: Date): string {
  const minute = Math.floor(instant.getTime() / MINUTE_MS);
  if (minute !== known.minute) {
    known = { minute, day: shanghai.format(instant) };
  }
  return known.day;
}
