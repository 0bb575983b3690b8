/** A register is taken whole or not at all, as it is written: no guess at its letters, and each row by its number in a spreadsheet. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import { importTitles } from '../../src/designations/runs/import-titles';
import { systemActor } from '../../src/kernel/actor';
import { importMaterials } from '../../src/reviews/runs/import-materials';
import { readCsvRegister, readLineRegister } from '../../src/store/register-file';
import { query, type Store } from '../../src/store/transaction';
import { importMemberships, importParks } from '../../src/units/runs/import-parks';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let store: Store;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-register-file-'));
const actor = systemActor('test');

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await database.close();
});

function write(content: string | Buffer): string {
  const target = path.join(folder, 'register');
  fs.writeFileSync(target, content);
  return target;
}

/** More rows than are written at once, the last of them as given. */
const TITLE_HEAD = 'name,kind,title,level,named_on';
const titles = (last: string) =>
  [
    TITLE_HEAD,
    ...Array.from({ length: 250 }, (_, i) => `firm ${i},ENTERPRISE,title,CITY,2024-01-01`),
    last,
  ].join('\r\n');

const REGISTERS = {
  titles: {
    take: (file: string) => importTitles(store, { path: file, actor }),
    text: titles('威海甲有限公司,ENTERPRISE,威海市劳动关系和谐企业,CITY,2024-12-10'),
  },
  parks: {
    take: (file: string) => importParks(store, { path: file, actor }),
    text: 'localCode,uscc,name,kind,regionCode\nP1,x,汐源镇,TOWNSHIP,371082\n',
  },
  memberships: {
    take: (file: string) => importMemberships(store, { path: file, actor }),
    text: 'parkCode,uscc,from,to\nx,x,二〇二〇年,\n',
  },
  materials: {
    take: (file: string) => importMaterials(store, { path: file, actor }),
    text: '{"key":"制度"}\n',
  },
} as const;

const nothingWritten = async () => {
  for (const table of ['designation', 'unit', 'unit_membership', 'case_material', 'audit_entry']) {
    expect(await query(store, `select from ${table}`)).toEqual([]);
  }
};

test.each(
  Object.entries(REGISTERS),
)('%s in GB18030, damaged before, or empty: refused whole, with what to do', async (_name, {
  take,
  text,
}) => {
  await expect(take(write(iconv.encode(text, 'gb18030')))).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: expect.stringMatching(/不是 UTF-8.*GB18030/),
    hint: expect.stringContaining('CSV UTF-8'),
  });
  await expect(take(write(`${text}\n\ufffd`))).rejects.toMatchObject({
    message: expect.stringContaining('乱码'),
  });
  for (const empty of ['', '\ufeff', '\r\n \n']) {
    await expect(take(write(empty))).rejects.toMatchObject({ message: 'register：文件是空的' });
  }
  await nothingWritten();
});

test.each([
  ['titles', '缺少列：name、kind、title、level、named_on'],
  ['parks', '缺少列：localCode、uscc、name、kind、regionCode'],
  ['memberships', '缺少列：parkCode、uscc、from、to'],
] as const)('%s without its header: one refusal that names the columns', async (name, message) => {
  await expect(REGISTERS[name].take(write('a,b\n1,2\n3,4\n'))).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: expect.stringContaining(message),
  });
});

test.each([
  ['威海甲有限公司,ENTERPRISE', '第 252 行有 2 列，表头有 5 列'],
  ['"威海甲"有限公司,ENTERPRISE,t,CITY,2024-01-01', '第 252 行读不出：引号'],
  ['"威海甲有限公司,ENTERPRISE,t,CITY,2024-01-01\r\nb\r\nc', '第 252 行读不出：引号'],
])('a broken row behind hundreds of sound ones: told by its line, and none of them written', async (last, message) => {
  await expect(REGISTERS.titles.take(write(titles(last)))).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: expect.stringContaining(message),
  });
  await nothingWritten();
});

test('rows have the numbers that a spreadsheet shows, past blank ones and lines within a cell', async () => {
  const file = write('\ufeffb, a ,更多\r\n1,"x\r\ny",\r\n\r\n,,\r\n2,威海,\r\n');
  const rows = [];
  for await (const row of readCsvRegister(file, ['a', 'b'])) {
    rows.push(row);
  }
  expect(rows).toEqual([
    { row: 2, content: { b: '1', a: 'x\r\ny', 更多: '' } },
    { row: 5, content: { b: '2', a: '威海', 更多: '' } },
  ]);
  const lines = [];
  for await (const line of readLineRegister(write('\ufeff{"甲":1}\r\n\r\n{}'))) {
    lines.push(line);
  }
  expect(lines.map(({ row }) => row)).toEqual([1, 3]);
});
