/** Ends listings whose three years have passed, whether or not the source has said so by now. */
import { systemActor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { mirrorUnits } from './mirror-units';

const ENDED = /* sql */ `
  select l.unit_id from listing l
  where l.effective_end < $1::date and not exists (
    select from listing_event e where e.listing_id = l.id and e.kind like 'REMOVED%')
  group by l.unit_id order by l.unit_id limit $2
`;

/** At most `limit` units; call again until none is left. */
export async function expireListings(
  tx: Tx,
  { limit }: { readonly limit: number },
): Promise<{ expired: number }> {
  const units = await tx.query<{ unit_id: string }>(ENDED, [tx.today, limit]);
  const report = await mirrorUnits(tx, {
    unitIds: units.map(({ unit_id }) => unit_id),
    actor: systemActor('expire-listings'),
    cause: 'day',
  });
  return { expired: report.REMOVED_EXPIRED + report.REMOVED_EARLY + report.REMOVED_ANNULLED };
}
