/** What a sweep finds: work that a lost message, a killed worker or a passed instant left undone. PostgreSQL says so. */
import { forgetQuarantined } from '../src/agencies/steps/forget-quarantined';
import { escalatedRecalls, recipientsWithDueLanes, sleepingLanes } from '../src/delivery/reads';
import { query, type Store, transaction } from '../src/store/transaction';
import { pruneBuckets } from './buckets';

export interface Undone {
  /** Rounds with cases that nobody evaluated yet: any worker may join in. */
  readonly rounds: readonly string[];
  /** Recipients with due lanes; leases that ran out are among them. */
  readonly recipients: readonly string[];
}

export async function findUndone(store: Store): Promise<Undone> {
  const [rounds, recipients] = await Promise.all([
    query<{ id: string }>(
      store,
      'select distinct round_id as id from review_case where evaluated_at is null',
    ),
    recipientsWithDueLanes(store),
  ]);
  return {
    rounds: rounds.map(({ id }) => id),
    recipients: recipients.map(({ recipientId }) => recipientId),
  };
}

/** Lanes that nobody would ever look at again: there must be none. */
export async function reportSleepingLanes(store: Store): Promise<void> {
  const lanes = await sleepingLanes(store);
  if (lanes.length > 0) {
    store.logger.error(
      { lanes: lanes.length, example: lanes[0] },
      'lanes would sleep for ever: this is a bug',
    );
  }
}

/** Recalls that a recipient has not confirmed for too long: they are asked for on, and somebody has to call there. */
export async function reportEscalatedRecalls(store: Store): Promise<void> {
  for (const { recipientId, recalls, openSince } of await escalatedRecalls(store)) {
    store.logger.error(
      { recipient: recipientId, recalls, openSince },
      'recalls are not confirmed by this recipient: call there, or enter its document',
    );
  }
}

/** Done outbox rows are kept for a week, for whoever looks into what happened. */
const KEEP_DONE_DAYS = 7;

export async function cleanUp(store: Store): Promise<void> {
  await query(
    store,
    `delete from outbox where id in (
       select id from outbox where done_at < now() - make_interval(days => $1))`,
    [KEEP_DONE_DAYS],
  );
  await pruneBuckets(store);
  await transaction(store, forgetQuarantined);
}
