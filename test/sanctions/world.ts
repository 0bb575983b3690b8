/** What the tests of listings say and ask: papers of a unit, delivered in batches, and what became of them. */
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { revisitListings } from '../../src/sanctions/steps/revisit-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { annulment, decision, type GivenRecord, payOrder, putBatch, removal } from './records';

const record = (
  unitId: string,
  type: string,
  data: Record<string, unknown>,
  more: Partial<GivenRecord> = {},
): GivenRecord => ({
  type,
  key: `${unitId}-${type}`,
  unitId,
  data,
  ...more,
});
export const decided = (unitId: string, more = {}, given: Partial<GivenRecord> = {}) =>
  record(unitId, 'LISTING_DECISION', decision(more), given);
export const ordered = (unitId: string, more = {}) => record(unitId, 'PAY_ORDER', payOrder(more));
export const removed = (unitId: string, more = {}) => record(unitId, 'LISTING_REMOVAL', removal(more));
export const annulled = (unitId: string, more = {}) => record(unitId, 'INSPECTION_DECISION', annulment(more));

/** Bound to one database. */
export function listingWorld(store: Store) {
  const revisit = async () => {
    while ((await transaction(store, (tx) => revisitListings(tx, { limit: 3 }))).revisited > 0) {}
  };

  const deliver = async (...records: GivenRecord[]) =>
    mirrorListings(store, { batchId: await putBatch(store, records) });
  const events = async (unitId: string) =>
    (
      await query<{ kind: string }>(
        store,
        'select e.kind from listing_event e join listing l on l.id = e.listing_id where l.unit_id = $1 order by l.decided_on, e.version',
        [unitId],
      )
    ).map(({ kind }) => kind);
  const flags = async (unitId: string) =>
    (
      await query<{ state: string; reason: string }>(
        store,
        `select f.state, f.reason from flag f where f.unit_id = $1 and f.kind = 'JOINT_SANCTION' order by f.recorded_at, f.version`,
        [unitId],
      )
    ).map(({ state, reason }) => `${state} ${reason}`);

  const heldFor = async (unitId: string) =>
    (
      await query<{ reason: string }>(
        store,
        'select e.reason from listing_event e join listing l on l.id = e.listing_id where l.unit_id = $1 order by e.version desc',
        [unitId],
      )
    )[0]?.reason;

  return { deliver, events, flags, heldFor, revisit };
}
