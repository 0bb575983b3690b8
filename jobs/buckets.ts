/** Scheduled runs as rows: a bucket is made once, leased by one worker at a time, and made up after a time of silence. */
import { query, type Store, transaction } from '../src/store/transaction';
import { bucketsBetween } from './cron';
import { withLease } from './lease';
import { jobNamed } from './plan';
import type { Runner } from './runner';
import type { Schedule } from './schedules';
import { backoffSeconds } from './tempo';

/** More than this many missed runs are not made up: the oldest ones are history by then. */
const MOST_MADE_UP = 12;
const KEEP_DAYS = 3;

const settingName = (schedule: Schedule): string => `schedule.${schedule.id}`;

/**
 * A schedule counts from the moment at which it was first declared with its pattern: nothing is made up
 * for the time before, nor for a pattern that did not exist then.
 */
export async function declareSince(store: Store, schedules: readonly Schedule[]): Promise<void> {
  for (const schedule of schedules) {
    await query(
      store,
      `insert into setting as s (name, value, updated_at)
       values ($1, jsonb_build_object('since', now(), 'pattern', $2::text), now())
       on conflict (name) do update set value = excluded.value, updated_at = now()
       where s.value->>'pattern' <> $2`,
      [settingName(schedule), schedule.pattern],
    );
  }
}

/** `now` as the database has it: the workers' clocks may differ, and one of them may be wrong. */
export async function databaseNow(store: Store): Promise<Date> {
  const [row] = await query<{ now: Date }>(store, 'select now() as now');
  return row?.now ?? store.clock.now();
}

/** Makes the rows of all buckets due by `now`; with two workers, or a clock set back, each row exists once. */
export async function makeDueBuckets(
  store: Store,
  schedules: readonly Schedule[],
  now: Date,
): Promise<number> {
  const marks = await query<{ id: string; since: string | null; latest: Date | null }>(
    store,
    `select id, (select value->>'since' from setting where name = 'schedule.' || id) as since,
            (select max(bucket) from schedule_bucket where schedule = id) as latest
     from unnest($1::text[]) as id`,
    [schedules.map((schedule) => schedule.id)],
  );
  const due = schedules.flatMap((schedule) => {
    const mark = marks.find((candidate) => candidate.id === schedule.id);
    if (mark?.since == null || schedule.missed === 'SWEEP') {
      return [];
    }
    const since = new Date(Math.max(Date.parse(mark.since), mark.latest?.getTime() ?? 0));
    const most = schedule.missed === 'EACH' ? MOST_MADE_UP : 1;
    return bucketsBetween(schedule.pattern, since, now, most).map((bucket) => ({ schedule, bucket }));
  });
  if (due.length === 0) {
    return 0;
  }
  const made = await query<{ schedule: string }>(
    store,
    `insert into schedule_bucket (schedule, bucket)
     select * from unnest($1::text[], $2::timestamptz[]) on conflict do nothing returning schedule`,
    [due.map((one) => one.schedule.id), due.map((one) => one.bucket)],
  );
  return made.length;
}

interface Claimed {
  readonly bucket: Date;
  readonly attempts: number;
}

