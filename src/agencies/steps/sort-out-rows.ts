/** Before anything is merged: rows that are stored already, rows that contradict each other, rows that are out of date. */
import type { Tx } from '../../store/transaction';
import type { RecordType } from '../agency';

/** `superseded`: what the row says was overtaken by a newer version, so it casts no doubt on what is stored. */
const QUARANTINE = `
  insert into import_reject (load_id, row_number, source_key, unit_code, organisation_code, name_normalised, field,
    reason, bytes, superseded)
  select load_id, row_number, source_key, unit_code, organisation_code, name_normalised, $4, $5,
    convert_to(original::text, 'UTF8'), $6 from out`;

interface Sorted {
  /** Rows found equal to what is stored, or given twice in the same words. */
  readonly unchanged: number;
}

/** `known`: the feed had records before; without any the comparisons with what is stored are left out. */
export async function sortOutRows(tx: Tx, loadId: string, type: RecordType, known: boolean): Promise<Sorted> {
  const { agency, name } = type;
  const feed = [loadId, agency, name];
  let unchanged = 0;
  if (known) {
    unchanged += await countOf(tx, REMOVE_STORED, feed);
  }
  const [{ repeated } = { repeated: false }] = await tx.query<{ repeated: boolean }>(ANY_REPEATED, feed);
  if (repeated) {
    unchanged += await countOf(tx, REMOVE_REPEATED, [loadId]);
    await tx.query(REMOVE_CONTRADICTING, [
      ...feed,
      '编号',
      '同一批次内编号重复且内容不同，已有更高版本',
      true,
    ]);
    await tx.query(REMOVE_TIED, [...feed, '编号', '同一批次内编号重复且内容不同，版本不分先后', false]);
  }
  if (known) {
    await tx.query(REMOVE_STALE, [...feed, '版本', '版本低于已接收的版本', true]);
  }
  return { unchanged };
}

async function countOf(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql, parameters);
  return row?.count ?? 0;
}

/**
 * Says what the record says, though the row is not the one it was read from: given with other blanks, or read by another
 * version of the reader. The next time it is known by its own digest.
 */
const REMOVE_STORED = `
  with out as (
    delete from import_stage s using record_head h
    where s.load_id = $1 and h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
      and h.state = 'PRESENT' and h.digest = s.digest
    returning s.load_id, s.source_key, s.raw_digest, h.record_id
  ), noted as (
    insert into import_seen (load_id, record_ids) select load_id, array_agg(record_id) from out group by load_id
  ), known as (
    update record_head h set raw_digest = out.raw_digest from out
    where h.agency = $2 and h.record_type = $3 and h.source_key = out.source_key
      and h.raw_digest is distinct from out.raw_digest
  )
  select count(*)::int as count from out`;

const SEEN = 'select unnest(record_ids) from import_seen where load_id = $1';

/** Of what was seen each is looked for among the few that differ: the other way round, all records are joined with it. */
const ANY_REPEATED = `
  with differing as materialized (
    select h.record_id from import_stage s
    join record_head h on h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
    where s.load_id = $1
  )
  select (select count(*) > count(distinct source_key) from import_stage where load_id = $1)
    or exists (select from import_seen cross join lateral unnest(record_ids) as seen (id)
      where load_id = $1 and seen.id in (select record_id from differing))
    as repeated`;

/** The same row twice in one delivery counts once. */
const REMOVE_REPEATED = `
  with out as (
    delete from import_stage s using import_stage other
    where s.load_id = $1 and other.load_id = $1 and other.source_key = s.source_key
      and other.digest = s.digest and other.row_number < s.row_number
    returning s.row_number
  )
  select count(distinct row_number)::int as count from out`;

/** Beaten by a higher version in the same delivery, staged or found unchanged. */
const REMOVE_CONTRADICTING = `
  with out as (
    delete from import_stage s
    where s.load_id = $1 and (
      exists (select from import_stage other where other.load_id = $1 and other.source_key = s.source_key
        and other.source_version > s.source_version)
      or exists (select from record_head h join agency_record r on r.id = h.record_id
        where h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
          and h.record_id in (${SEEN}) and r.source_version > s.source_version))
    returning s.*
  )${QUARANTINE}`;

/** What is left and still given twice: nobody can say which is right, so neither is taken. */
const REMOVE_TIED = `
  with out as (
    delete from import_stage s
    where s.load_id = $1 and (
      exists (select from import_stage other where other.load_id = $1 and other.source_key = s.source_key
        and other.row_number <> s.row_number)
      or exists (select from record_head h join agency_record r on r.id = h.record_id
        where h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
          and h.record_id in (${SEEN}) and r.source_version = s.source_version))
    returning s.*
  )${QUARANTINE}`;

/** An older version never overwrites a newer one. */
const REMOVE_STALE = `
  with out as (
    delete from import_stage s using record_head h, agency_record r
    where s.load_id = $1 and h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
      and r.id = h.record_id and s.source_version < r.source_version
    returning s.*
  )${QUARANTINE}`;
