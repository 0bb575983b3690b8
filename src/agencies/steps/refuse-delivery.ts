/** A delivery that is not whole or not ours to read: nothing of it is written but a batch with the reason. */
import type { Tx } from '../../store/transaction';
import type { Load } from '../load';
import type { BatchReport } from '../report';
import { auditBatch, closeBatch, openBatch, reportOf } from './batch-row';
import { lockFeed, rememberFile } from './feed-row';

export type RefusedDelivery = Pick<
  Load,
  'recordType' | 'mode' | 'source' | 'asOf' | 'polled' | 'actor' | 'file'
> & {
  readonly digest: Buffer | null;
};

export async function refuseDelivery(tx: Tx, load: RefusedDelivery, reason: string): Promise<BatchReport> {
  const { recordType } = load;
  await lockFeed(tx, recordType);
  // Events that are missing stay missing until they come whole; a whole list is passed over, for the next replaces it.
  await rememberFile(tx, recordType, recordType.mode === 'FULL' ? load.file : null);
  const before = load.polled ? await refusedBefore(tx, load, reason) : null;
  // Found again at every poll until the source is put right: said once.
  const batchId = before ?? (await openBatch(tx, load, 'REFUSED'));
  await tx.query(
    `update feed set last_error = $3, refused_batch_id = $4,
       last_polled_at = case when $5 then $6 else last_polled_at end
     where agency = $1 and record_type = $2`,
    [recordType.agency, recordType.name, `${load.source}：${reason}`, batchId, load.polled, tx.now],
  );
  const report = reportOf(load, batchId, 'REFUSED', reason);
  if (before === null) {
    await closeBatch(tx, batchId, 'REFUSED', report, reason);
    await auditBatch(tx, load.actor, report);
  }
  return report;
}

/** This same refusal, unless something was accepted since. */
async function refusedBefore(tx: Tx, load: RefusedDelivery, reason: string): Promise<string | null> {
  const [before] = await tx.query<{ id: string }>(
    `select b.id from batch b join feed f using (agency, record_type)
     where b.agency = $1 and b.record_type = $2 and b.id > coalesce(f.last_batch_id, 0)
       and b.state = 'REFUSED' and b.source = $3 and b.reason = $4 order by b.id desc limit 1`,
    [load.recordType.agency, load.recordType.name, load.source, reason],
  );
  return before?.id ?? null;
}
