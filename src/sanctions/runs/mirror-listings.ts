/** Mirrors what a batch of hrss says of listings, a hundred units per transaction. */
import { systemActor } from '../../kernel/actor';
import { query, type Store, transaction } from '../../store/transaction';
import { PAPER_TYPES } from '../steps/gather-papers';
import { type MirrorReport, mirrorUnits } from '../steps/mirror-units';

const UNITS_AT_ONCE = 100;

/**
 * Units whose papers the batch brought, those that the same records named before, and those whose listings rest on
 * them; but only where there is a decision to list, or was one.
 */
const UNITS = /* sql */ `
  with brought as (
    select distinct agency, record_type, source_key from agency_record
    where batch_id = $1 and agency = 'hrss' and record_type = any($2::text[])
  ), named as (
    select r.id, r.unit_id from brought join agency_record r using (agency, record_type, source_key)
  ), concerned as (
    select unit_id from named
    union select h.unit_id from brought join record_head h using (agency, record_type, source_key)
    union select l.unit_id from named join listing l on l.record_id = named.id
  )
  select c.unit_id from concerned c
  where exists (select from listing l where l.unit_id = c.unit_id)
    or exists (select from record_head h
      where h.unit_id = c.unit_id and h.agency = 'hrss' and h.record_type = 'LISTING_DECISION')
  order by 1
`;

/** Run twice, or after a crash half way: what is done stays done, and is not done again. */
export async function mirrorListings(
  store: Store,
  { batchId }: { readonly batchId: string },
): Promise<MirrorReport> {
  const units = await query<{ unit_id: string }>(store, UNITS, [batchId, PAPER_TYPES]);
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
