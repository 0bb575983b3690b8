/** What is on file of many units at once: their current records, and how far each feed can be relied on. */
import type { Tx } from '../store/transaction';
import type { AgencyBody } from './agency';
import type { FeedKey, FeedStates, UnitEvidence } from './facts';
import { type FeedState, feedState } from './feed-state';
import type { AgencyRecord } from './record';
import { findRecordType } from './registry';

/** Anything that can read: a transaction, or a read outside one. */
export type Reader = Pick<Tx, 'query'>;

export type ReviewResults = ReadonlyMap<string, 'PASS' | 'FAIL'>;

interface UnitRow {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
}

type RecordRow = [
  id: string,
  unitId: string,
  agency: AgencyBody,
  recordType: string,
  sourceKey: string,
  version: number,
  observedOn: string,
  effectiveFrom: string | null,
  effectiveTo: string | null,
  data: AgencyRecord['data'],
  state: 'PRESENT' | 'ABSENT',
];

/** Of these a document of its own ends a record: that the list no longer has it says nothing. */
const ENDED_BY_DOCUMENT: readonly FeedKey[] = ['hrss/LISTING_DECISION'];

/** The current records of the units in these feeds; regional contracts and congresses stand with each firm they name. */
export async function readEvidence(
  reader: Reader,
  unitIds: readonly string[],
  feeds: readonly FeedKey[],
  results: ReviewResults = new Map(),
): Promise<Map<string, UnitEvidence>> {
  const units = await reader.query<UnitRow>('select id, code, name from unit where id = any($1::bigint[])', [
    unitIds,
  ]);
  const doubts = await readDoubts(reader, unitIds, feeds);
  const evidence = new Map(
    units.map(({ id, code, name }) => [
      id,
      {
        unitId: id,
        code,
        name,
        records: new Map<FeedKey, AgencyRecord[]>(),
        gone: new Map<FeedKey, AgencyRecord[]>(),
        doubtful: doubts.get(id) ?? NO_DOUBT,
        members: [],
        reviewResult: results.get(id) ?? null,
      },
    ]),
  );
  const codes = units.flatMap(({ code }) => code ?? []);
  for (const row of await readRecords(reader, { unitIds, codes, feeds })) {
    const records = evidence.get(row[1])?.[row[10] === 'PRESENT' ? 'records' : 'gone'];
    const key: FeedKey = `${row[2]}/${row[3]}`;
    const list = records?.get(key);
    if (list === undefined) {
      records?.set(key, [recordOf(row)]);
    } else {
      list.push(recordOf(row));
    }
  }
  return evidence;
}

const NO_DOUBT: ReadonlySet<FeedKey> = new Set();

/**
 * Rows on a unit that were quarantined, until the source puts them right: by a later version of the same record (where
 * the row had no key, by any later record of the unit), or by a later whole list. A row that a newer version had
 * overtaken says nothing.
 */
const DOUBTS = /* sql */ `
  select u.id, array_agg(distinct b.agency || '/' || b.record_type) as feeds
    from unit u
    join quarantined_row q on q.unit_code = u.code and not q.superseded
    join batch b on b.id = q.batch_id and b.state in ('ACCEPTED', 'RELEASED')
   where u.id = any($1::bigint[]) and b.agency || '/' || b.record_type = any($2)
     and not exists (select from batch l where l.agency = b.agency and l.record_type = b.record_type and l.id > b.id
       and l.mode = 'FULL' and l.state in ('ACCEPTED', 'RELEASED'))
     and not exists (select from record_head h join agency_record r on r.id = h.record_id
       where h.agency = b.agency and h.record_type = b.record_type and h.state = 'PRESENT'
         and (h.source_key = q.source_key and r.batch_id >= b.id
           or q.source_key is null and h.unit_id = u.id and r.batch_id > b.id))
   group by u.id`;

/** Unit → feeds of which nothing can be concluded for it, above all not that it has no record. */
export async function readDoubts(
  reader: Reader,
  unitIds: readonly string[],
  feeds: readonly FeedKey[],
): Promise<Map<string, ReadonlySet<FeedKey>>> {
  const rows = await reader.query<{ id: string; feeds: FeedKey[] }>(DOUBTS, [unitIds, feeds]);
  return new Map(rows.map(({ id, feeds: doubtful }) => [id, new Set(doubtful)]));
}

