/** Notices once that a feed became late, fresh again, held or confirmed: what rests on it changes, though no row did. */
import type { Tx } from '../../store/transaction';
import type { AgencyBody } from '../agency';
import { feedState } from '../feed-state';
import { findRecordType } from '../registry';

interface FeedSeen {
  readonly agency: AgencyBody;
  readonly recordType: string;
  readonly completeAsOf: string | null;
  readonly heldBatchId: string | null;
  readonly seen: string | null;
}

/** A feed that is being delivered to is passed over; the next sweep sees how it then stands. */
const FEEDS = /* sql */ `
  select agency, record_type as "recordType", complete_as_of as "completeAsOf", held_batch_id as "heldBatchId",
    seen_state as seen
  from feed order by agency, record_type for update skip locked`;

export interface TurnedFeed {
  readonly agency: string;
  readonly recordType: string;
  readonly state: string;
}

/** The feeds that turned since this was last asked. */
export async function noteFeedStates(tx: Tx): Promise<readonly TurnedFeed[]> {
  const feeds = await tx.query<FeedSeen>(FEEDS);
  const changed = feeds.flatMap((feed) => {
    const limits = findRecordType(feed.agency, feed.recordType)?.limits;
    const state = limits === undefined ? null : feedState(feed, limits, tx.today).state;
    return state === null || state === feed.seen ? [] : [{ ...feed, state }];
  });
  if (changed.length === 0) {
    return [];
  }
  await tx.query(
    `update feed f set seen_state = given.state
     from unnest($1::text[], $2::text[], $3::text[]) as given (agency, record_type, state)
     where f.agency = given.agency and f.record_type = given.record_type`,
    [
      changed.map(({ agency }) => agency),
      changed.map(({ recordType }) => recordType),
      changed.map(({ state }) => state),
    ],
  );
  // That a feed came for the first time was told by its first batch.
  return changed
    .filter(({ seen, state }) => seen !== null || state === 'LATE' || state === 'HELD')
    .map(({ agency, recordType, state }) => ({ agency, recordType, state }));
}
