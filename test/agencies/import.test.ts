/** A file taken in: every row counted, differences alone written, older versions kept, nothing unasked for stored. */
import { loadRegions } from '../../src/units/runs/load-regions';
import { codeOf } from '../units/city';
import {
  count,
  heads,
  inspection,
  insurance,
  insurances,
  type Row,
  scratchIsEmpty,
  tablesHolding,
  UNWANTED,
} from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

const lastBatch = async () => {
  const [batch] = await world.query('select * from batch order by id desc limit 1');
  return batch as Record<string, unknown>;
};

test('a first delivery: units with name, region, branch and employees; every row counted', async () => {
  await loadRegions(world.store);
  const rows = [
    ...insurances(30),
    insurance(31, { 登记日期: '20260231' }),
    insurance(32, { 统一社会信用代码: 'X' }),
  ];
  const report = await world.deliver(rows);
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
  const [unit] = await world.query('select * from unit where code = $1', [codeOf(7)]);
  expect(unit).toMatchObject({
    name: '威海第7机械有限公司',
    kind: 'ENTERPRISE',
    organisation_code: codeOf(7).slice(8, 17),
    region_code: '371002',
    region_year: 2023,
    industry: 'C',
    employees: 17,
  });
  expect(await count(world.store, 'unit')).toBe(30);
  expect(
    await world.query('select row_number, field, reason from quarantined_row order by row_number'),
  ).toEqual([
    { row_number: 31, field: '登记日期', reason: '日期不存在或格式不符' },
    { row_number: 32, field: '统一社会信用代码', reason: '代码长度不符' },
  ]);
  const outbox = await world.query(`select topic, key from outbox`);
  expect(outbox).toEqual([{ topic: 'FactsChanged', key: { batchId: report.batchId } }]);
  expect(await world.query(`select action, detail -> 'counts' ->> 'read' as read from audit_entry`)).toEqual([
    { action: 'batch.accepted', read: '32' },
  ]);
  const [feed] = await world.query<Record<string, unknown>>('select * from feed');
  expect(feed).toMatchObject({ complete_as_of: '2026-03-01', last_batch_id: report.batchId, cursor: null });
  expect(await scratchIsEmpty(world.store)).toBe(true);
});

test('of a worker-level column nothing is kept, neither in records nor in quarantine nor anywhere', async () => {
  await world.deliver([insurance(1), insurance(2, { 参保状态: '不详之词' }), insurance(3, { 单位名称: '' })]);
  await world.deliver([inspection(1), inspection(2, { 事项: '不详之词' })], 'inspection-case', 'delta');
  expect(await count(world.store, 'quarantined_row')).toBe(3);
  expect(await tablesHolding(world.store, '不详之词')).toEqual(['quarantined_row']);
  expect(await tablesHolding(world.store, UNWANTED)).toEqual([]);
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
    all[table] = await world.query(
      `select ctid::text, xmin::text, xmax::text, cmax::text from ${table} order by ctid`,
    );
  }
  return all;
};

const stageSize = async () => {
  const [row] = await world.query<{ size: string }>(`select pg_relation_size('import_stage') as size`);
  return row?.size;
};

test('the same records in another file: nothing written, nothing locked, nothing even copied', async () => {
  await world.deliver(insurances(300));
  const before = await systemColumns();
  const size = await stageSize();
  const report = await world.deliver([...insurances(300)].reverse());
  expect(report).toMatchObject({
    state: 'ACCEPTED',
    read: 300,
    accepted: 0,
    unchanged: 300,
    quarantined: 0,
    absent: 0,
  });
  expect(await systemColumns()).toEqual(before);
  expect(await stageSize()).toBe(size);
  expect(await world.query('select topic from outbox')).toHaveLength(1);
});

test('the same bytes again: skipped whole, and the list is confirmed up to the new day', async () => {
  await world.deliver(insurances(30));
  const before = await systemColumns();
  world.clock.set('2026-03-05T02:00:00Z');
  const report = await world.deliver(insurances(30), 'social-insurance', 'full', '20260305');
  expect(report).toMatchObject({ state: 'SAME', read: 0, accepted: 0 });
  expect(await lastBatch()).toMatchObject({ state: 'SAME', reason: '与上一批次内容相同' });
  expect(await systemColumns()).toEqual(before);
  expect(await world.query('select complete_as_of from feed')).toEqual([{ complete_as_of: '2026-03-05' }]);
});

test('a changed row becomes a new version; the older one stays, and cannot be changed or deleted', async () => {
  await world.deliver(insurances(30));
  const change = (number: number): Row =>
    number === 5 ? { 版本: '2', 参保人数: '99', 数据日期: '20260220' } : {};
  const report = await world.deliver(insurances(30, change));
  expect(report).toMatchObject({ accepted: 1, changed: 1, added: 0, unchanged: 29 });
  const versions =
    await world.query(`select version, source_version, data -> 'insuredCount' as count, original ->> '参保人数' as given
     from agency_record where source_key = 'SI-5' order by version`);
  expect(versions).toEqual([
    { version: 1, source_version: 1, count: 15, given: '15' },
    { version: 2, source_version: 2, count: 99, given: '99' },
  ]);
  expect(await world.query('select employees from unit where code = $1', [codeOf(5)])).toEqual([
    { employees: 99 },
  ]);
  await expect(world.query('update agency_record set version = 9')).rejects.toMatchObject({ code: '42501' });
  await expect(world.query('delete from quarantined_row')).rejects.toMatchObject({ code: '42501' });
});

test('an older version never overwrites a newer one', async () => {
  await world.deliver(insurances(30, () => ({ 版本: '5' })));
  const report = await world.deliver(
    insurances(30, (number) => (number === 1 ? { 版本: '4', 参保人数: '1' } : { 版本: '5' })),
  );
  expect(report).toMatchObject({ read: 30, accepted: 0, unchanged: 29, quarantined: 1, absent: 0 });
  expect(await world.query('select source_key, field, reason from quarantined_row')).toEqual([
    { source_key: 'SI-1', field: '版本', reason: '版本低于已接收的版本' },
  ]);
  expect(await heads(world.store, 'SOCIAL_INSURANCE')).toContainEqual(
    expect.objectContaining({ source_key: 'SI-1', version: 1, state: 'PRESENT' }),
  );
});
