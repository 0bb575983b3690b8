/** A file taken in: counts add up, differences alone are written, wrong rows are set aside, wrong files refused whole. */
import fs from 'node:fs';
import { fixedClock } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { loadRegions } from '../../src/units/runs/load-regions';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { codeOf } from '../units/city';
import {
  count,
  heads,
  importHrss,
  inspection,
  insurance,
  insurances,
  type Row,
  scratchIsEmpty,
  tablesHolding,
  temporaryFolder,
  UNWANTED,
  writeHrss,
} from './deliveries';

let database: TestDatabase;
let store: Store;
let folder: string;

beforeEach(async () => {
  database = await freshDatabase();
  store = await database.store(fixedClock('2026-03-01T02:00:00Z'));
  folder = temporaryFolder();
});
afterEach(async () => {
  fs.rmSync(folder, { recursive: true });
  await database.close();
});

let serial = 0;
const deliver = (rows: readonly Row[], type = 'social-insurance', mode = 'full', day = '20260301') =>
  importHrss(store, writeHrss(folder, `${type}-${day}-${mode}-${++serial}.csv`, rows));

const lastBatch = async () => {
  const [batch] = await query(store, 'select * from batch order by id desc limit 1');
  return batch as Record<string, unknown>;
};

test('a first delivery: units with name, region, branch and employees; every row counted', async () => {
  await loadRegions(store);
  const rows = [
    ...insurances(30),
    insurance(31, { 登记日期: '20260231' }),
    insurance(32, { 统一社会信用代码: 'X' }),
  ];
  const report = await deliver(rows);
  expect(report).toMatchObject({
    state: 'ACCEPTED',
    mode: 'FULL',
    asOf: '2026-03-01',
    read: 32,
    accepted: 30,
    added: 30,
    changed: 0,
    unchanged: 0,
    quarantined: 2,
    absent: 0,
  });
  expect(await lastBatch()).toMatchObject({
    rows_read: 32,
    rows_accepted: 30,
    rows_quarantined: 2,
    state: 'ACCEPTED',
  });
  const [unit] = await query(store, 'select * from unit where code = $1', [codeOf(7)]);
  expect(unit).toMatchObject({
    name: '威海第7机械有限公司',
    kind: 'ENTERPRISE',
    organisation_code: codeOf(7).slice(8, 17),
    region_code: '371002',
    region_year: 2023,
    industry: 'C',
    employees: 17,
  });
  expect(await count(store, 'unit')).toBe(30);
  expect(
    await query(store, 'select row_number, field, reason from quarantined_row order by row_number'),
  ).toEqual([
    { row_number: 31, field: '登记日期', reason: '日期不存在或格式不符' },
    { row_number: 32, field: '统一社会信用代码', reason: '代码长度不符' },
  ]);
  const outbox = await query(store, `select topic, key from outbox`);
  expect(outbox).toEqual([{ topic: 'FactsChanged', key: { batchId: report.batchId } }]);
  expect(await query(store, `select action, detail -> 'counts' ->> 'read' as read from audit_entry`)).toEqual(
    [{ action: 'batch.accepted', read: '32' }],
  );
  const [feed] = await query<Record<string, unknown>>(store, 'select * from feed');
  expect(feed).toMatchObject({ complete_as_of: '2026-03-01', last_batch_id: report.batchId, cursor: null });
  expect(await scratchIsEmpty(store)).toBe(true);
});

test('of a worker-level column nothing is kept, neither in records nor in quarantine nor anywhere', async () => {
  await deliver([insurance(1), insurance(2, { 参保状态: '不详之词' }), insurance(3, { 单位名称: '' })]);
  await deliver([inspection(1), inspection(2, { 事项: '不详之词' })], 'inspection-case', 'delta');
  expect(await count(store, 'quarantined_row')).toBe(3);
  expect(await tablesHolding(store, '不详之词')).toEqual(['quarantined_row']);
  expect(await tablesHolding(store, UNWANTED)).toEqual([]);
});

/** What a delivery that changes nothing may leave: a batch, its audit, the feed's row. */
const KEPT_STILL = [
  'agency_record',
  'record_head',
  'unit',
  'unit_name',
  'quarantined_row',
  'agency_record_person',
];

