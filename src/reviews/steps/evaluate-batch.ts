/** One batch of a round: claims cases nobody else holds, evaluates them, writes them; a killed worker leaves them unclaimed. */
import { systemActor } from '../../kernel/actor';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { type CaseToEvaluate, casesOnFile, writeVerdicts } from './evaluate-cases';

interface ClaimedRow {
  readonly id: string;
  readonly unit_id: string;
  readonly catalogue_id: string;
  readonly as_of: string;
  readonly opened_at: Date;
}

/** Returns how many cases were evaluated: 0 when none is left that is not held by another worker. */
export async function evaluateBatch(
  tx: Tx,
  { roundId, size, announce }: { roundId: string; size: number; announce: boolean },
): Promise<number> {
  const rows = await tx.query<ClaimedRow>(
    `select c.id, c.unit_id, c.catalogue_id, c.as_of, r.opened_at
       from review_case c join review_round r on r.id = c.round_id
      where c.round_id = $1 and c.evaluated_at is null and c.closed_at is null
      order by c.number limit $2
      for update of c skip locked`,
    [roundId, size],
  );
  if (rows.length === 0) {
    return 0;
  }
  const cases = rows.map(
    (row): CaseToEvaluate => ({
      id: row.id,
      unitId: row.unit_id,
      catalogueId: row.catalogue_id,
      asOf: row.as_of,
      openedAt: row.opened_at,
      orders: {},
      version: 1,
    }),
  );
  await writeVerdicts(tx, await casesOnFile(tx, cases), systemActor('review'));
  if (announce) {
    await appendOutbox(tx, 'RoundAdvanced', { roundId });
  }
  return rows.length;
}
