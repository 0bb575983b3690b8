/** Looks again at listings on the day on which time alone changes them: a term is over, a removal takes effect. */
import { systemActor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { mirrorUnits } from './mirror-units';

const DUE = /* sql */ `
  select unit_id from listing where look_again_on <= $1::date group by unit_id order by unit_id limit $2
`;

/** At most `limit` units; call again until none is left. Whether or not the source has said so by now. */
export async function revisitListings(
  tx: Tx,
  { limit }: { readonly limit: number },
): Promise<{ revisited: number }> {
  const units = await tx.query<{ unit_id: string }>(DUE, [tx.today, limit]);
  await mirrorUnits(tx, {
    unitIds: units.map(({ unit_id }) => unit_id),
    actor: systemActor('revisit-listings'),
    cause: 'day',
  });
  return { revisited: units.length };
}
