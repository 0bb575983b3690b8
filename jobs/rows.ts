/** Outbox rows: claimed, run and marked. `attempts` is the fence: whoever raised it last owns the row. */
import { query, type Store } from '../src/store/transaction';
import type { Ids } from './job';
import { withLease } from './lease';
import { jobsOf, type Plan, topicsOf } from './plan';
import type { Runner } from './runner';
import { backoffSeconds } from './tempo';

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: Ids;
  readonly attempts: number;
}

/** Leases count by the database's clock alone: the workers' clocks may differ. */
const CLAIM = /* sql */ `
  with due as (
    select id from outbox
    where done_at is null and (retry_at is null or retry_at <= now()) and topic = any($1)
      and case when $2 then attempts = 0 else true end
    order by id limit $3 for update skip locked
  )
  update outbox o set
    attempts = o.attempts + 1,
    retry_at = case when $4 then null else now() + make_interval(secs => $5) end,
    done_at = case when $4 then now() end
  from due where o.id = due.id
  returning o.id, o.topic, o.key, o.attempts`;

const inOrder = (rows: OutboxRow[]): OutboxRow[] =>
  rows.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));

/** Signals are done when they are taken: their truth is polled besides. */
export const claimSignals = async (store: Store, plan: Plan, most: number): Promise<OutboxRow[]> =>
  inOrder(await query<OutboxRow>(store, CLAIM, [topicsOf(plan, 'SIGNAL'), false, most, true, 0]));

export interface WorkClaim {
  readonly most: number;
  /** Only rows that nobody has offered yet; the others were lost on the way, or failed. */
  readonly fresh: boolean;
  readonly offerSeconds: number;
}

export const claimWork = async (store: Store, plan: Plan, claim: WorkClaim): Promise<OutboxRow[]> =>
  inOrder(
    await query<OutboxRow>(store, CLAIM, [
      topicsOf(plan, 'WORK'),
      claim.fresh,
      claim.most,
      false,
      claim.offerSeconds,
    ]),
  );

const START = /* sql */ `
  update outbox set attempts = attempts + 1, retry_at = now() + make_interval(secs => $3)
  where id = $1 and attempts = $2 and done_at is null
  returning id, topic, key, attempts`;

const RENEW = /* sql */ `
  update outbox set retry_at = now() + make_interval(secs => $3)
  where id = $1 and attempts = $2 and done_at is null returning id`;

const DONE = /* sql */ `
  update outbox set done_at = now(), retry_at = null, last_error = null where id = $1 and done_at is null`;

const FAILED = /* sql */ `
  update outbox set retry_at = now() + make_interval(secs => $3), last_error = left($4, 500)
  where id = $1 and attempts = $2 and done_at is null`;

export type RowOutcome = 'DONE' | 'FAILED' | 'SUPERSEDED';

async function markFailed(runner: Runner, row: OutboxRow, error: unknown): Promise<void> {
  const { store } = runner.context;
  const allowed = Math.min(...jobsOf(runner.plan, row.topic).map((job) => job.attempts));
  // An offer and a start each raise the fence, so two of them are one failure. A stop is no failure at all.
  const failures = Math.ceil(row.attempts / 2);
  const wait = runner.stop.aborted ? 0 : backoffSeconds(runner.tempo, failures, allowed);
  const message = error instanceof Error ? error.message : String(error);
  store.logger.warn(
    { err: error, outbox: row.id, topic: row.topic, ...row.key, retryInSeconds: wait },
    'outbox row not done; it will be offered again',
  );
  await query(store, FAILED, [row.id, row.attempts, wait, message]);
}

/** Runs the jobs of one offered row. An offer that has been overtaken by a later one does nothing. */
export async function runRow(runner: Runner, offer: { id: string; attempts: number }): Promise<RowOutcome> {
  const { store } = runner.context;
  const { leaseSeconds } = runner.tempo;
  const [row] = await query<OutboxRow>(store, START, [offer.id, offer.attempts, leaseSeconds]);
  if (row === undefined) {
    return 'SUPERSEDED';
  }
  const jobs = jobsOf(runner.plan, row.topic);
  const lease = {
    renew: async () => (await query(store, RENEW, [row.id, row.attempts, leaseSeconds])).length === 1,
    heartbeatMs: (leaseSeconds * 1000) / 3,
    limitMs: jobs.reduce((sum, job) => sum + job.limitSeconds, 0) * 1000,
    stop: runner.stop,
  };
  try {
    await withLease(lease, async (signal) => {
      for (const job of jobs) {
        signal.throwIfAborted();
        await runner.run(job.name, row.key, signal);
      }
    });
    await query(store, DONE, [row.id]);
    store.logger.info({ outbox: row.id, topic: row.topic, ...row.key }, 'outbox row done');
    return 'DONE';
  } catch (error) {
    await markFailed(runner, row, error);
    return 'FAILED';
  }
}
