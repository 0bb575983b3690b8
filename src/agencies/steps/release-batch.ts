/** An officer's answer on a held delivery: let it in as it stands, or drop it. Either way the feed reads confirmed again. */
import { mayAct } from '../../access/rules';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import type { AgencyBody, Mode, RecordType } from '../agency';
import { nextProfile } from '../bounds';
import type { Load } from '../load';
import { findRecordType } from '../registry';
import { type BatchReport, type BatchState, STATE_WORDS } from '../report';
import { auditBatch, clearScratch, closeBatch, reportOf } from './batch-row';
import { advanceFeed, lockFeed, setHeldBatch } from './feed-row';
import { dropHeld, type HeldHead, heldBatches } from './hold-load';
import { sortOutRows } from './sort-out-rows';
import { writeLoad, writeQuarantine } from './write-load';
import { type MissingRecord, writeAbsent } from './write-records';

interface HeldBatch {
  readonly id: string;
  readonly agency: AgencyBody;
  readonly record_type: string;
  readonly mode: Mode;
  readonly source: string;
  readonly digest: Buffer;
  readonly as_of: string;
  readonly state: BatchState;
  readonly rows_read: number;
  readonly rows_quarantined: number;
}

export async function releaseBatch(
  tx: Tx,
  command: { batchId: string; answer: 'RELEASE' | 'DROP'; why: string; actor: Actor },
): Promise<Result<BatchReport>> {
  const { actor, answer } = command;
  const why = command.why.trim();
  if (!mayAct(actor, 'batch.release')) {
    return fail('NOT_ALLOWED', '待核批次由市级工作人员处理');
  }
  if (why === '') {
    return fail('INVALID_INPUT', '处理待核批次须写明理由', '请填写 why');
  }
  const personal = refusePersonalNumbers({ why });
  if (personal !== null) {
    return personal;
  }
  const found = await findHeld(tx, command.batchId);
  if (found === null) {
    return fail('NOT_FOUND', `没有批次 ${command.batchId.slice(0, 40)}`, '请核对批次编号');
  }
  const { type } = found;
  const feed = await lockFeed(tx, type);
  // Read again under the feed's lock: another officer may have answered meanwhile.
  const batch = (await findHeld(tx, command.batchId))?.batch ?? found.batch;
  if (batch.state !== 'HELD') {
    return fail('WRONG_STATE', `批次 ${batch.id} 已${STATE_WORDS[batch.state]}，不在待核之列`);
  }
  const load = { ...batch, recordType: type, asOf: batch.as_of };
  const report = answer === 'DROP' ? await drop(tx, load, why) : await release(tx, load, feed.profile);
  const [next] = await heldBatches(tx, type);
  await setHeldBatch(tx, type, next ?? null);
  await appendOutbox(tx, 'FactsChanged', { batchId: batch.id });
  await auditBatch(tx, actor, report, why);
  return ok(report);
}

type Held = HeldBatch & { readonly recordType: RecordType; readonly asOf: string };

async function findHeld(tx: Tx, batchId: string): Promise<{ batch: HeldBatch; type: RecordType } | null> {
  if (!/^\d{1,18}$/.test(batchId)) {
    return null;
  }
  const [batch] = await tx.query<HeldBatch>('select * from batch where id = $1', [batchId]);
  const type = batch === undefined ? null : findRecordType(batch.agency, batch.record_type);
  return batch === undefined || type === null ? null : { batch, type };
}

async function drop(tx: Tx, held: Held, why: string): Promise<BatchReport> {
  await dropHeld(tx, [held.id], why);
  return reportOf(held, held.id, 'DROPPED', why);
}

async function release(tx: Tx, held: Held, profileBefore: Load['profile']): Promise<BatchReport> {
  const { recordType: type } = held;
  const { head, missing } = await readHeld(tx, held.id);
  const loadId = await stageAgain(tx, held.id);
  const sorted = await sortOutRows(tx, loadId, type, true);
  const written = await writeLoad(tx, type, loadId, held.id);
  const absent = await writeAbsent(tx, type, missing, { id: held.id, asOf: held.asOf });
  const quarantined = await writeQuarantine(tx, loadId, held.id);
  const report = reportOf(held, held.id, 'RELEASED', null, {
    read: held.rows_read,
    accepted: written.added + written.changed,
    unchanged: head.unchanged + sorted.unchanged,
    quarantined: held.rows_quarantined + quarantined,
    added: written.added,
    changed: written.changed,
    absent,
  });
  await clearScratch(tx.query, loadId);
  await tx.query('delete from held_row where batch_id = $1', [held.id]);
  await closeBatch(tx, held.id, 'RELEASED', report, null);
  await advanceFeed(
    tx,
    { recordType: type, polled: false, cursor: null, file: null },
    {
      completeAsOf: held.mode === 'FULL' || type.mode === 'DELTA' ? held.asOf : null,
      batchId: held.id,
      profile: nextProfile(held.mode, profileBefore, head.profile),
    },
  );
  return report;
}

async function readHeld(tx: Tx, batchId: string): Promise<{ head: HeldHead; missing: MissingRecord[] }> {
  const rows = await tx.query<{ row_number: number; row: HeldHead | MissingRecord }>(
    'select row_number, row from held_row where batch_id = $1 and row_number <= 0 order by row_number desc',
    [batchId],
  );
  const [head, ...missing] = rows.map(({ row }) => row);
  return { head: head as HeldHead, missing: missing as MissingRecord[] };
}

async function stageAgain(tx: Tx, batchId: string): Promise<string> {
  const [next] = await tx.query<{ id: string }>(`select nextval('import_load') as id`);
  const loadId = next?.id ?? '0';
  await tx.query(
    `insert into import_stage
     select s.* from held_row h, jsonb_populate_record(null::import_stage, h.row || jsonb_build_object('load_id', $2::bigint)) s
     where h.batch_id = $1 and h.row_number > 0`,
    [batchId, loadId],
  );
  return loadId;
}