const systemColumns = async () => {
  const all: Record<string, unknown> = {};
  for (const table of KEPT_STILL) {
    all[table] = await query(
      store,
      `select ctid::text, xmin::text, xmax::text, cmax::text from ${table} order by ctid`,
    );
  }
  return all;
};

test('the same records in another file: nothing written, nothing locked', async () => {
  await deliver(insurances(300));
  const before = await systemColumns();
  const report = await deliver([...insurances(300)].reverse());
  expect(report).toMatchObject({
    state: 'ACCEPTED',
    read: 300,
    accepted: 0,
    unchanged: 300,
    quarantined: 0,
    absent: 0,
  });
  expect(await systemColumns()).toEqual(before);
  expect(await query(store, 'select topic from outbox')).toHaveLength(1);
});

test('the same bytes again: skipped whole, and the list is confirmed up to the new day', async () => {
  await deliver(insurances(30));
  const before = await systemColumns();
  const report = await deliver(insurances(30), 'social-insurance', 'full', '20260305');
  expect(report).toMatchObject({ state: 'SAME', read: 0, accepted: 0 });
  expect(await lastBatch()).toMatchObject({ state: 'SAME', reason: '与上一批次内容相同' });
  expect(await systemColumns()).toEqual(before);
  expect(await query(store, 'select complete_as_of from feed')).toEqual([{ complete_as_of: '2026-03-05' }]);
});

test('a changed row becomes a new version; the older one stays, and cannot be changed or deleted', async () => {
  await deliver(insurances(30));
  const change = (number: number): Row =>
    number === 5 ? { 版本: '2', 参保人数: '99', 数据日期: '20260220' } : {};
  const report = await deliver(insurances(30, change));
  expect(report).toMatchObject({ accepted: 1, changed: 1, added: 0, unchanged: 29 });
  const versions = await query(
    store,
    `select version, source_version, data -> 'insuredCount' as count, original ->> '参保人数' as given
     from agency_record where source_key = 'SI-5' order by version`,
  );
  expect(versions).toEqual([
    { version: 1, source_version: 1, count: 15, given: '15' },
    { version: 2, source_version: 2, count: 99, given: '99' },
  ]);
  expect(await query(store, 'select employees from unit where code = $1', [codeOf(5)])).toEqual([
    { employees: 99 },
  ]);
  await expect(query(store, 'update agency_record set version = 9')).rejects.toMatchObject({ code: '42501' });
  await expect(query(store, 'delete from quarantined_row')).rejects.toMatchObject({ code: '42501' });
});

test('an older version never overwrites a newer one', async () => {
  await deliver(insurances(30, () => ({ 版本: '5' })));
  const report = await deliver(
    insurances(30, (number) => (number === 1 ? { 版本: '4', 参保人数: '1' } : { 版本: '5' })),
  );
  expect(report).toMatchObject({ read: 30, accepted: 0, unchanged: 29, quarantined: 1, absent: 0 });
  expect(await query(store, 'select source_key, field, reason from quarantined_row')).toEqual([
    { source_key: 'SI-1', field: '版本', reason: '版本低于已接收的版本' },
  ]);
  expect(await heads(store, 'SOCIAL_INSURANCE')).toContainEqual(
    expect.objectContaining({ source_key: 'SI-1', version: 1, state: 'PRESENT' }),
  );
});

test('a row given twice counts once; contradicting rows: the higher version, or none', async () => {
  const rows = [
    ...insurances(30),
    insurance(1),
    insurance(2, { 版本: '2', 参保人数: '50' }),
    insurance(3, { 参保人数: '51' }),
  ];
  const report = await deliver(rows);
  expect(report).toMatchObject({ read: 33, accepted: 29, unchanged: 1, quarantined: 3 });
  const quarantined = await query(
    store,
    'select row_number, source_key, reason from quarantined_row order by row_number',
  );
  expect(quarantined).toEqual([
    { row_number: 2, source_key: 'SI-2', reason: expect.stringContaining('已有更高版本') },
    { row_number: 3, source_key: 'SI-3', reason: expect.stringContaining('不分先后') },
    { row_number: 33, source_key: 'SI-3', reason: expect.stringContaining('不分先后') },
  ]);
  expect(await heads(store, 'SOCIAL_INSURANCE')).not.toContainEqual(
    expect.objectContaining({ source_key: 'SI-3' }),
  );
});

