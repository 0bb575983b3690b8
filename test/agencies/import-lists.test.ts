/** Rows that contradict each other, and what a whole list no longer has. */
import { codeOf } from '../units/city';
import { count, heads, inspection, insurance, insurances, type Row } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

test('a row given twice counts once; contradicting rows: the higher version, or none', async () => {
  const rows = [
    ...insurances(30),
    insurance(1),
    insurance(2, { 版本: '2', 参保人数: '50' }),
    insurance(3, { 参保人数: '51' }),
  ];
  const report = await world.deliver(rows);
  expect(report).toMatchObject({ read: 33, accepted: 29, unchanged: 1, quarantined: 3 });
  const quarantined = await world.query(
    'select row_number, source_key, reason from quarantined_row order by row_number',
  );
  expect(quarantined).toEqual([
    { row_number: 2, source_key: 'SI-2', reason: expect.stringContaining('已有更高版本') },
    { row_number: 3, source_key: 'SI-3', reason: expect.stringContaining('不分先后') },
    { row_number: 33, source_key: 'SI-3', reason: expect.stringContaining('不分先后') },
  ]);
  expect(await heads(world.store, 'SOCIAL_INSURANCE')).not.toContainEqual(
    expect.objectContaining({ source_key: 'SI-3' }),
  );
});

test('contradicting rows are seen as such when one of them is what is stored already', async () => {
  await world.deliver(insurances(30));
  const report = await world.deliver([
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
  const changed = await heads(world.store, 'SOCIAL_INSURANCE');
  expect(changed.filter(({ version }) => version === 2).map(({ source_key }) => source_key)).toEqual([
    'SI-2',
  ]);
});

test('what a whole list no longer has gets a last version that says so; back again, it is present again', async () => {
  await world.deliver(insurances(30));
  const without = insurances(30).slice(0, 27);
  expect(await world.deliver(without)).toMatchObject({ state: 'ACCEPTED', unchanged: 27, absent: 3 });
  const gone = (await heads(world.store, 'SOCIAL_INSURANCE')).filter(({ state }) => state === 'ABSENT');
  expect(gone.map(({ source_key, version }) => [source_key, version])).toEqual([
    ['SI-28', 2],
    ['SI-29', 2],
    ['SI-30', 2],
  ]);
  expect(gone.every(({ unit_id }) => unit_id !== null)).toBe(true);
  expect(await world.deliver(insurances(30))).toMatchObject({
    accepted: 3,
    changed: 3,
    unchanged: 27,
    absent: 0,
  });
  expect((await heads(world.store, 'SOCIAL_INSURANCE')).every(({ state }) => state === 'PRESENT')).toBe(true);
  expect(await count(world.store, 'agency_record')).toBe(36);
});

test('absence says nothing but that: the data of the record and the person it names stay what they were', async () => {
  const party = (number: number): Row => ({
    记录编号: `LP-${number}`,
    版本: '1',
    统一社会信用代码: codeOf(number),
    单位名称: `威海第${number}机械有限公司`,
    数据日期: '20260201',
    列入决定文书号: `演列入〔2026〕${number}号`,
    作出机关: '威海市人社局（演示）',
    列入事由: '第五条第一项',
    责令支付文书号: '演令〔2026〕1号',
    告知送达日期: '20260110',
    列入日期: '20260128',
    决定送达日期: '20260201',
    预计退出日期: '20290128',
    人员身份: '法定代表人',
    姓名: '张某演示',
    证件类型: '居民身份证',
    证件号码: '371002190001010018',
  });
  await world.deliver([party(1), party(2)], 'listing-decision');
  expect(await world.deliver([party(1)], 'listing-decision')).toMatchObject({ absent: 1 });
  const grade = {
    评价年度: '2025',
    等级: 'A',
    公布日期: '20260201',
    有效期起: '20260201',
    有效期止: '20270131',
  };
  const graded = (number: number): Row => ({ ...party(number), ...grade });
  await world.deliver([graded(1), graded(2)], 'integrity-grade');
  expect(await world.deliver([graded(1)], 'integrity-grade')).toMatchObject({ absent: 1 });
  const versions = await world.query<{ state: string; said: unknown; original: unknown }>(
    `select state, original, array[unit_id::text, effective_from::text, effective_to::text, data::text] as said
     from agency_record where source_key = 'LP-2' order by id`,
  );
  const [decision, absentDecision, given, absentGrade] = versions;
  expect(versions.map(({ state }) => state)).toEqual(['PRESENT', 'ABSENT', 'PRESENT', 'ABSENT']);
  expect(absentDecision?.said).toEqual(decision?.said);
  expect(absentGrade?.said).toEqual(given?.said);
  expect(absentDecision?.original).toEqual({});
  expect(JSON.stringify(absentDecision?.said)).toMatch(/personCommitment.*[0-9a-f]{64}/);
});

test('events are never "no longer there"', async () => {
  await world.deliver([inspection(1), inspection(2)], 'inspection-case', 'delta');
  expect(await world.deliver([inspection(3)], 'inspection-case', 'delta')).toMatchObject({
    mode: 'DELTA',
    accepted: 1,
    absent: 0,
  });
  expect(await world.deliver([inspection(4)], 'inspection-case', 'full')).toMatchObject({
    mode: 'DELTA',
    absent: 0,
  });
});

test('a record whose row is quarantined this time is not taken for gone', async () => {
  await world.deliver(insurances(30));
  const spoilt = insurances(30, (number) => (number === 4 ? { 登记日期: '20260230' } : {}));
  expect(await world.deliver(spoilt)).toMatchObject({ unchanged: 29, quarantined: 1, absent: 0 });
  // Where not even the key can be read, nobody knows which record the row meant: nothing is taken for gone.
  const keyless = insurances(30, (number) => (number === 4 ? { 记录编号: '' } : {})).slice(0, 28);
  const report = await world.deliver(keyless);
  expect(report).toMatchObject({
    unchanged: 27,
    quarantined: 1,
    absent: 0,
    reason: expect.stringContaining('读不出编号'),
  });
});
