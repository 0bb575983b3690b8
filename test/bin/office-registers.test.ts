/** Promise: the office's own registers come in by file without the demo; the report adds up, and a second time changes nothing. */
import fs from 'node:fs';
import path from 'node:path';
import { query } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { shared } from '../harness/shared-servers';
import { hub } from './hub-program';

jest.setTimeout(60_000);

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = fs.mkdtempSync(path.join(shared('HUB_TEST_DIRECTORY'), 'office-'));
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const KEY = Buffer.alloc(32, 1).toString('base64');

function take(name: string, lines: readonly string[], ...options: string[]) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  return hub(['import', 'office', file, ...options], { DATABASE_URL: database.url, HUB_PERSON_KEY: KEY });
}

const PARKS = [
  'localCode,uscc,name,kind,regionCode',
  'WH-P001,12371000YPKKNNDE9E,威海甲工业园区,INDUSTRIAL_PARK,371002',
  'WH-P002,12371003YPKL9299X9,威海乙工业园区,FACTORY,371003',
];

test('a register of parks: what is sound is written, what is not is named by its row, the next time nothing changes', async () => {
  const first = await take('office-parks.csv', PARKS);
  expect(first).toMatchObject({ code: 1, out: expect.stringContaining('读取 2 = 写入 1 + 未变 0 + 退回 1') });
  expect(first.err).toContain('第 3 行');
  const again = await take('office-parks.csv', PARKS.slice(0, 2));
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('读取 1 = 写入 0 + 未变 1 + 退回 0') });
  const store = await database.store();
  expect(await query(store, `select name, region_code from unit`)).toEqual([
    { name: '威海甲工业园区', region_code: '371002' },
  ]);
});

test('a list of titles with names alone is taken under its kind, and joins nobody by name', async () => {
  const lines = [
    'name,kind,title,level,province,named_on',
    '威海甲工业园区,INDUSTRIAL_PARK,威海市劳动关系和谐工业园区,CITY,370000,2021-12-10',
  ];
  const unnamed = await take('公布名单.csv', lines);
  expect(unnamed).toMatchObject({ code: 2, err: expect.stringContaining('--type') });
  const taken = await take('公布名单.csv', lines, '--type', 'designations');
  expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('已对应到单位 0') });
});
