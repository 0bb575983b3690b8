/** Mirrors what a batch of hrss says of listings, a hundred units per transaction. */
import { systemActor } from '../../kernel/actor';
import { query, type Store, transaction } from '../../store/transaction';
import { type MirrorReport, mirrorUnits } from '../steps/mirror-units';

const UNITS_AT_ONCE = 100;

/** Units of the batch's records, and those that the same records named before. */
const UNITS = /* sql */ `
  select distinct before.unit_id
  from agency_record r join agency_record before using (agency, record_type, source_key)
  where r.batch_id = $1 and r.agency = 'hrss'
    and r.record_type in ('LISTING_DECISION', 'LISTING_REMOVAL', 'PAY_ORDER') and before.unit_id is not null
  order by 1
`;

/** Run twice, or after a crash half way: what is done stays done, and is not done again. */
export async function mirrorListings(
  store: Store,
  { batchId }: { readonly batchId: string },
): Promise<MirrorReport> {
  const units = await query<{ unit_id: string }>(store, UNITS, [batchId]);
  const total = {
    LISTED: 0,
    HELD: 0,
    UNCONFIRMED: 0,
    REMOVED_EXPIRED: 0,
    REMOVED_EARLY: 0,
    REMOVED_ANNULLED: 0,
  };
  for (let start = 0; start < units.length; start += UNITS_AT_ONCE) {
    const unitIds = units.slice(start, start + UNITS_AT_ONCE).map(({ unit_id }) => unit_id);
    const report = await transaction(store, (tx) =>
      mirrorUnits(tx, { unitIds, actor: systemActor('mirror-listings'), cause: `batch ${batchId}` }),
    );
    for (const kind of Object.keys(total) as (keyof MirrorReport)[]) {
      total[kind] += report[kind];
    }
  }
  const { LISTED, HELD } = total;
  if (LISTED + HELD > 0) {
    store.logger.info({ batchId, ...total }, 'listings mirrored');
  }
  return total;
}
