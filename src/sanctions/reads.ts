/** What of listings must be put before an officer: removals that ended nothing. */
import type { ListingRemoval } from '../agencies/hrss/order45-records';
import { comparable } from '../kernel/comparable-text';
import { query, type Store } from '../store/transaction';

type Said = Pick<ListingRemoval, 'documentNo' | 'listingDocumentNo'>;

interface IdleRemoval extends Said {
  readonly decidedOn: string;
  /** What its unit was listed by up to the day of the removal. */
  readonly listings: readonly string[];
}

/** First those whose number nothing matches as it is written, which are few; how else it may be written is looked at then. */
const UNMATCHED = /* sql */ `
  select r.data->>'documentNo' as "documentNo", r.data->>'listingDocumentNo' as "listingDocumentNo",
    r.data->>'decidedOn' as "decidedOn",
    array(select l.document_no from listing l where l.unit_id = h.unit_id
      and l.decided_on <= (r.data->>'decidedOn')::date) as listings
  from record_head h join agency_record r on r.id = h.record_id
  where h.agency = 'hrss' and h.record_type = 'LISTING_REMOVAL' and h.state = 'PRESENT'
    and not exists (select from listing l where l.unit_id = h.unit_id
      and l.document_no = r.data->>'listingDocumentNo' and l.decided_on <= (r.data->>'decidedOn')::date)
  order by 3, 1
`;

/** Removals of no listing of their unit: another number, another employer, or dated before the decision that they end. */
export async function readIdleRemovals(store: Store): Promise<Said[]> {
  const unmatched = await query<IdleRemoval>(store, UNMATCHED);
  return unmatched
    .filter(
      ({ listingDocumentNo, listings }) => !listings.map(comparable).includes(comparable(listingDocumentNo)),
    )
    .map(({ documentNo, listingDocumentNo }) => ({ documentNo, listingDocumentNo }));
}
