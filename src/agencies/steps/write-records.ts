/** New and changed rows become versions of records, set-based; rows that are equal were taken out before and lock nothing. */
import type { Tx } from '../../store/transaction';
import type { RecordType } from '../agency';

interface Written {
  readonly added: number;
  readonly changed: number;
}

/**
 * A unit is found by its code; by the organisation code only where one unit alone has it; a record with a name
 * alone joins only what an officer found to be the same, and only under the name that the officer saw.
 */
const FIND_UNIT = `
  left join unit u on u.code = s.unit_code
  left join lateral (
    select case when s.organisation_code is not null
      then (select min(x.id) from unit x where x.organisation_code = s.organisation_code having count(*) = 1)
      else (select c.unit_id from match_candidate c
        join lateral (select answer from match_decision where candidate_id = c.id order by version desc limit 1) d
          on d.answer = 'SAME'
        where c.subject_type = 'AGENCY_RECORD' and c.subject_id = $2 || '/' || $3 || '/' || s.source_key
          and c.subject_name = s.unit_name)
      end as unit_id
    where s.unit_code is null
  ) found on true`;

/** MERGE, for it alone returns columns of the row it wrote from: so each row is read once, and kept nowhere on the way. */
const WRITE = `
  with written as (
    merge into agency_record r
    using (
      select s.*, coalesce(h.version, 0) + 1 as version, coalesce(u.id, found.unit_id) as unit_id
      from import_stage s
      left join record_head h on h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
      ${FIND_UNIT}
      where s.load_id = $1
    ) s on false
    when not matched then
      insert (agency, record_type, source_key, version, source_version, state, unit_id, unit_code, unit_name,
        observed_on, effective_from, effective_to, data, original, digest, batch_id, received_at)
      values ($2, $3, s.source_key, s.version, s.source_version, 'PRESENT', s.unit_id,
        coalesce(s.unit_code, s.organisation_code), s.unit_name, s.observed_on, s.effective_from, s.effective_to, s.data,
        s.original, s.digest, $4, $5)
    returning r.id, r.source_key, r.version, r.unit_id, r.digest, s.raw_digest
  ), added as (
    insert into record_head (agency, record_type, source_key, record_id, version, state, unit_id, digest, raw_digest)
    select $2, $3, source_key, id, version, 'PRESENT', unit_id, digest, raw_digest from written where version = 1
  ), changed as (
    update record_head h set record_id = w.id, version = w.version, state = 'PRESENT', unit_id = w.unit_id,
      digest = w.digest, raw_digest = w.raw_digest
    from written w
    where w.version > 1 and h.agency = $2 and h.record_type = $3 and h.source_key = w.source_key
  )
  select (count(*) filter (where version = 1))::int as added, (count(*) filter (where version > 1))::int as changed
  from written`;

const WRITE_PERSONS = `
  insert into agency_record_person (agency, record_type, source_key, commitment, ciphertext, key_id, stored_at)
  select $2, $3, source_key, person_commitment, person_ciphertext, person_key_id, $4 from import_stage
  where load_id = $1 and person_commitment is not null
  on conflict do nothing`;

export async function writeRecords(
  tx: Tx,
  type: RecordType,
  loadId: string,
  batchId: string,
): Promise<Written> {
  const feed = [loadId, type.agency, type.name];
  const [written] = await tx.query<Written>(WRITE, [...feed, batchId, tx.now]);
  if (type.namesPersons) {
    await tx.query(WRITE_PERSONS, [...feed, tx.now]);
  }
  return written ?? { added: 0, changed: 0 };
}

/**
 * Records of a whole list that the delivery does not mention, not even in a row that was quarantined. NOT IN makes one
 * hash of what was seen, whatever the planner takes the arrays for: as a join it once came to compare each with each.
 */
const NOT_MENTIONED = `
  h.record_id not in (select unnest(record_ids) from import_seen where load_id = $1)
  and not exists (select from import_stage x where x.load_id = $1 and x.source_key = h.source_key)
  and not exists (select from import_reject x where x.load_id = $1 and x.source_key = h.source_key)`;

const PRESENT = `from record_head h where h.agency = $2 and h.record_type = $3 and h.state = 'PRESENT'`;

/** All records that the feed has, and how many of them the delivery does not mention: in one pass over them. */
export async function countRecords(
  tx: Tx,
  type: RecordType,
  loadId: string,
): Promise<{ readonly records: number; readonly missing: number }> {
  const [row] = await tx.query<{ records: number; missing: number }>(
    `select count(*)::int as records, (count(*) filter (where ${NOT_MENTIONED}))::int as missing ${PRESENT}`,
    [loadId, type.agency, type.name],
  );
  return row ?? { records: 0, missing: 0 };
}

export interface MissingRecord {
  readonly sourceKey: string;
  readonly recordId: string;
}

export const readMissing = (tx: Tx, type: RecordType, loadId: string): Promise<MissingRecord[]> =>
  tx.query<MissingRecord>(
    `select h.source_key as "sourceKey", h.record_id as "recordId" ${PRESENT} and ${NOT_MENTIONED}
     order by h.source_key`,
    [loadId, type.agency, type.name],
  );

/**
 * What is no longer in a whole list gets a last version that says so and nothing else: cleaned data and persons are
 * those of the version before it, for absence corrects nothing. `original` is empty, for the delivery had no row.
 * Only where the record is still the one that was found missing.
 */
export async function writeAbsent(
  tx: Tx,
  type: RecordType,
  missing: readonly MissingRecord[],
  batch: { readonly id: string; readonly asOf: string },
): Promise<number> {
  if (missing.length === 0) {
    return 0;
  }
  const written = await tx.query(
    `with gone as (
       select r.*, h.version as head_version, h.unit_id as head_unit_id
       from unnest($5::bigint[]) as given (record_id)
       join record_head h on h.record_id = given.record_id and h.agency = $1 and h.record_type = $2
         and h.state = 'PRESENT'
       join agency_record r on r.id = h.record_id
     ), written as (
       insert into agency_record (agency, record_type, source_key, version, source_version, state, unit_id, unit_code,
         unit_name, observed_on, effective_from, effective_to, data, original, digest, batch_id, received_at)
       select agency, record_type, source_key, head_version + 1, source_version, 'ABSENT', head_unit_id, unit_code,
         unit_name, $4::date, effective_from, effective_to, data, '{}',
         sha256(convert_to(agency || '/' || record_type || '/' || source_key || ' absent ' || $4::text, 'UTF8')), $3, $6
       from gone
       returning id, source_key, version, digest
     )
     update record_head h set record_id = w.id, version = w.version, state = 'ABSENT', digest = w.digest,
       raw_digest = null
     from written w
     where h.agency = $1 and h.record_type = $2 and h.source_key = w.source_key
     returning w.id`,
    [type.agency, type.name, batch.id, batch.asOf, missing.map(({ recordId }) => recordId), tx.now],
  );
  return written.length;
}
