/** The schedules in Redis are made equal to the declared ones: missing or changed ones set, strays removed. */
import type { JobSchedulerJson, Queue } from 'bullmq';
import { ZONE } from '../src/config/cron-pattern';
import { type Store, transaction } from '../src/store/transaction';
import { KEEP } from './offers';
import type { Schedule } from './schedules';

export interface Reconciled {
  readonly set: readonly string[];
  readonly removed: readonly string[];
}

/** A tick that is so late will not come any more: the job that would have made the next one was lost. */
const DEAD_MS = 120_000;

const isSame = (present: JobSchedulerJson | undefined, schedule: Schedule, now: Date): boolean =>
  present !== undefined &&
  present.pattern === schedule.pattern &&
  present.tz === ZONE &&
  (present.next ?? 0) > now.getTime() - DEAD_MS &&
  present.template?.data?.schedule === schedule.id;

async function compare(queue: Queue, schedules: readonly Schedule[], now: Date): Promise<Reconciled> {
  const present = await queue.getJobSchedulers(0, -1, true);
  const set: string[] = [];
  const removed: string[] = [];
  for (const stray of present) {
    if (!schedules.some((schedule) => schedule.id === stray.key)) {
      await queue.removeJobScheduler(stray.key);
      removed.push(stray.key);
    }
  }
  for (const schedule of schedules) {
    // Never removed and added again, and left alone when equal: an upsert moves the next tick.
    if (
      !isSame(
        present.find((candidate) => candidate.key === schedule.id),
        schedule,
        now,
      )
    ) {
      await queue.upsertJobScheduler(
        schedule.id,
        { pattern: schedule.pattern, tz: ZONE },
        { name: 'tick', data: { schedule: schedule.id }, opts: { ...KEEP } },
      );
      set.push(schedule.id);
    }
  }
  return { set, removed };
}

/** One process at a time: concurrent upserts of one scheduler may stop it. Null: another process is at it. */
export function reconcileSchedules(
  store: Store,
  queue: Queue,
  schedules: readonly Schedule[],
): Promise<Reconciled | null> {
  return transaction(store, async (tx) => {
    const [lock] = await tx.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('reconcile schedules')) as mine`,
    );
    return lock?.mine ? compare(queue, schedules, tx.now) : null;
  });
}
