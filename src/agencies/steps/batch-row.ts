/** The row of a batch: written once with its state, closed with its counts; never with a row's content. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import type { Load } from '../load';
import { type BatchCounts, type BatchReport, type BatchState, NO_COUNTS } from '../report';

type Delivered = Pick<Load, 'recordType' | 'mode' | 'source' | 'asOf'> & { readonly digest: Buffer | null };

/** A batch that will hold records is opened before them and closed with its counts in the same transaction. */
export async function openBatch(tx: Tx, load: Delivered, state: BatchState): Promise<string> {
  const [batch] = await tx.query<{ id: string }>(
    `insert into batch (agency, record_type, mode, source, digest, as_of, state, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      load.recordType.agency,
      load.recordType.name,
      load.mode,
      load.source,
      load.digest,
      load.asOf,
      state,
      tx.now,
    ],
  );
  if (batch === undefined) {
    throw new Error('the batch was not written');
  }
  return batch.id;
}

export async function closeBatch(
  tx: Tx,
  batchId: string,
  state: BatchState,
  counts: BatchCounts,
  reason: string | null,
): Promise<void> {
  await tx.query(
    `update batch set state = $2, rows_read = $3, rows_accepted = $4, rows_unchanged = $5, rows_quarantined = $6,
       rows_new = $7, rows_changed = $8, rows_absent = $9, reason = $10, finished_at = $11
     where id = $1`,
    [
      batchId,
      state,
      counts.read,
      counts.accepted,
      counts.unchanged,
      counts.quarantined,
      counts.added,
      counts.changed,
      counts.absent,
      reason,
      tx.now,
    ],
  );
}

export function reportOf(
  load: Delivered,
  batchId: string | null,
  state: BatchState,
  reason: string | null = null,
  counts: BatchCounts = NO_COUNTS,
): BatchReport {
  const { agency, name } = load.recordType;
  return {
    ...counts,
    batchId,
    agency,
    recordType: name,
    mode: load.mode,
    source: load.source,
    asOf: load.asOf,
    state,
    reason,
  };
}

/** The chain's lock is taken here: call it last. */
export async function auditBatch(tx: Tx, actor: Actor, report: BatchReport, why?: string): Promise<void> {
  const { batchId, state, agency, recordType, mode, source, asOf, reason } = report;
  const { read, accepted, unchanged, quarantined, absent } = report;
  await appendAudit(tx, {
    unitId: null,
    actor,
    action: `batch.${state.toLowerCase()}`,
    subjectType: 'batch',
    subjectId: batchId ?? '',
    detail: {
      feed: `${agency}/${recordType}`,
      mode,
      source,
      asOf,
      reason,
      why,
      counts: { read, accepted, unchanged, quarantined, absent },
    },
  });
}

/** What lay in the scratch tables is in its place now, or belongs to nothing any more. */
export async function clearScratch(query: Tx['query'], loadId: string): Promise<void> {
  for (const table of ['import_stage', 'import_seen', 'import_reject']) {
    await query(`delete from ${table} where load_id = $1`, [loadId]);
  }
}
