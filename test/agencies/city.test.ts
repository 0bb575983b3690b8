/** A whole city through the agencies' own programs: every row counted, joined by code alone, nothing kept that was not asked for. */
import fs from 'node:fs';
import path from 'node:path';
import { canonicalRecord, type RecordContent } from '../../src/agencies/record';
import type { BatchReport } from '../../src/agencies/report';
import { importFile } from '../../src/agencies/runs/import-file';
import { attachRecord } from '../../src/agencies/steps/attach-record';
import type { Actor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { sha256 } from '../../src/kernel/digest';
import { query, type Store, transaction } from '../../src/store/transaction';
import { importMemberships, importParks } from '../../src/units/runs/import-parks';
import { loadRegions } from '../../src/units/runs/load-regions';
import { decideMatch } from '../../src/units/steps/decide-match';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { ACTOR, count, PORTS, scratchIsEmpty, tablesHolding, UNWANTED } from './deliveries';
import { AS_OF, type Sources, startSources } from './sources';

let database: TestDatabase;
let store: Store;
let sources: Sources;
let reports: BatchReport[];

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(fixedClock(`${AS_OF}T02:00:00Z`));
  sources = await startSources(1500);
  forgetCodes(path.join(sources.folder, 'confederation/confederation-membership.csv'), [1, 2]);
  await loadRegions(store);
  await importParks(store, { path: path.join(sources.folder, 'office/office-parks.csv'), actor: ACTOR });
  reports = await sources.pollAll(store);
}, 60_000);
afterAll(async () => {
  await sources.close();
  await database.close();
});

/** Rows kept by hand in which only the name was written down. */
function forgetCodes(file: string, rows: readonly number[]): void {
  const lines = fs.readFileSync(file, 'utf8').split('\r\n');
  for (const row of rows) {
    const [key, version, , ...rest] = (lines[row] ?? '').split(',');
    lines[row] = [key, version, '', ...rest].join(',');
  }
  fs.writeFileSync(file, lines.join('\r\n'));
}

test('every list was taken, every row counted, and exactly the spoilt ones set aside', async () => {
  const city = JSON.parse(fs.readFileSync(path.join(sources.folder, 'city.json'), 'utf8'));
  const types = await query<{ agency: string; record_type: string }>(
    store,
    'select agency, record_type from feed',
  );
  expect(types).toHaveLength(28);
  const lists = Object.values(city.feeds) as { rows: number; spoilt: number }[];
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  expect(sum(reports.map(({ read }) => read))).toBe(sum(lists.map(({ rows }) => rows)));
  expect(
    reports.every(
      ({ read, accepted, unchanged, quarantined }) => read === accepted + unchanged + quarantined,
    ),
  ).toBe(true);
  const [set] = await query<{ spoilt: number; others: number }>(
    store,
    `select (count(*) filter (where source_key like 'X-%'))::int as spoilt,
       (count(*) filter (where source_key not like 'X-%' or source_key is null))::int as others from quarantined_row`,
  );
  // Two more: the clerk wrote the union's own code where the employer's belongs.
  expect(set).toEqual({ spoilt: sum(lists.map(({ spoilt }) => spoilt)), others: 2 });
  expect(await count(store, `record_head where source_key like 'X-%'`)).toBe(0);
  expect(await scratchIsEmpty(store)).toBe(true);
});

test('of the columns nobody asked for not one value is kept anywhere', async () => {
  expect(await tablesHolding(store, UNWANTED)).toEqual([]);
});

test('persons of listing decisions are in no table in clear', async () => {
  expect(await count(store, 'agency_record_person')).toBeGreaterThan(0);
  for (const secret of ['某演示', '19000101']) {
    expect(await tablesHolding(store, secret)).toEqual([]);
  }
});

test('every stored record gives its digest again, so that it can be proved later what was said', async () => {
  const records = await query<RecordContent & { digest: Buffer }>(
    store,
    `select agency, record_type as "recordType", source_key as "sourceKey", source_version as "sourceVersion",
       unit_code as "unitCode", unit_name as "unitName", observed_on as "observedOn",
       effective_from as "effectiveFrom", effective_to as "effectiveTo", data, original, digest
     from agency_record where state = 'PRESENT'`,
  );
  expect(records.length).toBeGreaterThan(2500);
  const wrong = records.filter(({ digest, ...content }) => !sha256(canonicalRecord(content)).equals(digest));
  expect(wrong.map(({ sourceKey }) => sourceKey)).toEqual([]);
});

test('every record whose unit is known is joined to it, dirt or not; no other is', async () => {
  const strays = await query(
    store,
    `select h.agency, h.record_type, h.source_key from record_head h join agency_record r on r.id = h.record_id
     left join unit u on u.code = r.unit_code or (length(r.unit_code) = 9 and u.organisation_code = r.unit_code)
     where h.unit_id is distinct from u.id`,
  );
  expect(strays).toEqual([]);
  expect(await count(store, `record_head where unit_id is null`)).toBeGreaterThan(0);
});

test('old court papers are joined by their organisation code', async () => {
  const old = await query<{ unit_id: string | null }>(
    store,
    `select h.unit_id from record_head h join agency_record r on r.id = h.record_id
     where h.agency = 'court' and length(r.unit_code) = 9`,
  );
  expect(old.length).toBeGreaterThan(3);
  expect(old.some(({ unit_id }) => unit_id !== null)).toBe(true);
});

test('no employer came out of a union’s own code, and no union code joined anything', async () => {
  expect(await count(store, `unit where code like '81%'`)).toBe(0);
  expect(await count(store, `agency_record where unit_code like '81%'`)).toBe(0);
  const [row] = await query<{ codes: number }>(
    store,
    `select count(*)::int as codes from agency_record where record_type = 'UNION_UNIT' and data ->> 'unionCode' like '81%'`,
  );
  expect(row?.codes).toBeGreaterThan(100);
});

