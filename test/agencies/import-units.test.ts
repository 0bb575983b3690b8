/** Units take name and size from their registrations, keep former names, and find records that came before them. */

import { codeOf } from '../units/city';
import { heads, inspection, insurance, insurances } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

test('a unit that is renamed keeps its former name; an old paper under the old name adds nothing wrong', async () => {
  await world.deliver(insurances(30));
  await world.deliver(
    insurances(30, (number) =>
      number === 1 ? { 版本: '2', 单位名称: '威海新名机械有限公司', 数据日期: '20260215' } : {},
    ),
  );
  await world.deliver(
    [inspection(1), inspection(2, { 单位名称: '威海曾用名有限公司' })],
    'inspection-case',
    'delta',
  );
  const names = await world.query(
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
  await world.deliver([...insurances(30), second, closed]);
  expect(await world.query('select name, employees from unit where code = $1', [codeOf(1)])).toEqual([
    { name: '威海第1机械有限公司', employees: 18 },
  ]);
});

test('records that come before their unit are joined when it comes, and rooms above are told', async () => {
  const early = await world.deliver([inspection(1), inspection(2)], 'inspection-case', 'delta');
  expect((await heads(world.store, 'INSPECTION_CASE')).map(({ unit_id }) => unit_id)).toEqual([null, null]);
  await world.deliver([insurance(1)]);
  const [first, second] = await heads(world.store, 'INSPECTION_CASE');
  expect(first?.unit_id).not.toBeNull();
  expect(second?.unit_id).toBeNull();
  // The record says so too; nothing else of it can be changed.
  expect(
    await world.query(
      `select source_key, unit_id from agency_record where record_type = 'INSPECTION_CASE' order by 1`,
    ),
  ).toEqual([
    { source_key: 'IC-1', unit_id: first?.unit_id },
    { source_key: 'IC-2', unit_id: null },
  ]);
  await expect(world.query(`update agency_record set data = '{}'`)).rejects.toMatchObject({ code: '42501' });
  const told = await world.query<{ key: unknown }>(
    `select key from outbox where topic = 'FactsChanged' order by id`,
  );
  expect(told.map(({ key }) => key)).toContainEqual({ batchId: early.batchId });
  expect(told).toHaveLength(3);
});
