/** Appends an event where a listing's standing differs from its last one, and says so in the audit. */
import { appendAudits } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import type { ListingKind, Standing } from '../listing';

export interface StandingOfListing {
  readonly listingId: string;
  readonly papers: { readonly unitId: string; readonly decision: { readonly documentNo: string } };
  readonly standing: Standing;
}

interface LastEvent {
  listing_id: string;
  kind: ListingKind;
  reason: string;
}

const LAST = /* sql */ `
  select distinct on (listing_id) listing_id, kind, reason from listing_event
  where listing_id = any($1::uuid[]) order by listing_id, version desc
`;

const INSERT = /* sql */ `
  insert into listing_event (listing_id, version, kind, on_date, reason, record_id, recorded_at)
  select g.listing_id, (select coalesce(max(version), 0) + 1 from listing_event e where e.listing_id = g.listing_id),
    g.kind, g.on_date, g.reason, g.record_id, $2
  from jsonb_to_recordset($1::jsonb) as g (listing_id uuid, kind text, on_date date, reason text, record_id bigint)
`;

/** Needs the streams of the units locked. Returns those that moved. */
export async function writeEvents<Item extends StandingOfListing>(
  tx: Tx,
  items: readonly Item[],
): Promise<Item[]> {
  const last = await tx.query<LastEvent>(LAST, [items.map(({ listingId }) => listingId)]);
  const known = new Map(last.map((event) => [event.listing_id, event]));
  const moved = items.filter(({ listingId, standing }) => {
    const before = known.get(listingId);
    return before?.kind !== standing.kind || before.reason !== standing.reason;
  });
  await tx.query(INSERT, [
    JSON.stringify(
      moved.map(({ listingId, standing }) => ({
        listing_id: listingId,
        kind: standing.kind,
        on_date: standing.onDate,
        reason: standing.reason,
        record_id: standing.recordId,
      })),
    ),
    tx.now,
  ]);
  return moved;
}

export async function auditListings(
  tx: Tx,
  moved: readonly StandingOfListing[],
  actor: Actor,
  cause: string,
): Promise<void> {
  const entries = moved.map(({ listingId, papers, standing }) => ({
    unitId: papers.unitId,
    actor,
    action: `listing.${standing.kind.toLowerCase()}`,
    subjectType: 'LISTING',
    subjectId: listingId,
    detail: {
      documentNo: papers.decision.documentNo,
      reason: standing.reason,
      recordId: standing.recordId,
      cause,
    },
  }));
  await appendAudits(tx, entries);
}