test('two firms of one name stay two, each with its own records', async () => {
  const twins = await query<{ name: string; units: number; registered: number }>(
    store,
    `select u.name, count(distinct u.id)::int as units, count(distinct h.record_id)::int as registered
     from unit u join record_head h on h.unit_id = u.id and h.record_type = 'SOCIAL_INSURANCE'
     group by u.name having count(distinct u.id) > 1`,
  );
  expect(twins.length).toBeGreaterThan(0);
  expect(twins.every(({ units, registered }) => units === registered)).toBe(true);
});

test('former names are remembered beside the current one', async () => {
  const [row] = await query<{ former: number; current: number; units: number }>(
    store,
    `select (count(*) filter (where last_seen_on is not null))::int as former,
       (count(*) filter (where last_seen_on is null))::int as current, (select count(*) from unit)::int as units
     from unit_name`,
  );
  expect(row?.former).toBeGreaterThan(0);
  expect(row?.current).toBe(row?.units);
});

const officer: Actor = { id: 'o1', name: '市三方办', role: 'CITY_OFFICER', body: 'office', region: null };

test('a record with a name alone joins nothing until an officer says so, and parts again when he takes it back', async () => {
  const nameless = await query<{ source_key: string; unit_id: string | null }>(
    store,
    `select h.source_key, h.unit_id from record_head h join agency_record r on r.id = h.record_id
     where h.agency = 'confederation' and r.unit_code is null`,
  );
  expect(nameless.length).toBeGreaterThan(0);
  expect(nameless.every(({ unit_id }) => unit_id === null)).toBe(true);
  const [candidate] = await query<{ id: string; subject_id: string; unit_id: string }>(
    store,
    `select id, subject_id, unit_id from match_candidate where subject_type = 'AGENCY_RECORD' order by score desc, id`,
  );
  const decide = (answer: 'SAME' | 'WITHDRAWN') =>
    transaction(store, async (tx) => {
      const decided = await decideMatch(tx, {
        candidateId: candidate?.id ?? '',
        answer,
        why: '电话核实',
        actor: officer,
      });
      if (!decided.ok) {
        return decided;
      }
      const unitId = decided.value.effect === 'ATTACH' ? decided.value.unitId : null;
      return attachRecord(tx, { subjectId: decided.value.subjectId, unitId, actor: officer });
    });
  const unitOf = async () => {
    const key = candidate?.subject_id.split('/')[2] ?? '';
    const [head] = await query<{ unit_id: string | null }>(
      store,
      `select unit_id from record_head where agency = 'confederation' and record_type = 'MEMBERSHIP' and source_key = $1`,
      [key],
    );
    return head?.unit_id;
  };
  expect((await decide('SAME')).ok).toBe(true);
  expect(await unitOf()).toBe(candidate?.unit_id);

  // A new version of the row under the same name stays joined; under another name nobody has said anything yet.
  const file = path.join(sources.folder, 'confederation/confederation-membership.csv');
  const text = fs.readFileSync(file, 'utf8');
  const key = candidate?.subject_id.split('/')[2] ?? '';
  const row = text.split('\r\n').find((line) => line.startsWith(`${key},`)) ?? '';
  const [id, version, code, name, ...rest] = row.split(',');
  const deliver = async (changed: string[]) => {
    fs.writeFileSync(file, text.replace(row, changed.join(',')));
    return importFile(store, { agency: 'confederation', path: file, asOf: AS_OF, actor: ACTOR }, PORTS);
  };
  expect(await deliver([id ?? '', '8', code ?? '', name ?? '', ...rest])).toMatchObject({ changed: 1 });
  expect(await unitOf()).toBe(candidate?.unit_id);
  expect(version).not.toBe('8');
  expect(await deliver([id ?? '', '9', code ?? '', `${name}分公司`, ...rest])).toMatchObject({ changed: 1 });
  expect(await unitOf()).toBeNull();

  expect((await decide('WITHDRAWN')).ok).toBe(true);
  expect(await unitOf()).toBeNull();
});

test('polled again, the city leaves every record, unit and quarantined row as it is', async () => {
  const rows = () =>
    Promise.all(
      ['agency_record', 'record_head', 'unit', 'unit_name', 'agency_record_person'].map((table) =>
        query(store, `select ctid::text, xmin::text, xmax::text from ${table} order by ctid`),
      ),
    );
  const before = await rows();
  for (const body of ['hrss', 'union', 'court', 'federation']) {
    const types = await query<{ record_type: string }>(
      store,
      'select record_type from feed where agency = $1',
      [body],
    );
    for (const { record_type } of types) {
      const again = await sources.poll(store, body, record_type);
      expect(again.filter(({ state }) => state !== 'SAME' && state !== 'ACCEPTED')).toEqual([]);
      expect(again.reduce((sum, { accepted, absent }) => sum + accepted + absent, 0)).toBe(0);
    }
  }
  expect(await rows()).toEqual(before);
  const batches = await count(store, 'batch');
  for (const type of ['DISHONESTY_DELETION', 'DISPUTE_OUTCOME', 'DISHONESTY_ENTRY']) {
    await sources.poll(store, 'court', type);
  }
  expect(await count(store, 'batch')).toBe(batches);
});

test('memberships can be entered once the employers are known', async () => {
  const file = path.join(sources.folder, 'office/office-memberships.csv');
  const report = await importMemberships(store, { path: file, actor: ACTOR });
  expect(report.written).toBeGreaterThan(100);
  expect(report.read).toBe(report.written + report.unchanged + report.refused.length);
});
