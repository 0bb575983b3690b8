/** What a quarantined row said is kept until it was overtaken or can hardly be asked about; that there was one, for ever. */
import type { Tx } from '../../store/transaction';

const KEEP_DAYS = 180;

export async function forgetQuarantined(tx: Tx): Promise<void> {
  await tx.query(
    `update quarantined_row q set bytes = null from batch b
     where b.id = q.batch_id and q.bytes is not null
       and (q.superseded or b.received_at < $1::timestamptz - make_interval(days => $2))`,
    [tx.now, KEEP_DAYS],
  );
}
