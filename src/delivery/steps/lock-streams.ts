/** Locks the event streams of units: the first lock of any step that appends events, always in the order of ids. */
import type { Tx } from '../../store/transaction';

/** Until the transaction ends nobody else appends to these units, so what is read after it still holds. */
export async function lockStreams(tx: Tx, unitIds: readonly string[]): Promise<void> {
  const ids = [...new Set(unitIds)];
  await tx.query(
    `insert into unit_stream (unit_id, last_seq)
     select id, 0 from unnest($1::bigint[]) as given (id) order by id
     on conflict (unit_id) do nothing`,
    [ids],
  );
  await tx.query('select from unit_stream where unit_id = any($1::bigint[]) order by unit_id for update', [
    ids,
  ]);
}
