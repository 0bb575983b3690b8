/** What is not there proves nothing: a row that was quarantined, a listing that only vanished, leave a unit's facts unknown. */
import { readFacts } from '../../src/agencies/fact-reads';
import { FACTS } from '../../src/agencies/fact-registry';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { codeOf } from '../units/city';
import { count, insurances, PORTS, type Row, writeHrss } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

const row = (number: number, own: Row): Row => ({
  记录编号: `R-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260201',
  ...own,
});
const coordinators = (number: number, change: Row = {}) =>
  row(number, { 劳动关系协调员人数: '2', ...change });
const decision = (number: number, change: Row = {}) =>
  row(number, {
    文书号: `演监决〔2026〕${number}号`,
    决定种类: '行政处罚',
    事项: '工时',
    决定日期: '20260201',
    送达日期: '20260202',
    撤销日期: '',
    ...change,
  });
const WRONG = { 决定日期: '20260230' };

/** What a fact says of units 1, 2, …: a value, or why it is unknown. */
async function told(name: string, units: number): Promise<unknown[]> {
  const ids = await Promise.all(
    Array.from({ length: units }, async (_, place) => {
      const [unit] = await world.query<{ id: string }>('select id from unit where code = $1', [
        codeOf(place + 1),
      ]);
      return unit?.id ?? '';
    }),
  );
  const facts = [...FACTS.values()].filter((fact) => fact.name === name);
  const all = await readFacts({ query: world.query }, { unitIds: ids, facts, asOf: '2026-03-01' });
  return ids.map((id) => {
    const fact = all.get(id)?.[name];
    return fact?.known === true ? fact.value : fact?.cause;
  });
}

test('of a list: unknown for that unit alone, until a later list has the row put right', async () => {
  await world.deliver(insurances(3));
  await world.deliver([coordinators(1), coordinators(2, { 劳动关系协调员人数: '两名' })], 'coordinators');
  expect(await told('coordinatorCount', 3)).toEqual([2, 'ROW_QUARANTINED', 0]);
  await world.deliver([coordinators(1), coordinators(2)], 'coordinators');
  expect(await told('coordinatorCount', 3)).toEqual([2, 2, 0]);
});

test('of a list that is polled: taking the wrong row out puts it right too, though nothing else is new', async () => {
  await world.deliver(insurances(2));
  const deliver = (number: number, rows: readonly Row[]) => {
    writeHrss(world.folder, `coordinators-20260301-full-${number}.csv`, rows);
    const ports = { ...PORTS, sourceOf: () => ({ folder: world.folder }) };
    return pollFeed(world.store, { agency: 'hrss', recordType: 'COORDINATORS' }, ports);
  };
  await deliver(1, [coordinators(1), coordinators(2, { 劳动关系协调员人数: '两名' })]);
  expect(await told('coordinatorCount', 2)).toEqual([2, 'ROW_QUARANTINED']);
  expect(await deliver(2, [coordinators(1)])).toMatchObject([{ state: 'ACCEPTED', unchanged: 1 }]);
  expect(await told('coordinatorCount', 2)).toEqual([2, 0]);
  // From then on a list without news leaves no batch behind, as ever.
  const batches = await count(world.store, 'batch');
  expect(await deliver(3, [{ ...coordinators(1), 备注: '无' }])).toMatchObject([{ state: 'SAME' }]);
  expect(await count(world.store, 'batch')).toBe(batches);
});

test('of events: until the same record comes in a version that can be read; one without a key, until any of the unit', async () => {
  await world.deliver(insurances(3));
  const bring = (...rows: Row[]) => world.deliver(rows, 'inspection-decision', 'delta');
  await bring(decision(1, WRONG), decision(2, { ...WRONG, 记录编号: '' }));
  const name = 'lastWomenHoursDecisionOn';
  expect(await told(name, 3)).toEqual(['ROW_QUARANTINED', 'ROW_QUARANTINED', '']);
  await bring(decision(3));
  expect(await told(name, 3)).toEqual(['ROW_QUARANTINED', 'ROW_QUARANTINED', '2026-02-01']);
  await bring(decision(1), decision(2));
  expect(await told(name, 3)).toEqual(['2026-02-01', '2026-02-01', '2026-02-01']);
});

test('a version that a newer one had overtaken casts no doubt; two of which none can be preferred do', async () => {
  await world.deliver(insurances(2));
  const bring = (...rows: Row[]) => world.deliver(rows, 'inspection-decision', 'delta');
  await bring(decision(1, { 版本: '3' }));
  expect(await bring(decision(1, { 版本: '2', 决定日期: '20260101' }))).toMatchObject({ quarantined: 1 });
  expect(await bring(decision(2), decision(2, { 决定日期: '20260101' }))).toMatchObject({ quarantined: 2 });
  expect(await told('lastWomenHoursDecisionOn', 2)).toEqual(['2026-02-01', 'ROW_QUARANTINED']);
});

test('a listing that its list no longer has is neither in force nor ended, until a document ends it', async () => {
  await world.deliver(insurances(3));
  const listing = (number: number, change: Row = {}) =>
    row(number, {
      列入决定文书号: `演列入〔2026〕${number}号`,
      作出机关: '威海市人社局（演示）',
      列入事由: '第五条第一项',
      责令支付文书号: '演令〔2026〕1号',
      告知送达日期: '20260110',
      列入日期: '20260128',
      决定送达日期: '20260201',
      预计退出日期: '20290128',
      人员身份: '用人单位',
      姓名: '',
      证件类型: '',
      证件号码: '',
      ...change,
    });
  const removal = (number: number, change: Row = {}) =>
    row(number, {
      移出文书号: `演移出〔2026〕${number}号`,
      列入决定文书号: `演列入〔2026〕${number}号`,
      移出类型: '撤销',
      移出决定日期: '20260220',
      实际移出日期: '20260221',
      ...change,
    });
  await world.deliver(
    [removal(3, { 移出决定日期: '20250101', 实际移出日期: '20250101' })],
    'listing-removal',
    'delta',
  );
  await world.deliver([listing(1), listing(2)], 'listing-decision');
  expect(await told('listedForArrears', 3)).toEqual([true, true, false]);
  expect(await world.deliver([listing(1)], 'listing-decision')).toMatchObject({ absent: 1 });
  expect(await told('listedForArrears', 3)).toEqual([true, 'RECORD_GONE', false]);
  await world.deliver([removal(2)], 'listing-removal', 'delta');
  expect(await told('listedForArrears', 3)).toEqual([true, false, false]);
  // An earlier removal does not undo a later listing of the same number.
  await world.deliver([listing(1), listing(3)], 'listing-decision');
  expect(await told('listedForArrears', 3)).toEqual([true, false, true]);
});

test('a row whose code cannot be read is on the unit that alone has its name', async () => {
  await world.deliver(insurances(3));
  const mistyped = (number: number) => codeOf(number).replace(/.$/, (last) => (last === '7' ? '8' : '7'));
  await world.deliver(
    [
      coordinators(1),
      coordinators(2, { 统一社会信用代码: mistyped(2), 单位名称: ' 威海第2机械 有限公司' }),
      coordinators(9, { 统一社会信用代码: mistyped(9), 单位名称: '威海机械有限公司' }),
    ],
    'coordinators',
  );
  expect(await told('coordinatorCount', 3)).toEqual([2, 'ROW_QUARANTINED', 0]);
});

test('of two units with one name neither is taken for the one that was meant', async () => {
  await world.deliver(insurances(2, () => ({ 单位名称: '威海同名有限公司' })));
  await world.deliver(
    [coordinators(3, { 统一社会信用代码: '9', 单位名称: '威海同名有限公司' })],
    'coordinators',
  );
  expect(await told('coordinatorCount', 2)).toEqual([0, 0]);
});