test('contradicting rows are seen as such when one of them is what is stored already', async () => {
  await deliver(insurances(30));
  const report = await deliver([
    ...insurances(30),
    insurance(1, { 参保人数: '50' }),
    insurance(2, { 版本: '2', 参保人数: '51' }),
  ]);
  expect(report).toMatchObject({
    read: 32,
    accepted: 1,
    changed: 1,
    unchanged: 30,
    quarantined: 1,
    absent: 0,
  });
  const changed = await heads(store, 'SOCIAL_INSURANCE');
  expect(changed.filter(({ version }) => version === 2).map(({ source_key }) => source_key)).toEqual([
    'SI-2',
  ]);
});

test('what a whole list no longer has gets a last version that says so; back again, it is present again', async () => {
  await deliver(insurances(30));
  const without = insurances(30).slice(0, 27);
  expect(await deliver(without)).toMatchObject({ state: 'ACCEPTED', unchanged: 27, absent: 3 });
  const gone = (await heads(store, 'SOCIAL_INSURANCE')).filter(({ state }) => state === 'ABSENT');
  expect(gone.map(({ source_key, version }) => [source_key, version])).toEqual([
    ['SI-28', 2],
    ['SI-29', 2],
    ['SI-30', 2],
  ]);
  expect(gone.every(({ unit_id }) => unit_id !== null)).toBe(true);
  expect(await deliver(insurances(30))).toMatchObject({ accepted: 3, changed: 3, unchanged: 27, absent: 0 });
  expect((await heads(store, 'SOCIAL_INSURANCE')).every(({ state }) => state === 'PRESENT')).toBe(true);
  expect(await count(store, 'agency_record')).toBe(36);
});

test('events are never "no longer there"', async () => {
  await deliver([inspection(1), inspection(2)], 'inspection-case', 'delta');
  expect(await deliver([inspection(3)], 'inspection-case', 'delta')).toMatchObject({
    mode: 'DELTA',
    accepted: 1,
    absent: 0,
  });
  expect(await deliver([inspection(4)], 'inspection-case', 'full')).toMatchObject({
    mode: 'DELTA',
    absent: 0,
  });
});

test('a record whose row is quarantined this time is not taken for gone', async () => {
  await deliver(insurances(30));
  const spoilt = insurances(30, (number) => (number === 4 ? { 登记日期: '20260230' } : {}));
  expect(await deliver(spoilt)).toMatchObject({ unchanged: 29, quarantined: 1, absent: 0 });
  // Where not even the key can be read, nobody knows which record the row meant: nothing is taken for gone.
  const keyless = insurances(30, (number) => (number === 4 ? { 记录编号: '' } : {})).slice(0, 28);
  const report = await deliver(keyless);
  expect(report).toMatchObject({
    unchanged: 27,
    quarantined: 1,
    absent: 0,
    reason: expect.stringContaining('读不出编号'),
  });
});

test('a list older than the one accepted is refused: it would call back what is over', async () => {
  await deliver(insurances(30));
  const report = await deliver(insurances(29), 'social-insurance', 'full', '20260201');
  expect(report).toMatchObject({ state: 'REFUSED', reason: expect.stringContaining('早于') });
  expect(await scratchIsEmpty(store)).toBe(true);
  expect((await heads(store, 'SOCIAL_INSURANCE')).every(({ state }) => state === 'PRESENT')).toBe(true);
});

