/** Fields on a person named in a decision lie encrypted in one table; the record keeps role and commitment alone. */
import fs from 'node:fs';
import { openPerson } from '../../src/agencies/person';
import { query, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { codeOf } from '../units/city';
import { count, importHrss, PORTS, type Row, tablesHolding, temporaryFolder, writeHrss } from './deliveries';

let database: TestDatabase;
let store: Store;
let owner: Store;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  owner = await database.store(undefined, 'owner');
  folder = temporaryFolder();
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await database.close();
});

const NAME = '张某演示';
const NUMBER = '371002190001010018';

const party = (key: string, role: string, change: Row = {}): Row => ({
  记录编号: key,
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
  人员身份: role,
  姓名: '',
  证件类型: '',
  证件号码: '',
  ...change,
});
const PERSON = { 姓名: NAME, 证件类型: '居民身份证', 证件号码: NUMBER };
const LIST = [
  party('LD1', '用人单位'),
  party('LP1', '法定代表人', PERSON),
  party('LP2', '其他直接责任人员', PERSON),
];

let serial = 0;
const deliver = (rows: readonly Row[]) =>
  importHrss(store, writeHrss(folder, `listing-decision-20260301-full-${++serial}.csv`, rows));

const records = () =>
  query<{ source_key: string; version: number; data: Record<string, unknown>; digest: Buffer }>(
    store,
    `select source_key, version, data, digest from agency_record where state = 'PRESENT' order by source_key, version`,
  );

test('name and number stand in no table in clear, the employer has no person', async () => {
  expect(await deliver(LIST)).toMatchObject({ state: 'ACCEPTED', accepted: 3 });
  for (const secret of [NAME, NUMBER, '居民身份证']) {
    expect(await tablesHolding(store, secret)).toEqual([]);
  }
  const [employer, first, second] = await records();
  expect(employer?.data).toMatchObject({ personRole: 'EMPLOYER', personCommitment: null });
  expect(first?.data).toMatchObject({
    personRole: 'LEGAL_REPRESENTATIVE',
    personCommitment: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  // The same person in two records is not the same commitment: nobody is linked through it.
  expect(second?.data.personCommitment).not.toBe(first?.data.personCommitment);
  expect(await count(store, 'agency_record_person')).toBe(2);
});

test('with the key the fields can be read for the record they belong to', async () => {
  const [row] = await query<{ ciphertext: Buffer; key_id: string; commitment: Buffer }>(
    store,
    `select ciphertext, key_id, commitment from agency_record_person where source_key = 'LP1'`,
  );
  const context = { agency: 'hrss', recordType: 'LISTING_DECISION', sourceKey: 'LP1' };
  expect(openPerson(PORTS.personKey, context, row?.ciphertext ?? Buffer.alloc(0))).toEqual({
    name: NAME,
    idType: '居民身份证',
    idNumber: NUMBER,
  });
  expect(row?.key_id).toBe(PORTS.personKey.id);
});

test('unchanged re-delivery writes nothing, also after the fields were destroyed; no digest breaks', async () => {
  const before = await records();
  await expect(query(store, 'delete from agency_record_person')).rejects.toMatchObject({ code: '42501' });
  await query(owner, `delete from agency_record_person where source_key = 'LP1'`);
  expect(await deliver([...LIST].reverse())).toMatchObject({ state: 'ACCEPTED', accepted: 0, unchanged: 3 });
  expect(await records()).toEqual(before);
  expect(await query(store, 'select source_key from agency_record_person')).toEqual([{ source_key: 'LP2' }]);
});

test('another person in the same row is a change', async () => {
  const changed = LIST.map((row) => (row.记录编号 === 'LP2' ? { ...row, 版本: '2', 姓名: '李某演示' } : row));
  expect(await deliver(changed)).toMatchObject({ accepted: 1, changed: 1, unchanged: 2 });
  expect(await count(store, `agency_record_person where source_key = 'LP2'`)).toBe(2);
});

test('a spoilt row on a person is quarantined without the person', async () => {
  const spoilt = party('LP3', '主要负责人', {
    姓名: '王某演示',
    证件号码: '371002190001019999',
    列入日期: '20260230',
  });
  const broken = party('LP4', '主要负责人', { 姓名: '赵\u0000某演示' });
  const [one, two] = LIST;
  expect(await deliver([one ?? {}, two ?? {}, spoilt, broken])).toMatchObject({
    unchanged: 2,
    quarantined: 2,
    absent: 1,
  });
  for (const secret of ['王某演示', '371002190001019999', '某演示']) {
    expect(await tablesHolding(store, secret)).toEqual([]);
  }
});

test('held rows keep persons encrypted too, and dropping them keeps nothing', async () => {
  const many = Array.from({ length: 30 }, (_, n) =>
    party(`M${n}`, '法定代表人', { ...PERSON, 姓名: `孙某${n}` }),
  );
  await deliver([...LIST, ...many]);
  const sealed = await count(store, 'agency_record_person');
  const held = await deliver([
    party('N1', '主要负责人', { 姓名: '周某演示', 证件号码: '371002190001018888' }),
  ]);
  expect(held.state).toBe('HELD');
  expect(await count(store, 'held_row')).toBeGreaterThan(0);
  for (const secret of ['周某演示', '371002190001018888', '孙某1']) {
    expect(await tablesHolding(store, secret)).toEqual([]);
  }
  expect(await count(store, 'agency_record_person')).toBe(sealed);
});