/** Takes the oldest undone bucket, unless another bucket of the same schedule is being run or waits to be retried. */
async function claimBucket(runner: Runner, schedule: Schedule): Promise<Claimed | null> {
  return transaction(runner.context.store, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('schedule ' || $1))`, [schedule.id]);
    if (schedule.missed === 'LATEST') {
      // What a newer bucket covers is closed unrun, and says so.
      await tx.query(
        `update schedule_bucket set done_at = now(), last_error = coalesce(last_error, 'covered by a later run')
         where schedule = $1 and done_at is null and coalesce(lease_until, '-infinity') < now()
           and bucket < (select max(bucket) from schedule_bucket where schedule = $1)`,
        [schedule.id],
      );
    }
    const [claimed] = await tx.query<Claimed>(
      `update schedule_bucket b set attempts = attempts + 1, started_at = now(),
              lease_until = now() + make_interval(secs => $3)
       where (schedule, bucket) = (
           select schedule, bucket from schedule_bucket
           where schedule = $1 and done_at is null and (attempts < $2 or lease_until is not null)
           order by bucket limit 1)
         and not exists (select from schedule_bucket o where o.schedule = $1 and o.done_at is null and o.lease_until >= now())
       returning bucket, attempts`,
      [schedule.id, attemptsOf(runner, schedule), runner.tempo.leaseSeconds],
    );
    return claimed ?? null;
  });
}

async function renewBucket(runner: Runner, schedule: Schedule, claimed: Claimed): Promise<boolean> {
  const rows = await query(
    runner.context.store,
    `update schedule_bucket set lease_until = now() + make_interval(secs => $4)
     where schedule = $1 and bucket = $2 and attempts = $3 and done_at is null returning bucket`,
    [schedule.id, claimed.bucket, claimed.attempts, runner.tempo.leaseSeconds],
  );
  return rows.length === 1;
}

const jobsOf = (runner: Runner, schedule: Schedule) =>
  schedule.jobs.map((name) => jobNamed(runner.plan, name));

const attemptsOf = (runner: Runner, schedule: Schedule): number =>
  Math.min(...jobsOf(runner, schedule).map((job) => job.attempts));

/** Every job and payload is tried, whatever becomes of the others; all that went wrong is told together. */
export async function runAll(
  runner: Runner,
  schedule: Schedule,
  bucket: string,
  signal: AbortSignal,
): Promise<void> {
  const problems: string[] = [];
  for (const job of schedule.jobs) {
    for (const payload of schedule.payloads(bucket)) {
      signal.throwIfAborted();
      try {
        await runner.run(job, payload, signal);
      } catch (error) {
        const what = [...(schedule.jobs.length > 1 ? [job] : []), ...Object.values(payload)].join(' ');
        problems.push(`${what ? `${what}: ` : ''}${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  if (problems.length > 0) {
    throw new Error(problems.join('; '));
  }
}

async function runBucket(runner: Runner, schedule: Schedule, claimed: Claimed): Promise<boolean> {
  const { store } = runner.context;
  const allowed = attemptsOf(runner, schedule);
  const at = { schedule: schedule.id, bucket: claimed.bucket.toISOString(), attempt: claimed.attempts };
  const key = [schedule.id, claimed.bucket];
  try {
    await withLease(
      {
        renew: () => renewBucket(runner, schedule, claimed),
        heartbeatMs: (runner.tempo.leaseSeconds * 1000) / 3,
        limitMs: jobsOf(runner, schedule).reduce((sum, job) => sum + job.limitSeconds, 0) * 1000,
        stop: runner.stop,
      },
      (signal) => runAll(runner, schedule, at.bucket, signal),
    );
    await query(
      store,
      `update schedule_bucket set done_at = now(), lease_until = null, last_error = null
       where schedule = $1 and bucket = $2 and done_at is null`,
      key,
    );
    store.logger.info(at, 'scheduled run done');
    return true;
  } catch (error) {
    const exhausted = claimed.attempts >= allowed && !runner.stop.aborted;
    const wait = runner.stop.aborted ? 0 : backoffSeconds(runner.tempo, claimed.attempts, allowed + 1);
    store.logger.warn({ err: error, ...at, exhausted }, 'scheduled run failed');
    await query(
      store,
      `update schedule_bucket set last_error = left($4, 500),
              lease_until = case when $5 then null else now() + make_interval(secs => $6) end
       where schedule = $1 and bucket = $2 and attempts = $3 and done_at is null`,
      [...key, claimed.attempts, error instanceof Error ? error.message : String(error), exhausted, wait],
    );
    return false;
  }
}

/** Runs what is due of one schedule, oldest first, until nothing is left or one run failed. */
export async function runDue(runner: Runner, schedule: Schedule): Promise<number> {
  let done = 0;
  while (!runner.stop.aborted) {
    const claimed = await claimBucket(runner, schedule);
    if (claimed === null || !(await runBucket(runner, schedule, claimed))) {
      break;
    }
    done++;
  }
  return done;
}

/** Old rows go, but never the newest of a schedule: it says from when runs are missing. */
export async function pruneBuckets(store: Store): Promise<void> {
  await query(
    store,
    `delete from schedule_bucket b where done_at < now() - make_interval(days => $1) and schedule like 'poll-%'
       and bucket < (select max(bucket) from schedule_bucket where schedule = b.schedule)`,
    [KEEP_DAYS],
  );
}