test('a unit that is renamed keeps its former name; an old paper under the old name adds nothing wrong', async () => {
  await deliver(insurances(30));
  await deliver(
    insurances(30, (number) =>
      number === 1 ? { 版本: '2', 单位名称: '威海新名机械有限公司', 数据日期: '20260215' } : {},
    ),
  );
  await deliver(
    [inspection(1), inspection(2, { 单位名称: '威海曾用名有限公司' })],
    'inspection-case',
    'delta',
  );
  const names = await query(
    store,
    `select u.name as unit, n.name, n.last_seen_on is null as current, n.source from unit_name n
     join unit u on u.id = n.unit_id where u.code = any ($1) order by n.id`,
    [[codeOf(1), codeOf(2)]],
  );
  expect(names).toEqual([
    {
      unit: '威海新名机械有限公司',
      name: '威海第1机械有限公司',
      current: false,
      source: 'hrss/SOCIAL_INSURANCE',
    },
    {
      unit: '威海第2机械有限公司',
      name: '威海第2机械有限公司',
      current: true,
      source: 'hrss/SOCIAL_INSURANCE',
    },
    {
      unit: '威海新名机械有限公司',
      name: '威海新名机械有限公司',
      current: true,
      source: 'hrss/SOCIAL_INSURANCE',
    },
    {
      unit: '威海第2机械有限公司',
      name: '威海曾用名有限公司',
      current: false,
      source: 'hrss/INSPECTION_CASE',
    },
  ]);
});

test('one employer with several registrations: the newest names it, the open ones are counted together', async () => {
  const second = insurance(1, {
    记录编号: 'SI-1b',
    单位名称: '威海第1机械有限公司（旧）',
    数据日期: '20250101',
    参保人数: '7',
  });
  const closed = insurance(1, { 记录编号: 'SI-1c', 数据日期: '20240101', 参保状态: '终止', 参保人数: '500' });
  await deliver([...insurances(30), second, closed]);
  expect(await query(store, 'select name, employees from unit where code = $1', [codeOf(1)])).toEqual([
    { name: '威海第1机械有限公司', employees: 18 },
  ]);
});

test('records that come before their unit are joined when it comes, and rooms above are told', async () => {
  const early = await deliver([inspection(1), inspection(2)], 'inspection-case', 'delta');
  expect((await heads(store, 'INSPECTION_CASE')).map(({ unit_id }) => unit_id)).toEqual([null, null]);
  await deliver([insurance(1)]);
  const [first, second] = await heads(store, 'INSPECTION_CASE');
  expect(first?.unit_id).not.toBeNull();
  expect(second?.unit_id).toBeNull();
  const told = await query<{ key: unknown }>(
    store,
    `select key from outbox where topic = 'FactsChanged' order by id`,
  );
  expect(told.map(({ key }) => key)).toContainEqual({ batchId: early.batchId });
  expect(told).toHaveLength(3);
});

test.each<[string, (file: string) => void, string]>([
  ['cut in the middle', (file) => fs.truncateSync(file, 2000), '摘要不符'],
  ['with a row added', (file) => fs.appendFileSync(file, 'x\r\n'), '摘要不符'],
  ['whose sidecar counts other rows', (file) => miscount(file, 31), '.done 标明 31 行，实有 30 行'],
  ['whose sidecar is no JSON', (file) => fs.writeFileSync(file.replace('.csv', '.done'), 'x'), '版式不符'],
])('a file %s is refused whole: a batch with the reason, nothing else', async (_, spoil, reason) => {
  const file = writeHrss(folder, 'social-insurance-20260301-full-1.csv', insurances(30));
  spoil(file);
  expect(await importHrss(store, file)).toMatchObject({
    state: 'REFUSED',
    reason: expect.stringContaining(reason),
    read: 0,
  });
  expect(await lastBatch()).toMatchObject({ state: 'REFUSED', rows_read: 0 });
  expect(await count(store, 'agency_record')).toBe(0);
  expect(await count(store, 'unit')).toBe(0);
  expect(await count(store, 'quarantined_row')).toBe(0);
  expect(await scratchIsEmpty(store)).toBe(true);
  expect(await query(store, 'select complete_as_of, last_batch_id from feed')).toEqual([
    { complete_as_of: null, last_batch_id: null },
  ]);
});

function miscount(file: string, rows: number): void {
  const sidecar = file.replace('.csv', '.done');
  fs.writeFileSync(sidecar, JSON.stringify({ ...JSON.parse(fs.readFileSync(sidecar, 'utf8')), rows }));
}

