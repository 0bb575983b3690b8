/** A small town for reviews: enterprises and parks with titles and records, as many as asked for. */
import { AGENCIES } from '../../src/agencies/registry';
import { query, type Store } from '../../src/store/transaction';
import { AS_OF } from '../criteria/good-unit';
import { codeOf, type Data, goodRecords, type Records } from './good-firm';
import { NOON } from './people';

export { AS_OF };

export interface Enterprise {
  readonly index: number;
  readonly regionCode?: string;
  /** Records beside or instead of the good ones; null: none of that feed. */
  readonly records?: Readonly<Record<string, Data | null>>;
  readonly level?: 'CITY' | 'PROVINCE' | 'NATIONAL' | null;
}

export interface Placed {
  readonly unitId: string;
  readonly code: string;
  readonly designationId: string | null;
}

const run = (store: Store, sql: string, parameters: readonly unknown[] = []) =>
  query<{ id: string }>(store, sql, parameters);

/** All feeds complete as of a day; records need a batch to have come with. */
export async function freshFeeds(store: Store, completeAsOf = AS_OF): Promise<void> {
  for (const { body, recordTypes } of AGENCIES) {
    for (const { name, mode } of recordTypes) {
      const [batch] = await run(
        store,
        `insert into batch (agency, record_type, mode, source, as_of, state, received_at) values ($1, $2, $3, 'test', $4, 'ACCEPTED', $5) returning id`,
        [body, name, mode, completeAsOf, NOON],
      );
      await run(
        store,
        `insert into feed (agency, record_type, mode, last_batch_id, complete_as_of) values ($1, $2, $3, $4, $5)
         on conflict (agency, record_type) do update set complete_as_of = excluded.complete_as_of, last_batch_id = excluded.last_batch_id`,
        [body, name, mode, batch?.id, completeAsOf],
      );
    }
  }
}

export async function putRecords(
  store: Store,
  rows: readonly { unitId: string; key: string; feed: string; data: Data }[],
): Promise<void> {
  await run(
    store,
    `with given as (
       select unit_id, source_key, split_part(feed, '/', 1) as agency, split_part(feed, '/', 2) as record_type, data
         from unnest($1::bigint[], $2::text[], $3::text[], $4::jsonb[]) as g (unit_id, source_key, feed, data)
     ), written as (
       insert into agency_record (agency, record_type, source_key, version, source_version, state, unit_id, observed_on, data, original, digest, batch_id, received_at)
       select g.agency, g.record_type, g.source_key,
              1 + coalesce((select version from record_head h where (h.agency, h.record_type, h.source_key) = (g.agency, g.record_type, g.source_key)), 0),
              1, 'PRESENT', g.unit_id, '2026-11-01', g.data, g.data, sha256(convert_to(g.data::text, 'UTF8')), f.last_batch_id, $5::timestamptz
         from given g join feed f using (agency, record_type)
       returning *
     )
     insert into record_head (agency, record_type, source_key, record_id, version, state, unit_id, digest)
     select agency, record_type, source_key, id, version, state, unit_id, digest from written
     on conflict (agency, record_type, source_key) do update
       set record_id = excluded.record_id, version = excluded.version, digest = excluded.digest`,
    [
      rows.map((row) => row.unitId),
      rows.map((row) => row.key),
      rows.map((row) => row.feed),
      rows.map((row) => JSON.stringify(row.data)),
      NOON,
    ],
  );
}

async function putUnits(
  store: Store,
  units: readonly { code: string; kind: string; name: string; regionCode: string }[],
): Promise<string[]> {
  const rows = await run(
    store,
    `insert into unit (code, kind, name, region_code, region_year, employees, created_at, updated_at)
     select code, kind, name, region, 2023, 320, $5::timestamptz, $5::timestamptz
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as g (code, kind, name, region, place)
      order by place returning id`,
    [
      units.map((u) => u.code),
      units.map((u) => u.kind),
      units.map((u) => u.name),
      units.map((u) => u.regionCode),
      NOON,
    ],
  );
  return rows.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
}

