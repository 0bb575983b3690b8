/** No table holds a person's number or name in clear, in whatever column a body wrote it; what a refused row said is forgotten. */
import fs from 'node:fs';
import path from 'node:path';
import { cleanUp } from '../../jobs/sweep';
import * as fields from '../../src/agencies/fields';
import { importFile } from '../../src/agencies/runs/import-file';
import { readTitleRow } from '../../src/designations/title-row';
import { parseCode } from '../../src/units/code';
import { codeOf } from '../units/city';
import { ACTOR, insurance, insurances, PORTS, type Row, tablesHolding } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

const NAME = '王某丁';
const NUMBER = '371002199003074678';
const MOBILE = '13806310001';

const listing = (change: Row): Row => ({
  记录编号: 'LD1',
  版本: '1',
  统一社会信用代码: codeOf(1),
  单位名称: '威海第1机械有限公司',
  数据日期: '20260201',
  列入决定文书号: '演列入〔2026〕1号',
  作出机关: '威海市人社局（演示）',
  列入事由: '第五条第一项',
  责令支付文书号: '演令〔2026〕1号',
  告知送达日期: '20260110',
  列入日期: '20260128',
  决定送达日期: '20260201',
  预计退出日期: '20290128',
  人员身份: '法定代表人',
  姓名: NAME,
  证件类型: '居民身份证',
  证件号码: NUMBER,
  ...change,
});

const court = (own: string) => {
  const file = path.join(world.folder, 'dispute.xml');
  fs.writeFileSync(
    file,
    `<?xml version="1.0"?><导出 类型="dispute" 截止日期="2026-02-28" 方式="增量" 件数="1"><案件 编号="D1" 版本="1">${own}
      <被执行人名称>${NAME}</被执行人名称><数据日期>2026-02-01</数据日期><案号>（2026）鲁1002执1号</案号>
      <结案日期>2026-02-01</结案日期><结案方式>调解</结案方式></案件></导出>`,
  );
  return importFile(world.store, { agency: 'court', path: file, actor: ACTOR }, PORTS);
};

const TITLE = {
  name: '甲有限公司',
  kind: 'ENTERPRISE',
  title: '示范企业',
  level: 'CITY',
  named_on: '2025-01-01',
};

const quarantined = () =>
  world.query<{ field: string; reason: string; kept: Record<string, unknown> }>(
    `select field, reason, convert_from(bytes, 'UTF8')::jsonb as kept from quarantined_row order by id`,
  );

async function expectNowhere(...secrets: string[]): Promise<void> {
  for (const secret of secrets) {
    expect([secret, await tablesHolding(world.store, secret)]).toEqual([secret, []]);
  }
}

test.each([
  ['作出机关', `威海市人社局 法定代表人${NAME} ${NUMBER} ${MOBILE}`, '含有公民身份号码'],
  ['列入决定文书号', `演列入〔2026〕1号 联系${NAME}${MOBILE}`, '含有电话号码'],
  ['单位名称', `${NAME} 371002 19900307 4678`, '含有公民身份号码'],
  ['记录编号', NUMBER, '含有公民身份号码'],
])('a number in %s: the row is refused, the cell is not kept', async (field, text, reason) => {
  expect(await world.deliver([listing({ [field]: text })], 'listing-decision')).toMatchObject({
    accepted: 0,
    quarantined: 1,
  });
  expect(await quarantined()).toMatchObject([
    { field, reason, kept: { [field]: '已隐去', 列入日期: '20260128', 人员身份: '法定代表人' } },
  ]);
  await expectNowhere(NAME, NUMBER, NUMBER.slice(6), MOBILE);
});

test('a row on a person that slid by a column keeps neither name nor number', async () => {
  const left = listing({ 人员身份: NAME, 姓名: '居民身份证', 证件类型: NUMBER, 证件号码: '' });
  const further = { ...left, 记录编号: 'LD2', 作出机关: NAME, 预计退出日期: NAME, 人员身份: NUMBER };
  expect(await world.deliver([left, further], 'listing-decision')).toMatchObject({ quarantined: 2 });
  expect((await quarantined()).map(({ field }) => field)).toEqual(['人员身份', '预计退出日期、人员身份']);
  await expectNowhere(NAME, NUMBER);
});

