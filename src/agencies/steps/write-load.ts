/** Writes what is left of a load after sorting out: units, records with their versions, names, candidates, quarantine. */
import type { Tx } from '../../store/transaction';
import { proposeMatches } from '../../units/steps/propose-matches';
import type { RecordType } from '../agency';
import { RECORD_SUBJECT, recordSubject } from './attach-record';
import { joinLateRecords } from './join-late-records';
import { writeRecords } from './write-records';
import { createUnits, refreshUnits, rememberRecordNames } from './write-units';

export async function writeLoad(
  tx: Tx,
  type: RecordType,
  loadId: string,
  batchId: string,
): Promise<{ added: number; changed: number }> {
  const created = type.namesUnits ? await createUnits(tx, type, loadId) : null;
  const written = await writeRecords(tx, type, loadId, batchId);
  if (created === null) {
    await rememberRecordNames(tx, type, loadId, batchId);
    await proposeUnits(tx, type, batchId);
  } else {
    await refreshUnits(tx, type, batchId, created);
  }
  if (created !== null && created.count > 0) {
    await joinLateRecords(tx);
  }
  return written;
}

/** Records that came with a name alone: an officer is asked which unit they may mean. */
async function proposeUnits(tx: Tx, type: RecordType, batchId: string): Promise<void> {
  const nameless = await tx.query<{ source_key: string; unit_name: string }>(
    `select source_key, unit_name from agency_record
     where batch_id = $1 and state = 'PRESENT' and unit_code is null and unit_id is null and unit_name is not null
     order by id`,
    [batchId],
  );
  await proposeMatches(tx, {
    subjectType: RECORD_SUBJECT,
    subjects: nameless.map(({ source_key, unit_name }) => ({
      id: recordSubject(type.agency, type.name, source_key),
      name: unit_name,
    })),
  });
}

/**
 * A row whose code cannot be read is on the unit that alone has its organisation code or its name: nothing may be
 * concluded of a unit from what a row on it might have said.
 */
const UNIT_CODE = /* sql */ `coalesce(r.unit_code,
  (select min(u.code) from unit u where u.organisation_code = r.organisation_code having count(*) = 1),
  (select min(u.code) from unit_name n join unit u on u.id = n.unit_id where n.normalised = r.name_normalised
    having count(distinct u.id) = 1))`;

/** Rows that were refused go where an officer of the sending body sees them. Returns how many. */
export async function writeQuarantine(tx: Tx, loadId: string, batchId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with kept as (
       insert into quarantined_row (batch_id, row_number, source_key, unit_code, field, reason, bytes, superseded)
       select $2, r.row_number, r.source_key, ${UNIT_CODE}, r.field, r.reason, r.bytes, r.superseded
       from import_reject r where r.load_id = $1 order by r.row_number
       returning 1
     ) select count(*)::int as count from kept`,
    [loadId, batchId],
  );
  return row?.count ?? 0;
}
