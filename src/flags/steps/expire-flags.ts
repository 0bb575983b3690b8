/** Ends flags whose last day has passed, even if their source is late; each end is a withdrawal with its recall. */
import { lockStreams } from '../../delivery/steps/lock-streams';
import { systemActor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import type { FlagKind } from '../flag';
import { changeFlags } from './change-flag';

interface Ended {
  unitId: string;
  kind: FlagKind;
  subject: string;
  flagId: string;
  effectiveEnd: string;
}

const ENDED = /* sql */ `
  select unit_id as "unitId", kind, subject, flag_id as "flagId", effective_end as "effectiveEnd" from flag_head
  where state = 'ACTIVE' and effective_end < $1::date and ($3::bigint[] is null or unit_id = any($3::bigint[]))
  order by unit_id, effective_end limit $2
`;

/** At most `limit` flags; call again until none is left. */
export async function expireFlags(
  tx: Tx,
  { limit }: { readonly limit: number },
): Promise<{ expired: number }> {
  const found = await tx.query<Ended>(ENDED, [tx.today, limit, null]);
  const unitIds = found.map(({ unitId }) => unitId);
  await lockStreams(tx, unitIds);
  // Read again under the locks: somebody may have given one of them a new end in between.
  const ended = await tx.query<Ended>(ENDED, [tx.today, limit, unitIds]);
  const results = await changeFlags(
    tx,
    ended.map(({ unitId, kind, subject, flagId, effectiveEnd }) => ({
      unitId,
      kind,
      subject,
      state: 'WITHDRAWN',
      effectiveFrom: effectiveEnd,
      effectiveEnd,
      decisionType: 'EXPIRY',
      decisionId: flagId,
      reason: 'EXPIRED',
      actor: systemActor('expire-flags'),
    })),
  );
  return { expired: results.filter(({ changed }) => changed).length };
}