async function putTitle(
  store: Store,
  unitId: string,
  kind: string,
  level: string,
  key: string,
): Promise<string> {
  const [row] = await run(
    store,
    `insert into designation (source_key, unit_id, unit_kind, name, title, level, honour_type, naming_body, document_no, province, named_on, source, recorded_at)
     values ($1, $2, $3, '示例', '威海市劳动关系和谐企业', $4, 'DEMONSTRATION', $6, '威三方〔2024〕1号', '山东省', '2024-05-01', 'test', $5) returning id`,
    [key, unitId, kind, level, NOON, level === 'CITY' ? '威海市协调劳动关系三方' : '上级协调劳动关系三方'],
  );
  await run(
    store,
    `insert into designation_event (designation_id, version, kind, on_date, recorded_at) values ($1, 1, 'NAMED', '2024-05-01', $2)`,
    [row?.id, NOON],
  );
  return row?.id ?? '';
}

export async function putEnterprises(store: Store, enterprises: readonly Enterprise[]): Promise<Placed[]> {
  const ids = await putUnits(
    store,
    enterprises.map(({ index, regionCode = '371002' }) => ({
      code: codeOf(index),
      kind: 'ENTERPRISE',
      name: `威海示例${index}有限公司`,
      regionCode,
    })),
  );
  await putRecords(
    store,
    enterprises.flatMap(({ index, records = {} }, place) =>
      Object.entries({ ...goodRecords(index), ...records }).flatMap(([feed, data]) =>
        data === null ? [] : [{ unitId: ids[place] ?? '', key: `${feed}-${index}`, feed, data }],
      ),
    ),
  );
  const placed: Placed[] = [];
  for (const [place, { index, level = 'CITY' }] of enterprises.entries()) {
    const unitId = ids[place] ?? '';
    placed.push({
      unitId,
      code: codeOf(index),
      designationId:
        level === null ? null : await putTitle(store, unitId, 'ENTERPRISE', level, `title-${index}`),
    });
  }
  return placed;
}

export async function putPark(
  store: Store,
  index: number,
  members: readonly Placed[],
  records: Readonly<Record<string, Data>> = {},
): Promise<Placed> {
  const code = codeOf(900_000 + index);
  const [unitId = ''] = await putUnits(store, [
    { code, kind: 'INDUSTRIAL_PARK', name: `威海示例园区${index}`, regionCode: '371002' },
  ]);
  const all: Records = {
    'union/UNION_UNIT': {
      unionCode: null,
      unionName: '园区工会',
      establishedOn: '2016-01-01',
      termEndsOn: null,
      dissolvedOn: null,
      members: 999,
    },
    'union/AFFAIRS_OPENNESS': { system: true, leadingBody: true, lastPublishedOn: null },
    'federation/LOCAL_BODY': { kind: '商会', establishedOn: '2017-01-01' },
    'hrss/MEDIATION_BODY': { kind: 'COMMITTEE', establishedOn: '2017-01-01', endedOn: null, members: 5 },
    'hrss/SERVICE_STATION': {
      sign: true,
      place: true,
      facilities: true,
      content: true,
      coordinators: 3,
      eventsInYear: 4,
    },
    ...records,
  };
  await putRecords(
    store,
    Object.entries(all).map(([feed, data]) => ({ unitId, key: `${feed}-park-${index}`, feed, data })),
  );
  await run(
    store,
    `insert into unit_membership (park_id, member_id, from_on) select $1, m, '2020-01-01' from unnest($2::bigint[]) as m`,
    [unitId, members.map((member) => member.unitId)],
  );
  return {
    unitId,
    code,
    designationId: await putTitle(store, unitId, 'INDUSTRIAL_PARK', 'CITY', `title-park-${index}`),
  };
}