function recordOf(row: RecordRow): AgencyRecord {
  const [id, , agency, recordType, sourceKey, version, observedOn, effectiveFrom, effectiveTo, data] = row;
  return { id, agency, recordType, sourceKey, version, observedOn, effectiveFrom, effectiveTo, data };
}

/** One row for all records of a unit: reading twenty rows a unit costs more than parsing one. */
const recordOn = (
  unit: string,
  state = `'PRESENT'`,
): string => /* sql */ `json_build_array(r.id::text, ${unit}::text, r.agency,
  r.record_type, r.source_key, r.version, r.observed_on, r.effective_from, r.effective_to, r.data, ${state})`;

/** A firm's own records, then what its park's regional contracts and congresses say of it, with their review. */
const RECORDS = /* sql */ `
  select json_agg(${recordOn('own.unit_id', 'own.state')} order by r.id) as records
    from (
      select h.unit_id, h.record_id, h.state from record_head h
       where h.unit_id = any($1::bigint[]) and h.agency || '/' || h.record_type = any($2)
         and (h.state = 'PRESENT' or h.agency || '/' || h.record_type = any($3))
    ) own
    join agency_record r on r.id = own.record_id
   group by own.unit_id`;

/** Looked up by the codes that they name: a city has thousands of parks, and a batch of firms asks for a few. */
const COVERING = /* sql */ `
  with naming as materialized (
    select * from agency_record
     where agency = 'union' and record_type in ('COLLECTIVE_CONTRACT', 'WORKERS_CONGRESS')
       and data -> 'covers' <> '[]' and data -> 'covers' ?| $3::text[] and 'union/' || record_type = any($2)
  ), regional as (
    select r.*, firm.id as unit_id_covered
      from naming r
      join record_head h on h.agency = r.agency and h.record_type = r.record_type and h.source_key = r.source_key
       and h.record_id = r.id and h.state = 'PRESENT'
      join unit park on park.id = h.unit_id and park.kind <> 'ENTERPRISE'
      cross join jsonb_array_elements_text(r.data -> 'covers') as covered (code)
      join unit firm on firm.code = covered.code and firm.id = any($1::bigint[])
  ), review as (
    select r.*, regional.unit_id_covered
      from regional
      join record_head h on h.unit_id = regional.unit_id and h.agency = 'hrss' and h.record_type = 'CONTRACT_REVIEW'
       and h.state = 'PRESENT'
      join agency_record r on r.id = h.record_id and r.data ->> 'contractNo' = regional.data ->> 'contractNo'
     where regional.record_type = 'COLLECTIVE_CONTRACT' and 'hrss/CONTRACT_REVIEW' = any($2)
  )
  select json_agg(${recordOn('r.unit_id_covered')} order by r.id) as records
    from (select * from regional union all select * from review) r
   where r.unit_id is distinct from r.unit_id_covered
   group by r.unit_id_covered`;

async function readRecords(
  reader: Reader,
  { unitIds, codes, feeds }: Record<'unitIds' | 'codes', readonly string[]> & { feeds: readonly FeedKey[] },
): Promise<RecordRow[]> {
  const rows = await reader.query<{ records: RecordRow[] }>(RECORDS, [unitIds, feeds, ENDED_BY_DOCUMENT]);
  const covering = feeds.some(
    (feed) => feed === 'union/COLLECTIVE_CONTRACT' || feed === 'union/WORKERS_CONGRESS',
  )
    ? await reader.query<{ records: RecordRow[] }>(COVERING, [unitIds, feeds, codes])
    : [];
  return [...rows, ...covering].flatMap(({ records }) => records);
}

/** How far each feed can be relied on as of the day, by the limits of its record type. */
export async function readFeedStates(
  reader: Reader,
  feeds: readonly FeedKey[],
  asOf: string,
): Promise<FeedStates> {
  const rows = await reader.query<{
    key: FeedKey;
    complete_as_of: string | null;
    held_batch_id: string | null;
  }>(
    `select agency || '/' || record_type as key, complete_as_of, held_batch_id from feed
      where agency || '/' || record_type = any($1)`,
    [feeds],
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    feeds.map((key): [FeedKey, FeedState] => {
      const row = byKey.get(key);
      const [body, recordType] = key.split('/') as [AgencyBody, string];
      const limits = findRecordType(body, recordType)?.limits;
      const feed = row ? { completeAsOf: row.complete_as_of, heldBatchId: row.held_batch_id } : null;
      return [key, limits === undefined ? { state: 'NEVER_DELIVERED' } : feedState(feed, limits, asOf)];
    }),
  );
}
