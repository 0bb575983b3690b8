/** CSV in pieces of any size: what was written is read back, wrong bytes spoil one cell, what is not whole is refused. */
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { decodeCsv } from '../../src/agencies/feeds/decode-csv';
import { drain, pieces } from './pieces';

const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const size = fc.integer({ min: 1, max: 50 });
/** Texts that GB18030 can hold and that no clerk would write. */
const hostile = fc.oneof(
  fc.constantFrom('', '"', '""', ',', '\r\n', '威海', '𠮷野', 'a"b,c\nd', '㐀', '€', '一,"二"\n三'),
  fc.string({ unit: fc.constantFrom(...'ab,"\n山东省威海市〇㐂€𠀀 '), maxLength: 12 }),
);

test.each([
  'gb18030',
  'utf8',
] as const)('CSV in %s comes back cell by cell, wherever it is cut', async (encoding) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 12 }),
      size,
      async (cells, cut) => {
        // A line that is empty as a whole is no record; a first cell makes each one.
        const rows = cells.map(([a, b, c]) => [`k${a}`, b, c]);
        const bytes = iconv.encode(csv([['编号', '多余', '名称'], ...rows]), encoding);
        const read = await drain(decodeCsv(pieces(bytes, cut), { encoding, columns: ['名称', '编号'] }));
        expect(read.rows).toEqual(
          rows.map(([k, , n], place) => ({ number: place + 1, values: { 名称: n, 编号: k } })),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('wrong bytes spoil their own cell alone', async () => {
  const good = (text: string) => iconv.encode(text, 'gb18030');
  const bytes = Buffer.concat([
    good('编号,名称\r\n1,威海\r\n2,'),
    Buffer.from([0xff, 0xfe]),
    good('\r\n3,"岚'),
    Buffer.from([0x81]),
    good('达"\r\n4,"好,的"\r\n'),
  ]);
  const { rows } = await drain(
    decodeCsv(pieces(bytes, 1000), { encoding: 'gb18030', columns: ['编号', '名称'] }),
  );
  expect(rows.map(({ values }) => values)).toEqual([
    { 编号: '1', 名称: '威海' },
    { 编号: '2', 名称: { undecodable: 'fffe' } },
    { 编号: '3', 名称: { undecodable: expect.stringMatching(/81/) } },
    { 编号: '4', 名称: '好,的' },
  ]);
});

test('rows with too few, too many or wrongly quoted cells are single wrong rows', async () => {
  const bytes = Buffer.from('a,b\n1,2\n3\n4,5,6\n7,x"y"\n8,9\n');
  const { rows } = await drain(decodeCsv(pieces(bytes, 1000), { encoding: 'utf8', columns: ['a'] }));
  expect(rows.map(({ values }) => values?.a ?? null)).toEqual(['1', null, null, null, '8']);
});

test.each([
  ['another encoding', iconv.encode('编号,名称\n1,威海\n', 'utf8'), '表头不符'],
  ['a missing column', iconv.encode('编号\n1\n', 'gb18030'), '缺少列：名称'],
  ['a column given twice', iconv.encode('编号,名称,名称\n', 'gb18030'), '重复的列'],
  ['an empty file', Buffer.alloc(0), '没有表头'],
  ['a quote never closed', iconv.encode(`编号,名称\n1,"${'x'.repeat(1_200_000)}`, 'gb18030'), '引号没有闭合'],
])('CSV: %s is refused', async (_, bytes, reason) => {
  const work = drain(decodeCsv(pieces(bytes, 65_536), { encoding: 'gb18030', columns: ['编号', '名称'] }));
  await expect(work).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: expect.stringContaining(reason),
  });
});

test('of a file of any length only a little is in memory: no piece is read before the last one was taken', async () => {
  const line = Buffer.from(`1,${'威海'.repeat(40)}\n`);
  let given = 0;
  async function* endless() {
    yield Buffer.from('编号,名称\n');
    for (let piece = 0; piece < 2000; piece++) {
      const bytes = Buffer.concat(Array.from({ length: 100 }, () => line));
      given += 100;
      yield bytes;
    }
  }
  const rows = decodeCsv(endless(), { encoding: 'utf8', columns: ['编号', '名称'] });
  let taken = 0;
  let ahead = 0;
  for (let next = await rows.next(); next.done !== true; next = await rows.next()) {
    taken += next.value.length;
    ahead = Math.max(ahead, given - taken);
  }
  expect(taken).toBe(200_000);
  expect(ahead).toBeLessThanOrEqual(100);
});

test('lines that end in a carriage return alone are refused, however few columns are wanted', async () => {
  const text = '编号,名称,备注\r1,威海,\r2,荣成,\r';
  await expect(
    drain(decodeCsv(pieces(Buffer.from(text), 7), { encoding: 'utf8', columns: ['编号', '名称'] })),
  ).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE', message: expect.stringContaining('CR') });
});
