/** A delivery that is not whole or not ours to read: nothing of it is written but a batch with the reason. */
import type { Tx } from '../../store/transaction';
import type { Load } from '../load';
import type { BatchReport } from '../report';
import { auditBatch, closeBatch, openBatch, reportOf } from './batch-row';
import { lockFeed } from './feed-row';

export type RefusedDelivery = Pick<Load, 'recordType' | 'mode' | 'source' | 'asOf' | 'polled' | 'actor'> & {
  readonly digest: Buffer | null;
  /** A whole list that is refused is passed over, for a later one replaces it; null: the cursor stays. */
  readonly cursor: string | null;
};

export async function refuseDelivery(tx: Tx, load: RefusedDelivery, reason: string): Promise<BatchReport> {
  const { recordType } = load;
  await lockFeed(tx, recordType);
  await tx.query(
    `update feed set last_error = $3, cursor = coalesce($4, cursor),
       last_polled_at = case when $5 then $6 else last_polled_at end
     where agency = $1 and record_type = $2`,
    [recordType.agency, recordType.name, `${load.source}：${reason}`, load.cursor, load.polled, tx.now],
  );
  const before = await lastRefused(tx, load, reason);
  if (load.polled && before !== null) {
    // Found again at every poll until the source is put right: said once.
    return reportOf(load, before, 'REFUSED', reason);
  }
  const batchId = await openBatch(tx, load, 'REFUSED');
  const report = reportOf(load, batchId, 'REFUSED', reason);
  await closeBatch(tx, batchId, 'REFUSED', report, reason);
  await auditBatch(tx, load.actor, report);
  return report;
}

/** The newest batch of the feed, if it is this same refusal. */
async function lastRefused(tx: Tx, load: RefusedDelivery, reason: string): Promise<string | null> {
  const [last] = await tx.query<{ id: string; same: boolean }>(
    `select id, state = 'REFUSED' and source = $3 and reason = $4 as same from batch
     where agency = $1 and record_type = $2 order by id desc limit 1`,
    [load.recordType.agency, load.recordType.name, load.source, reason],
  );
  return last?.same === true ? last.id : null;
}
