/** How far a feed can be relied on as of a day: fresh, late, held or never delivered. Unknown is never clean. */
import { addDays, daysBetween } from '../calendar/gregorian';
import type { FeedLimits } from './agency';

export interface FeedRow {
  /** The day up to which the source said it is complete. */
  readonly completeAsOf: string | null;
  readonly heldBatchId: string | null;
}

export type FeedState =
  | {
      readonly state: 'FRESH';
      readonly completeAsOf: string;
      readonly ageDays: number;
      readonly lateFrom: string;
    }
  | {
      readonly state: 'LATE';
      readonly completeAsOf: string;
      readonly ageDays: number;
      readonly lateFrom: string;
    }
  /** A delivery broke the feed's bounds and waits for an officer: what rests on it is unconfirmed. */
  | { readonly state: 'HELD'; readonly completeAsOf: string | null; readonly heldBatchId: string }
  | { readonly state: 'NEVER_DELIVERED' };

/** `feed`: null when nothing ever came. A feed that is complete up to after `asOf` is fresh as of that day. */
export function feedState(feed: FeedRow | null, limits: FeedLimits, asOf: string): FeedState {
  if (feed !== null && feed.heldBatchId !== null) {
    return { state: 'HELD', completeAsOf: feed.completeAsOf, heldBatchId: feed.heldBatchId };
  }
  if (feed === null || feed.completeAsOf === null) {
    return { state: 'NEVER_DELIVERED' };
  }
  const ageDays = Math.max(0, daysBetween(feed.completeAsOf, asOf));
  return {
    state: ageDays > limits.lateAfterDays ? 'LATE' : 'FRESH',
    completeAsOf: feed.completeAsOf,
    ageDays,
    lateFrom: addDays(feed.completeAsOf, limits.lateAfterDays + 1),
  };
}
