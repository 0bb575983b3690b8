/** Every schedule, declared once: when, which job with which ids, and what becomes of a run that was missed. */
import type { Config } from '../src/config/environment';
import { everySeconds } from './cron';
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
  /** One after the other; one that fails keeps none of the others from being tried. */
  readonly jobs: readonly string[];
  /** What each job gets for a bucket; several payloads run one after the other, each on its own merits. */
  readonly payloads: (bucket: string) => readonly Ids[];
}

/** Just after midnight in Shanghai. */
const DAILY = '0 5 0 * * *';
/** In this order: what has ended must not count any more when eligibility is worked out. */
const OF_THE_DAY = [
  'expire-listings',
  'expire-flags',
  'reevaluate-overdue',
  'reevaluate-waiting',
  'mark-missed-reviews',
  'reassess-eligibility',
  'send-standing',
  'check-audit',
];
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
    jobs: ['poll-feed'],
    payloads: () => feeds.filter((feed) => feed.agency === agency),
  }));
}

/** `feeds`: those with an address in the configuration. */
export function declareSchedules(config: Config, feeds: readonly PolledFeed[]): Schedule[] {
  const schedules: Schedule[] = [
    ...pollSchedules(config, feeds),
    { id: 'day', pattern: DAILY, missed: 'LATEST', jobs: OF_THE_DAY, payloads: () => [{}] },
    {
      id: 'clean-up',
      pattern: HOURLY,
      missed: 'LATEST',
      jobs: ['clean-up'],
      payloads: () => [{}],
    },
    {
      id: 'sweep',
      pattern: everySeconds(config.SWEEP_SECONDS),
      missed: 'SWEEP',
      jobs: ['sweep'],
      payloads: () => [{}],
    },
  ];
  if (config.REVIEW_SCHEDULE !== '') {
    schedules.push({
      id: 'open-round',
      pattern: config.REVIEW_SCHEDULE,
      missed: 'EACH',
      jobs: ['open-round'],
      payloads: (bucket) => [{ bucket }],
    });
  }
  return schedules;
}
