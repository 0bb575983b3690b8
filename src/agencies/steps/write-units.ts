/** Units from social-insurance registrations (code, name, region, branch, employees), and the names all records use. */

import type { Tx } from '../../store/transaction';
import { normaliseName } from '../../units/name';
import { rememberNames } from '../../units/steps/remember-names';
import type { RecordType } from '../agency';

const sourceOf = ({ agency, name }: RecordType): string => `${agency}/${name}`;

export interface CreatedUnits {
  readonly count: number;
  /** Units with a greater id were made by this very load. */
  readonly lastIdBefore: string;
}

/** Employers that are not known yet. */
export async function createUnits(tx: Tx, type: RecordType, loadId: string): Promise<CreatedUnits> {
  const [last] = await tx.query<{ id: string }>('select coalesce(max(id), 0) as id from unit');
  const [row] = await tx.query<{ count: number }>(
    `with fresh as (
       select distinct on (s.unit_code) s.unit_code, s.unit_name, s.name_normalised, s.observed_on, s.data
       from import_stage s
       where s.load_id = $1 and s.unit_code is not null
         and not exists (select from unit u where u.code = s.unit_code)
       order by s.unit_code, s.observed_on desc, s.source_key
     ), latest as (
       select code, max(year) as year from region group by code
     ), created as (
       insert into unit (code, kind, name, organisation_code, region_code, region_year, industry, employees,
         created_at, updated_at)
       select f.unit_code, 'ENTERPRISE', f.unit_name, substr(f.unit_code, 9, 9), f.data ->> 'regionCode', l.year,
         f.data ->> 'industry', (f.data ->> 'insuredCount')::int, $2, $2
       from fresh f left join latest l on l.code = f.data ->> 'regionCode'
       order by f.unit_code
       on conflict (code) do nothing
       returning id, code
     ), named as (
       insert into unit_name (unit_id, name, normalised, first_seen_on, source)
       select c.id, f.unit_name, f.name_normalised, f.observed_on, $3
       from created c join fresh f on f.unit_code = c.code
     )
     select count(*)::int as count from created`,
    [loadId, tx.now, sourceOf(type)],
  );
  return { count: row?.count ?? 0, lastIdBefore: last?.id ?? '0' };
}

interface Renamed {
  readonly id: string;
  readonly name: string;
  readonly previous: string;
  readonly observed_on: string;
}

/**
 * Units that were known before, or are registered more than once: name, region and branch of the latest registration,
 * employees of all that are not closed. A park keeps the name of the register.
 */
export async function refreshUnits(
  tx: Tx,
  type: RecordType,
  batchId: string,
  { lastIdBefore }: CreatedUnits,
): Promise<void> {
  const updated = await tx.query<Renamed>(
    `with told as materialized (
       -- On its own: units that came with this batch are in no statistics yet, and joined first they are taken for one.
       select unit_id from agency_record where batch_id = $3 group by unit_id having count(*) > 1 or unit_id <= $5
     ), touched as (
       select t.unit_id from told t join unit u on u.id = t.unit_id where u.kind = 'ENTERPRISE'
     ), registered as (
       select h.unit_id, r.unit_name, r.observed_on, r.source_key, r.data
       from touched t join record_head h on h.unit_id = t.unit_id and h.agency = $1 and h.record_type = $2
         and h.state = 'PRESENT'
       join agency_record r on r.id = h.record_id
     ), latest as (
       select distinct on (unit_id) unit_id, unit_name, observed_on, data ->> 'regionCode' as region_code,
         data ->> 'industry' as industry,
         (select max(year) from region where code = data ->> 'regionCode') as region_year
       from registered order by unit_id, observed_on desc, source_key
     ), counted as (
       select unit_id, least(2147483647,
         coalesce(sum((data ->> 'insuredCount')::int) filter (where data ->> 'status' <> 'CLOSED'), 0))::int as employees
       from registered group by unit_id
     )
     update unit u set name = l.unit_name, region_code = l.region_code, region_year = l.region_year,
       industry = l.industry, employees = c.employees, updated_at = $4
     from latest l join counted c using (unit_id)
     where u.id = l.unit_id and (u.name, u.region_code, u.region_year, u.industry, u.employees) is distinct from
       (l.unit_name, l.region_code, l.region_year, l.industry, c.employees)
     returning u.id, u.name, old.name as previous, l.observed_on`,
    [type.agency, type.name, batchId, tx.now, lastIdBefore],
  );
  await rememberNames(
    tx,
    updated
      .filter(({ name, previous }) => name !== previous)
      .map(({ id, name, observed_on }) => ({
        unitId: id,
        name,
        normalised: normaliseName(name),
        seenOn: observed_on,
        current: true,
        source: sourceOf(type),
      })),
  );
}

/** Names under which this batch's records know their units and that were not seen before: former names, mostly. */
export async function rememberRecordNames(
  tx: Tx,
  type: RecordType,
  loadId: string,
  batchId: string,
): Promise<void> {
  await tx.query(
    `with other as materialized (
       select r.source_key, r.unit_id, r.unit_name, r.observed_on
       from agency_record r join unit u on u.id = r.unit_id and u.name <> r.unit_name
       where r.batch_id = $2
     )
     insert into unit_name (unit_id, name, normalised, first_seen_on, last_seen_on, source)
     select distinct on (r.unit_id, s.name_normalised) r.unit_id, r.unit_name, s.name_normalised,
       min(r.observed_on) over same, max(r.observed_on) over same, $3
     from other r join import_stage s on s.load_id = $1 and s.source_key = r.source_key
     where not exists (select from unit_name n where n.unit_id = r.unit_id and n.normalised = s.name_normalised)
     window same as (partition by r.unit_id, s.name_normalised)
     order by r.unit_id, s.name_normalised, r.observed_on desc
     on conflict do nothing`,
    [loadId, batchId, sourceOf(type)],
  );
}
