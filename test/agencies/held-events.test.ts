/** What else holds a delivery, how events wait side by side, and what is never held. */

import { codeOf } from '../units/city';
import { count, heads, insurances, type Row } from './deliveries';
import { officerOf } from './officer';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

const { answer, stateOfFeed } = officerOf(world);

test('an id that now names another code holds the delivery', async () => {
  await world.deliver(insurances(30));
  const held = await world.deliver(
    insurances(30, (number) => (number === 3 ? { 版本: '2', 统一社会信用代码: codeOf(900) } : {})),
  );
  expect(held).toMatchObject({ state: 'HELD', reason: expect.stringContaining('1 个编号改指另一单位代码') });
  expect(
    (await heads(world.store, 'SOCIAL_INSURANCE')).find(({ source_key }) => source_key === 'SI-3')?.unit_code,
  ).toBe(codeOf(3));
});

const incident = (number: number, change: Row = {}): Row => ({
  记录编号: `PO-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260201',
  文书号: `演监令〔2026〕${number}号`,
  作出日期: '20260105',
  期限届满日: '20260120',
  涉及人数: '12',
  金额: '1000.00',
  是否履行: '否',
  ...change,
});
const incidents = (from: number, change: Row = {}) =>
  Array.from({ length: 25 }, (_, place) => incident(from + place, change));

test('a field that is suddenly empty, a format that changed: held', async () => {
  await world.deliver(incidents(1), 'pay-order', 'delta');
  const emptied = await world.deliver(incidents(101, { 是否履行: '' }), 'pay-order', 'delta');
  expect(emptied).toMatchObject({ state: 'HELD', reason: expect.stringContaining('“是否履行”一列') });
  const changed = await world.deliver(incidents(201, { 作出日期: '2026-1-5' }), 'pay-order', 'delta');
  expect(changed).toMatchObject({ state: 'HELD', reason: expect.stringContaining('25 行被隔离') });
});

test('of a feed of events several deliveries wait, each is answered, and the feed is confirmed after the last', async () => {
  await world.deliver(incidents(1), 'pay-order', 'delta');
  const one = await world.deliver(incidents(101, { 是否履行: '' }), 'pay-order', 'delta');
  const other = await world.deliver(incidents(201, { 是否履行: '' }), 'pay-order', 'delta');
  const good = await world.deliver(incidents(301), 'pay-order', 'delta');
  expect([one.state, other.state, good.state]).toEqual(['HELD', 'HELD', 'ACCEPTED']);
  expect(await stateOfFeed('PAY_ORDER')).toBe('HELD');
  expect((await answer(other, 'RELEASE')).ok).toBe(true);
  expect(await stateOfFeed('PAY_ORDER')).toBe('HELD');
  expect((await answer(one, 'DROP')).ok).toBe(true);
  expect(await stateOfFeed('PAY_ORDER')).toBe('FRESH');
  expect(await count(world.store, `record_head where record_type = 'PAY_ORDER'`)).toBe(75);
});

test('a whole list replaces every part of one that waits, and nothing is left waiting unseen', async () => {
  for (const accepted of [true, false]) {
    await world.deliver(insurances(30));
    const parts = [];
    for (const code of [901, 902, 903]) {
      parts.push(
        await world.deliver(
          insurances(1, () => ({ 版本: '2', 统一社会信用代码: codeOf(code) })),
          'social-insurance',
          'delta',
        ),
      );
    }
    expect(parts.map(({ state }) => state)).toEqual(['HELD', 'HELD', 'HELD']);
    const whole = await world.deliver(insurances(accepted ? 31 : 3));
    expect(whole.state).toBe(accepted ? 'ACCEPTED' : 'HELD');
    const waiting = await world.query<{ id: string }>(`select id from batch where state = 'HELD'`);
    expect(waiting).toEqual(accepted ? [] : [{ id: whole.batchId }]);
    expect(await world.query('select distinct batch_id as id from held_row')).toEqual(waiting);
    expect(await stateOfFeed('SOCIAL_INSURANCE')).toBe(accepted ? 'FRESH' : 'HELD');
  }
});

test('what was held never overwrites what came in newer meanwhile', async () => {
  await world.deliver(incidents(1), 'pay-order', 'delta');
  const held = await world.deliver(incidents(1, { 版本: '2', 是否履行: '' }), 'pay-order', 'delta');
  await world.deliver(incidents(1, { 版本: '3', 是否履行: '是' }), 'pay-order', 'delta');
  const released = await answer(held, 'RELEASE');
  expect(released).toMatchObject({ ok: true, value: { read: 25, accepted: 0, quarantined: 25 } });
  const [kept] = await world.query<{ obeyed: boolean }>(
    `select (data ->> 'obeyed')::boolean as obeyed from record_head h join agency_record r on r.id = h.record_id limit 1`,
  );
  expect(kept?.obeyed).toBe(true);
});

const removal = (number: number, change: Row = {}): Row => ({
  记录编号: `LR-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260201',
  移出文书号: `演移出〔2026〕${number}号`,
  列入决定文书号: `演列入〔2023〕${number}号`,
  移出类型: '期满',
  移出决定日期: '20260128',
  实际移出日期: '20260201',
  ...change,
});

test('a record that carries its own document of removal is never held, whatever else is wrong with its delivery', async () => {
  await world.deliver(
    Array.from({ length: 30 }, (_, n) => removal(n + 1)),
    'listing-removal',
    'delta',
  );
  const spoilt = Array.from({ length: 30 }, (_, n) =>
    removal(n + 101, n > 0 ? { 移出类型: '不详之词' } : { 实际移出日期: '' }),
  );
  const renamed = removal(1, { 版本: '2', 统一社会信用代码: codeOf(700) });
  const report = await world.deliver([...spoilt, renamed], 'listing-removal', 'delta');
  expect(report).toMatchObject({ state: 'ACCEPTED', read: 31, accepted: 2, quarantined: 29 });
});
