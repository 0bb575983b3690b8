/** Carries out an officer's answer on a record that came with a name alone: joins it to the unit, or parts it again. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';

/** The subject type of such records in match_candidate; the subject id is `agency/TYPE/source key`. */
export const RECORD_SUBJECT = 'AGENCY_RECORD';

export const recordSubject = (agency: string, recordType: string, sourceKey: string): string =>
  `${agency}/${recordType}/${sourceKey}`;

/** `unitId`: null parts the record from its unit (the answer was withdrawn). */
export async function attachRecord(
  tx: Tx,
  command: { subjectId: string; unitId: string | null; actor: Actor },
): Promise<Result<{ recordId: string }>> {
  const [agency = '', recordType = '', ...key] = command.subjectId.split('/');
  const [head] = await tx.query<{
    record_id: string;
    unit_id: string | null;
    unit_code: string | null;
    batch_id: string;
  }>(
    `select h.record_id, h.unit_id, r.unit_code, r.batch_id
     from record_head h join agency_record r on r.id = h.record_id
     where h.agency = $1 and h.record_type = $2 and h.source_key = $3 for update of h`,
    [agency, recordType, key.join('/')],
  );
  if (head === undefined) {
    return fail('NOT_FOUND', `没有记录 ${command.subjectId}`);
  }
  if (head.unit_code !== null) {
    return fail('WRONG_STATE', '该记录载有单位代码，不由同一性判断决定归属');
  }
  await tx.query('update record_head set unit_id = $2 where record_id = $1', [
    head.record_id,
    command.unitId,
  ]);
  await appendOutbox(tx, 'FactsChanged', { batchId: head.batch_id });
  await appendAudit(tx, {
    unitId: command.unitId ?? head.unit_id,
    actor: command.actor,
    action: command.unitId === null ? 'record.detached' : 'record.attached',
    subjectType: 'agency_record',
    subjectId: head.record_id,
    detail: { record: command.subjectId, unitId: command.unitId, previousUnitId: head.unit_id },
  });
  return ok({ recordId: head.record_id });
}
