/** Every schedule, declared once: when, which job with which ids, and what becomes of a run that was missed. */
import type { Config } from '../src/config/environment';
import { HubError } from '../src/kernel/errors';
import { everySeconds, patternProblem } from './cron';
import type { Ids } from './job';

/**
 * EACH: every missed run is made up, oldest first (an act of its own day);
 * LATEST: only the newest one, for it covers the others;
 * SWEEP: no run is remembered at all, the work asks the database what is due.
 */
export type Missed = 'EACH' | 'LATEST' | 'SWEEP';

export interface Schedule {
  /** Also the id of the scheduler in Redis: no colon, never changed. */
  readonly id: string;
  readonly pattern: string;
  readonly missed: Missed;
  readonly job: string;
  /** What the job gets for a bucket; several payloads run one after the other, each on its own merits. */
  readonly payloads: (bucket: string) => readonly Ids[];
}

/**
 * Just after midnight in Shanghai, one after the other: what has ended must not count any more when
 * eligibility is worked out.
 */
const DAILY = [
  { id: 'expire-listings', pattern: '0 2 0 * * *' },
  { id: 'expire-flags', pattern: '0 5 0 * * *' },
  { id: 'reevaluate-overdue', pattern: '0 10 0 * * *' },
  { id: 'reassess-eligibility', pattern: '0 20 0 * * *' },
] as const;
const HOURLY = '0 30 * * * *';

export interface PolledFeed extends Ids {
  readonly agency: string;
  readonly recordType: string;
}

/** One schedule per agency: a source that is slow keeps nobody else waiting. */
function pollSchedules(config: Config, feeds: readonly PolledFeed[]): Schedule[] {
  return [...new Set(feeds.map((feed) => feed.agency))].map((agency) => ({
    id: `poll-${agency}`,
    pattern: everySeconds(config.POLL_SECONDS),
    missed: 'LATEST',
    job: 'poll-feed',
    payloads: () => feeds.filter((feed) => feed.agency === agency),
  }));
}

/** `feeds`: those with an address in the configuration. */
export function declareSchedules(config: Config, feeds: readonly PolledFeed[]): Schedule[] {
  const schedules: Schedule[] = [
    ...pollSchedules(config, feeds),
    ...DAILY.map(
      ({ id, pattern }): Schedule => ({ id, pattern, missed: 'LATEST', job: id, payloads: () => [{}] }),
    ),
    {
      id: 'clean-up',
      pattern: HOURLY,
      missed: 'LATEST',
      job: 'clean-up',
      payloads: () => [{}],
    },
    {
      id: 'sweep',
      pattern: everySeconds(config.SWEEP_SECONDS),
      missed: 'SWEEP',
      job: 'sweep',
      payloads: () => [{}],
    },
  ];
  if (config.REVIEW_SCHEDULE !== '') {
    const problem = patternProblem(config.REVIEW_SCHEDULE);
    if (problem !== null) {
      throw new HubError(
        'CONFIGURATION_INVALID',
        `REVIEW_SCHEDULE: ${problem}`,
        'Give a cron pattern (minute hour day month weekday), or an empty string for none.',
      );
    }
    schedules.push({
      id: 'open-round',
      pattern: config.REVIEW_SCHEDULE,
      missed: 'EACH',
      job: 'open-round',
      payloads: (bucket) => [{ bucket }],
    });
  }
  return schedules;
}
