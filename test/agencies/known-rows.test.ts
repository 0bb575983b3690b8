/** Rows that were taken in before are known without being read; whatever was not, or not by this reader, is read. */
import fc from 'fast-check';
import type { AgencyBody, Cell } from '../../src/agencies/agency';
import { columnCheck } from '../../src/agencies/column-check';
import * as fields from '../../src/agencies/fields';
import { personKey } from '../../src/agencies/person';
import { rawDigest } from '../../src/agencies/raw-digest';
import { findRecordType } from '../../src/agencies/registry';
import { count, insurance, insurances, UNWANTED } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');
const KEY = personKey(Buffer.alloc(32, 1));

const headsWritten = () =>
  world.query('select source_key, xmin::text, xmax::text, version from record_head order by source_key');

const type = (agency: AgencyBody, name: string) => {
  const found = findRecordType(agency, name);
  if (found === null) {
    throw new Error(`no ${agency}/${name}`);
  }
  return found;
};

test('of a row of another key, or with one other cell, only that row is written', async () => {
  await world.deliver(insurances(50));
  const before = await headsWritten();
  const report = await world.deliver(insurances(51, (n) => (n === 7 ? { 版本: '2', 参保人数: '999' } : {})));
  expect(report).toMatchObject({ read: 51, unchanged: 49, added: 1, changed: 1, absent: 0 });
  const untouched = (rows: unknown[]) =>
    rows.filter((row) => !['SI-7', 'SI-51'].includes((row as { source_key: string }).source_key));
  expect(untouched(await headsWritten())).toEqual(untouched(before));
});

test('a row known twice counts twice, and one more that says something else is set aside', async () => {
  await world.deliver(insurances(5));
  const twice = [...insurances(5), insurance(3)];
  expect(await world.deliver(twice)).toMatchObject({ read: 6, unchanged: 6, quarantined: 0, absent: 0 });
  const other = [...twice, insurance(3, { 参保人数: '999' })];
  expect(await world.deliver(other)).toMatchObject({ read: 7, unchanged: 6, quarantined: 1, absent: 0 });
  expect(await world.query('select source_key, reason from quarantined_row')).toEqual([
    { source_key: 'SI-3', reason: '同一批次内编号重复且内容不同，版本不分先后' },
  ]);
});

test('a row that was refused is read and refused again, for the same reason', async () => {
  const rows = [...insurances(30), insurance(31, { 登记日期: '20260231' })];
  await world.deliver(rows);
  expect(await world.deliver([...rows].reverse())).toMatchObject({ unchanged: 30, quarantined: 1 });
  const refused = await world.query<{ reason: string }>(
    'select field, reason from quarantined_row order by id',
  );
  expect(refused).toEqual(Array(2).fill({ field: '登记日期', reason: '日期不存在或格式不符' }));
});

test('another version of the reader reads every row once more, and writes versions only where it differs', async () => {
  await world.deliver(insurances(40));
  await world.query(`update record_head set raw_digest = sha256(raw_digest)`);
  // What the reader before made of this one was not what it is now.
  await world.query(`update record_head set digest = sha256(digest) where source_key = 'SI-9'`);
  expect(await world.deliver([...insurances(40)].reverse())).toMatchObject({ unchanged: 39, changed: 1 });
  expect(await count(world.store, 'agency_record')).toBe(41);
  const before = await headsWritten();
  const columns = insurances(40).map((row) => Object.fromEntries(Object.entries(row).reverse()));
  expect(await world.deliver(columns)).toMatchObject({ unchanged: 40, changed: 0 });
  expect(await headsWritten()).toEqual(before);
});

test('a record that was absent is written again when the very same row comes back', async () => {
  await world.deliver(insurances(30));
  await world.deliver(insurances(29));
  expect(await world.deliver(insurances(30))).toMatchObject({ unchanged: 29, changed: 1, absent: 0 });
});

test('what nobody asked for is no part of the digest, and a reader of another version makes another', () => {
  const one = type('hrss', 'SOCIAL_INSURANCE');
  const digest = rawDigest(one, KEY);
  expect(digest(insurance(1))).toBe(digest(insurance(1, { 经办人姓名: `${UNWANTED}乙` })));
  expect(digest(insurance(1))).not.toBe(rawDigest(one, KEY, -1)(insurance(1)));
  expect(digest(insurance(1))).toBe(rawDigest(one, personKey(Buffer.alloc(32, 2)))(insurance(1)));
});

test('of a row that may name a person the digest is keyed: nobody finds a number by trying', () => {
  const entry = type('hrss', 'LISTING_DECISION');
  expect(entry.namesPersons).toBe(true);
  const values = Object.fromEntries(entry.columns.map((column) => [column, '甲']));
  const digests = [1, 2].map((secret) => rawDigest(entry, personKey(Buffer.alloc(32, secret)))(values));
  expect(new Set(digests).size).toBe(2);
});

test('two rows have one digest only when they say the same in every column', () => {
  const one = type('hrss', 'COORDINATORS');
  const digest = rawDigest(one, KEY);
  const cell = fc.oneof(
    fc.constantFrom<Cell>('', ',', '1', '甲', '["1"]', 1, true, null),
    fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000')),
  );
  const row = fc
    .tuple(...one.columns.map(() => cell))
    .map((cells) => Object.fromEntries(one.columns.map((column, place) => [column, cells[place]])));
  const said = (values: Record<string, Cell>) =>
    JSON.stringify(one.columns.map((column) => (values[column] === '' ? null : (values[column] ?? null))));
  fc.assert(
    fc.property(row, row, fc.nat(), (first, second, place) => {
      // Mostly they differ in one column alone.
      const column = one.columns[place % one.columns.length] ?? '';
      const near = { ...first, [column]: second[column] };
      expect(digest(first) === digest(near)).toBe(said(first) === said(near));
      expect(digest(first) === digest(second)).toBe(said(first) === said(second));
    }),
  );
});

test('a check that remembers words answers as its schema does, the first time and ever after', () => {
  const schemas = [fields.compactDay, fields.yesNo, fields.wholeNumber, fields.optional(fields.industry)];
  const cell = fc.oneof(
    fc.constantFrom<Cell>('20260131', '20260230', ' 是', '否', '12', ' C', '1e3', 7, true, null, undefined),
    fc.string(),
  );
  for (const schema of schemas) {
    const check = columnCheck(schema);
    fc.assert(
      fc.property(cell, (given) => {
        const parsed = schema.safeParse(given);
        const wanted = parsed.success
          ? { ok: true, value: parsed.data }
          : { ok: false, reasons: parsed.error.issues.map(({ message }) => message) };
        expect(check(given)).toEqual(wanted);
        expect(check(given)).toEqual(wanted);
      }),
    );
  }
});