test('of any body: beside a number no text is kept, for it may be the name', async () => {
  const slid = insurance(2, { 参保人数: NAME, 行政区划代码: NUMBER });
  expect(await world.deliver([...insurances(1), slid])).toMatchObject({ accepted: 1, quarantined: 1 });
  expect(await quarantined()).toMatchObject([{ kept: { 登记日期: '20180105', 单位编号: '已隐去' } }]);
  await expectNowhere(NAME, NUMBER);
});

test.each([
  ['a number where the code belongs', `<组织机构代码>${NUMBER}</组织机构代码>`],
  ['no code at all', ''],
])('a court paper on a person, %s, keeps neither name nor number', async (_, own) => {
  expect(await court(own)).toMatchObject({ quarantined: 1 });
  expect(await quarantined()).toMatchObject([{ kept: { 被执行人名称: '已隐去', 结案方式: '调解' } }]);
  await expectNowhere(NAME, NUMBER);
});

test('a citizen number that would pass for a code is none', () => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const numbers = Array.from({ length: 1000 }, (_, serial) => {
    const first = `37100219900307${String(serial).padStart(3, '0')}`;
    const sum = weights.reduce((total, weight, place) => total + weight * Number(first[place]), 0);
    return `${first}${'10X98765432'.charAt(sum % 11)}`;
  }).filter((number) => parseCode(number).ok);
  expect(numbers.length).toBeGreaterThan(10);
  for (const number of numbers) {
    expect(fields.employerCode.safeParse(number).success).toBe(false);
    expect(readTitleRow({ ...TITLE, uscc: number })).toMatchObject({ ok: false });
  }
  expect(fields.employerCode.safeParse(codeOf(1)).success).toBe(true);
});

test('codes, and numbers of documents of fifteen digits, are taken as what they are', async () => {
  expect(
    await world.deliver([
      insurance(1, { 单位编号: '371002260101001', 单位名称: '威海第1机械有限公司（913710001668123456）' }),
    ]),
  ).toMatchObject({ accepted: 1, quarantined: 0 });
});

test.each([
  'name',
  'title',
  'document_no',
  'naming_body',
  'province',
])('a title with a number in %s', (column) => {
  for (const number of [NUMBER, MOBILE]) {
    expect(readTitleRow({ ...TITLE, [column]: `甲 ${number}` })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/中有(公民身份号码|电话号码)/),
    });
  }
  expect(readTitleRow({ ...TITLE, [column]: '甲 91371000MA3C0P6K2X' })).toMatchObject({ ok: true });
});

test('what refused rows said is thrown away once overtaken, or after 180 days; that they were refused stays', async () => {
  const spoilt = insurance(2, { 登记日期: '20260230' });
  const both = [insurance(3), insurance(3, { 版本: '2', 单位编号: '9' })];
  await world.deliver([insurance(1), spoilt, ...both]);
  const said = () =>
    world.query<{ key: string; said: boolean }>(
      'select source_key as key, bytes is not null as said from quarantined_row order by source_key',
    );
  const [two, three] = ['SI-2', 'SI-3'];
  expect(await said()).toEqual([
    { key: two, said: true },
    { key: three, said: true },
  ]);
  world.clock.set('2026-08-28T01:00:00Z');
  await cleanUp(world.store);
  expect(await said()).toEqual([
    { key: two, said: true },
    { key: three, said: false },
  ]);
  world.clock.set('2026-08-28T03:00:00Z');
  await cleanUp(world.store);
  expect(await said()).toEqual([
    { key: two, said: false },
    { key: three, said: false },
  ]);
  for (const sql of ['delete from quarantined_row', `update quarantined_row set reason = ''`]) {
    await expect(world.query(sql)).rejects.toMatchObject({ code: '42501' });
  }
});
