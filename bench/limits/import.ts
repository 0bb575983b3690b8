/** The least that taking a list in comes to: COPY of the file as it is, and one statement that merges what differs. */
import fs from 'node:fs';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** The same columns and indexes as the hub's. */
export const TABLES_OF_LIMIT = /* sql */ `
  create table limit_record (like agency_record including all);
  create table limit_head (like record_head including all);
  create unlogged table limit_stage (
    key text, version text, code text, name text, day text, year text, grade text, published text, valid_from text, valid_to text)`;

const MERGE = /* sql */ `
  with given as (
    select s.*, jsonb_build_object('evaluatedYear', year::int, 'grade', grade, 'publishedOn', published::date,
        'validFrom', valid_from::date, 'validTo', valid_to::date) as data,
      to_jsonb(s) as original
    from limit_stage s
  ), digested as (
    select g.*, sha256(convert_to(concat_ws(' ', version, code, name, day, data::text), 'UTF8')) as digest from given g
  ), fresh as (
    select d.*, coalesce(h.version, 0) + 1 as next, u.id as unit_id
    from digested d
      left join limit_head h on h.agency = 'hrss' and h.record_type = 'INTEGRITY_GRADE' and h.source_key = d.key
      left join unit u on u.code = d.code
    where h.digest is distinct from d.digest
  ), written as (
    insert into limit_record (agency, record_type, source_key, version, source_version, state, unit_id, unit_code, unit_name,
      observed_on, effective_from, effective_to, data, original, digest, batch_id, received_at)
    select 'hrss', 'INTEGRITY_GRADE', key, next, version::int, 'PRESENT', unit_id, code, name, day::date,
      valid_from::date, valid_to::date, data, original, digest, 1, now()
    from fresh returning id, source_key, version, unit_id, digest
  ), heads as (
    insert into limit_head (agency, record_type, source_key, record_id, version, state, unit_id, digest)
    select 'hrss', 'INTEGRITY_GRADE', source_key, id, version, 'PRESENT', unit_id, digest from written where version = 1
  ), changed as (
    update limit_head h set record_id = w.id, version = w.version, unit_id = w.unit_id, digest = w.digest
    from written w where w.version > 1 and h.agency = 'hrss' and h.record_type = 'INTEGRITY_GRADE' and h.source_key = w.source_key
  )
  select count(*)::int as written from written`;

/** Returns the number of rows written. */
export async function mergeList(client: Client, file: string): Promise<number> {
  await client.query('begin');
  await client.query('truncate limit_stage');
  const copy = client.query(copyFrom(`copy limit_stage from stdin (format csv, header, encoding 'GB18030')`));
  await new Promise((resolve, reject) => {
    fs.createReadStream(file).on('error', reject).pipe(copy).on('finish', resolve).on('error', reject);
  });
  const { rows } = await client.query<{ written: number }>(MERGE);
  await client.query('commit');
  return rows[0]?.written ?? 0;
}
