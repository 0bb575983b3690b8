/** A delivery that breaks its feed's bounds is kept aside for an officer; meanwhile what rests on the feed is unconfirmed. */
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import type { RecordType } from '../agency';
import type { FeedProfile } from '../bounds';
import type { Load } from '../load';
import { type BatchReport, NO_COUNTS } from '../report';
import { auditBatch, clearScratch, closeBatch, openBatch, reportOf } from './batch-row';
import { advanceFeed, setHeldBatch } from './feed-row';
import { writeQuarantine } from './write-load';
import { type MissingRecord, readMissing } from './write-records';

/** Kept as held row number 0: what the release needs to know of the delivery as a whole. */
export interface HeldHead {
  readonly unchanged: number;
  readonly profile: FeedProfile;
}

export async function holdLoad(tx: Tx, load: Load, unchanged: number, reason: string): Promise<BatchReport> {
  const { recordType: type, loadId } = load;
  const replaced = load.mode === 'FULL' ? await heldBatches(tx, type) : [];
  const batchId = await openBatch(tx, load, 'HELD');
  await keepRows(tx, loadId, batchId, { unchanged, profile: load.profile });
  if (load.mode === 'FULL') {
    await keepMissing(tx, batchId, await readMissing(tx, type, loadId));
  }
  const quarantined = await writeQuarantine(tx, loadId, batchId);
  const report = reportOf(load, batchId, 'HELD', reason, {
    ...NO_COUNTS,
    read: load.read,
    unchanged,
    quarantined,
  });
  await closeBatch(tx, batchId, 'HELD', report, reason);
  await clearScratch(tx.query, loadId);
  await advanceFeed(tx, load, { completeAsOf: null });
  await dropHeld(tx, replaced, `已由批次 ${batchId} 取代`);
  await setHeldBatch(tx, type, batchId);
  await appendOutbox(tx, 'BatchHeld', { batchId });
  await auditBatch(tx, load.actor, report);
  return report;
}

async function keepRows(tx: Tx, loadId: string, batchId: string, head: HeldHead): Promise<void> {
  await tx.query(`insert into held_row (batch_id, row_number, row) values ($1, 0, $2::jsonb)`, [
    batchId,
    JSON.stringify(head),
  ]);
  await tx.query(
    `insert into held_row (batch_id, row_number, row)
     select $1, row_number, to_jsonb(s) from import_stage s where load_id = $2 order by row_number`,
    [batchId, loadId],
  );
}

/** With numbers below zero: records that the list no longer had when it was held. */
async function keepMissing(tx: Tx, batchId: string, missing: readonly MissingRecord[]): Promise<void> {
  await tx.query(
    `insert into held_row (batch_id, row_number, row)
     select $1, -place, jsonb_build_object('sourceKey', source_key, 'recordId', record_id::text)
     from unnest($2::text[], $3::bigint[]) with ordinality as given (source_key, record_id, place)`,
    [batchId, missing.map(({ sourceKey }) => sourceKey), missing.map(({ recordId }) => recordId)],
  );
}

/** The batches of a feed that wait for an officer, the newest first: of events, or of parts of a list, several may. */
export async function heldBatches(tx: Tx, type: RecordType): Promise<readonly string[]> {
  const held = await tx.query<{ id: string }>(
    `select id from batch where agency = $1 and record_type = $2 and state = 'HELD' order by id desc`,
    [type.agency, type.name],
  );
  return held.map(({ id }) => id);
}

/** The held rows go with it: what was dropped was never evidence. */
export async function dropHeld(tx: Tx, batchIds: readonly string[], reason: string): Promise<void> {
  await tx.query(
    `update batch set state = 'DROPPED', reason = concat_ws('；', reason, $2::text), finished_at = $3
     where id = any($1::bigint[])`,
    [batchIds, reason, tx.now],
  );
  await tx.query('delete from held_row where batch_id = any($1::bigint[])', [batchIds]);
}
