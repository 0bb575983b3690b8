/** Promise: blank cells where records had a value wait for an officer; corrections of single records do not. */
import { codeOf } from '../units/city';
import { heads, type Row } from './deliveries';
import { officerOf } from './officer';
import { freshWorld } from './world';

const world = freshWorld('2026-03-04T02:00:00Z');
const { answer } = officerOf(world);

const listing = (number: number, change: Row = {}): Row => ({
  记录编号: `LD-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海示例${number}有限公司`,
  数据日期: '20260301',
  列入决定文书号: `列〔2026〕${number}号`,
  作出机关: '威海市人力资源和社会保障局',
  列入事由: '第五条第一项',
  责令支付文书号: `责令${number}`,
  告知送达日期: '20260105',
  列入日期: '20260120',
  决定送达日期: '20260122',
  预计退出日期: '20290120',
  人员身份: '用人单位',
  姓名: '',
  证件类型: '',
  证件号码: '',
  ...change,
});
/** Twelve decisions, as they are delivered again with one column blank in the first of them. */
const again = (column: string, blank: number, version = '2') =>
  Array.from({ length: 12 }, (_, i) => listing(i, { 版本: version, ...(i < blank ? { [column]: '' } : {}) }));
const deliver = (rows: Row[], mode = 'delta') => world.deliver(rows, 'listing-decision', mode);

test.each(['决定送达日期', '告知送达日期', '责令支付文书号'])('%s', async (column) => {
  expect(await deliver(again('', 0, '1'), 'full')).toMatchObject({ state: 'ACCEPTED', reason: null });
  expect(await deliver(again(column, 2))).toMatchObject({ state: 'ACCEPTED' });
  const before = await heads(world.store, 'LISTING_DECISION');
  for (const mode of ['delta', 'full']) {
    const held = await deliver(again(column, 5, '3'), mode);
    expect(held.state).toBe('HELD');
    expect(held.reason).toContain(`3 行的“${column}”原有内容，现为空（30%，上限 10%）`);
    expect(await heads(world.store, 'LISTING_DECISION')).toEqual(before);
    await answer(held, 'DROP');
  }
  expect(await deliver(again(column, 5, '4').slice(3))).toMatchObject({ state: 'ACCEPTED' });
});