test('a file in another encoding is refused; a few wrong bytes set their rows aside', async () => {
  const wrong = writeHrss(folder, 'social-insurance-20260301-full-1.csv', insurances(30), {
    encoding: 'utf8',
  });
  expect(await importHrss(store, wrong)).toMatchObject({
    state: 'REFUSED',
    reason: expect.stringContaining('表头不符'),
  });

  const file = writeHrss(folder, 'social-insurance-20260301-full-2.csv', insurances(30), { done: false });
  const bytes = fs.readFileSync(file);
  const place = bytes.indexOf(codeOf(3)) + codeOf(3).length + 1;
  bytes[place] = 0xff;
  fs.writeFileSync(file, bytes);
  expect(await importHrss(store, file)).toMatchObject({
    state: 'ACCEPTED',
    read: 30,
    accepted: 29,
    quarantined: 1,
  });
  const [row] = await query<{ field: string; source_key: string; bytes: Buffer }>(
    store,
    'select field, source_key, bytes from quarantined_row',
  );
  expect(row).toMatchObject({ field: '单位名称', source_key: 'SI-3' });
  expect(JSON.parse(String(row?.bytes)).单位名称).toEqual({ undecodable: expect.stringMatching(/^ff/) });
});

test('U+0000 in a cell is a quarantined row, not an error', async () => {
  const report = await deliver([...insurances(20), insurance(21, { 单位名称: '甲\u0000乙' })]);
  expect(report).toMatchObject({ accepted: 20, quarantined: 1 });
});

test('what is neither an agency nor a type nor a file is refused before anything is touched', async () => {
  const file = writeHrss(folder, 'unknown.csv', insurances(3), { done: false });
  await expect(importHrss(store, file)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(importHrss(store, file, { agency: 'tax' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(
    importHrss(store, `${folder}/none.csv`, { recordType: 'SOCIAL_INSURANCE' }),
  ).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await count(store, 'batch')).toBe(0);
  expect(await importHrss(store, file, { recordType: 'social-insurance' })).toMatchObject({
    state: 'ACCEPTED',
    asOf: '2026-03-01',
  });
});

test('progress is told while a big file is read, in memory that stays flat', async () => {
  const file = writeHrss(folder, 'social-insurance-20260301-full-1.csv', insurances(12_000));
  const seen: number[] = [];
  const report = await importHrss(store, file, { progress: ({ rows }: { rows: number }) => seen.push(rows) });
  expect(report).toMatchObject({ read: 12_000, accepted: 12_000 });
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.at(-1)).toBe(12_000);
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
});

test('two imports of one feed at once: in turn, nothing doubled', async () => {
  const one = writeHrss(folder, 'social-insurance-20260301-full-1.csv', insurances(300));
  const other = writeHrss(folder, 'social-insurance-20260301-full-2.csv', [...insurances(300)].reverse());
  const reports = await Promise.all([
    importHrss(store, one),
    importHrss(store, other),
    importHrss(store, one),
  ]);
  expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(300);
  expect(
    reports.every(
      ({ state, read, accepted, unchanged }) => state === 'SAME' || read === accepted + unchanged,
    ),
  ).toBe(true);
  expect(await count(store, 'agency_record')).toBe(300);
  expect(await count(store, 'unit')).toBe(300);
});

test('imports of different feeds at once do not wait for each other and do not mix', async () => {
  const files = [
    writeHrss(folder, 'social-insurance-20260301-full-1.csv', insurances(200)),
    writeHrss(
      folder,
      'inspection-case-20260301-delta-1.csv',
      Array.from({ length: 200 }, (_, n) => inspection(n + 1)),
    ),
  ];
  await Promise.all(files.map((file) => importHrss(store, file)));
  expect(await count(store, `record_head where record_type = 'INSPECTION_CASE'`)).toBe(200);
  expect(await count(store, `record_head where record_type = 'SOCIAL_INSURANCE'`)).toBe(200);
});

test('what a killed run left in the scratch tables is gone after the next run of its feed', async () => {
  await deliver(insurances(30));
  await query(
    store,
    `insert into import_seen select hashtextextended('load:hrss/SOCIAL_INSURANCE', 0), 'SI-' || n from generate_series(1, 9) n`,
  );
  // Left there, it would say that these nine were in the list.
  expect(await deliver(insurances(30).slice(5))).toMatchObject({ absent: 5 });
  expect(await scratchIsEmpty(store)).toBe(true);
});
