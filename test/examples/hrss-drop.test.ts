/** The night job's next day is exactly what its mode says: sound, changed by so much, or broken in one way. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { type DropOptions, runDrop } from '../../examples/agencies/hrss-drop';
import { writeCity } from '../../examples/city/city';
import { scratch } from './run-program';

type Line = { readonly [column: string]: string };

const place = scratch();
const data = place.path('city/hrss');

beforeAll(() => {
  writeCity({ out: place.path('city'), units: 1000, seed: 5, asOf: '2026-11-21' });
});
afterAll(() => place.remove());

async function drop(mode: DropOptions['mode'], more: Partial<DropOptions> = {}): Promise<string> {
  const folder = place.path(mode);
  const types = ['integrity-grade'];
  const base = { data, drop: folder, mode, day: '2026-11-22', number: 1, types, percent: 3, column: null };
  const [name] = await runDrop({ ...base, ...more });
  return join(folder, name ?? '');
}

const OLD = join(data, 'integrity-grade-20261121-full-1.csv');
const read = (path: string, encoding = 'gb18030'): Line[] =>
  parse(iconv.decode(readFileSync(path), encoding), { columns: true }) as Line[];
const done = (path: string): { readonly rows: number; readonly sha256: string; readonly asOf: string } =>
  JSON.parse(readFileSync(path.replace('.csv', '.done'), 'utf8'));
const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

test('copy: all files as they are', async () => {
  await drop('copy', { types: null });
  expect(readdirSync(place.path('copy')).sort()).toEqual(readdirSync(data).sort());
  expect(digest(place.path('copy/integrity-grade-20261121-full-1.csv'))).toBe(digest(OLD));
});

test('unchanged: the same bytes under a new day', async () => {
  const path = await drop('unchanged');
  expect(path).toMatch(/integrity-grade-20261122-full-1\.csv$/);
  expect(digest(path)).toBe(digest(OLD));
  expect(done(path)).toEqual({ ...done(OLD), asOf: '2026-11-22' });
});

test('changed: three percent of the rows are a version on, the others untouched', async () => {
  const path = await drop('changed');
  const before = read(OLD);
  const after = read(path);
  const moved = after.filter((row, index) => row.版本 !== before[index]?.版本);
  expect(after).toHaveLength(before.length);
  expect(moved.length).toBe(Math.floor(before.length * 0.03));
  expect(moved.every((row) => row.数据日期 === '20261122')).toBe(true);
  expect(after.filter((row) => !moved.includes(row))).toEqual(
    before.filter((_, index) => !moved.includes(after[index] as Line)),
  );
  expect(done(path)).toMatchObject({ rows: after.length, sha256: digest(path) });
});

test('half and empty: sound files that say less', async () => {
  const half = await drop('half');
  expect(read(half)).toEqual(read(OLD).slice(0, Math.ceil(read(OLD).length / 2)));
  expect(done(half)).toMatchObject({ rows: read(half).length, sha256: digest(half) });
  const empty = await drop('empty');
  expect(read(empty)).toEqual([]);
  expect(done(empty)).toMatchObject({ rows: 0, sha256: digest(empty) });
});

test('truncated and unfinished: the file does not agree with its .done, or has none', async () => {
  const cut = await drop('truncated');
  expect(readFileSync(cut).length).toBeLessThan(readFileSync(OLD).length * 0.61);
  expect(done(cut).sha256).not.toBe(digest(cut));
  const open = await drop('unfinished');
  expect(existsSync(open)).toBe(true);
  expect(existsSync(open.replace('.csv', '.done'))).toBe(false);
});

test('wrong encoding, an emptied column, keys that name other units', async () => {
  expect(read(await drop('wrong-encoding'), 'utf8')).toEqual(read(OLD));
  const emptied = read(await drop('emptied', { column: '等级' }));
  expect(emptied.every((row) => row.等级 === '')).toBe(true);
  const before = read(OLD);
  const swapped = read(await drop('swapped'));
  const other = swapped.filter((row, index) => row.统一社会信用代码 !== before[index]?.统一社会信用代码);
  expect(other.length).toBeGreaterThan(0);
  expect(swapped.map((row) => row.记录编号)).toEqual(before.map((row) => row.记录编号));
});
