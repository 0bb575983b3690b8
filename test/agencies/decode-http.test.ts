/** Pages, exports and lines in pieces of any size: what was written is read back, what is not whole is refused. */
import fc from 'fast-check';
import type { RawRows } from '../../src/agencies/delivery';
import { cellOf } from '../../src/agencies/feeds/cell';
import { decodeJsonPage } from '../../src/agencies/feeds/decode-json';
import { decodeNdjson } from '../../src/agencies/feeds/decode-ndjson';
import { decodeXmlExport } from '../../src/agencies/feeds/decode-xml';
import { drain, pieces } from './pieces';

const size = fc.integer({ min: 1, max: 50 });

const page = (items: readonly unknown[], more: object = {}) =>
  JSON.stringify({ asOf: '2026-11-20', mode: 'full', ...more, items, next: null, since: 's1' });

test('JSON items are the ones JSON.parse sees, wherever the page is cut, however wild they are', async () => {
  const item = fc.dictionary(
    fc.constantFrom('id', 'items', 'a"b', 'employer'),
    fc.jsonValue({ maxDepth: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 8 }),
      fc.jsonValue(),
      size,
      fc.boolean(),
      async (items, extra, cut, indented) => {
        const text = page(items, { before: extra, note: 'items' });
        const bytes = Buffer.from(indented ? JSON.stringify(JSON.parse(text), null, 2) : text);
        const { rows, end } = await drain(decodeJsonPage(pieces(bytes, cut), ['id', 'employer.name']));
        expect(end).toEqual({ asOf: '2026-11-20', mode: 'FULL', next: null, cursor: 's1' });
        const seen = JSON.parse(text).items as Record<string, unknown>[];
        expect(rows).toEqual(
          seen.map((one, place) => ({
            number: place + 1,
            values: {
              id: cellOf(Object.hasOwn(one, 'id') ? one.id : undefined),
              'employer.name': cellOf(nameOf(one.employer)),
            },
          })),
        );
      },
    ),
    { numRuns: 300 },
  );
});

const nameOf = (employer: unknown): unknown =>
  typeof employer === 'object' &&
  employer !== null &&
  !Array.isArray(employer) &&
  Object.hasOwn(employer, 'name')
    ? (employer as { name: unknown }).name
    : undefined;

test.each([
  ['cut off', page([{ id: 1 }, { id: 2 }]).slice(0, -12)],
  ['cut off in an item', page([{ id: 1 }, { id: 2 }]).slice(0, 60)],
  ['a web page', '<html><body>系统维护中</body></html>'],
  ['no list', JSON.stringify({ asOf: '2026-11-20', mode: 'full' })],
  ['no day', JSON.stringify({ mode: 'full', items: [] })],
  ['items that are none', page([1, 'x'])],
  ['empty', ''],
])('JSON: %s is refused', async (_, text) => {
  await expect(drain(decodeJsonPage(pieces(Buffer.from(text), 7), ['id']))).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
  });
});

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
const xml = (cases: readonly (readonly [string, string])[], attributes = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<导出 类型="x" 截止日期="2026-11-20" 方式="增量"${attributes}>\n${cases
    .map(
      ([id, name]) =>
        `<案件 编号="${escaped(id)}" 版本="1"><名称>${escaped(name)}</名称><多余>勿存</多余></案件>\n`,
    )
    .join('')}</导出>\n`;

test('XML cases come back with their entities read, wherever the export is cut', async () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab<>&"\'威海 案件/'), maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 8 }), size, async (cases, cut) => {
      const bytes = Buffer.from(xml(cases, ` 件数="${cases.length}"`));
      const { rows, end } = await drain(decodeXmlExport(pieces(bytes, cut), ['编号', '名称']));
      expect(end).toEqual({ asOf: '2026-11-20', mode: 'DELTA', cursor: '2026-11-20' });
      expect(rows.map(({ values }) => [values?.编号, values?.名称])).toEqual(
        cases.map(([id, name]) => [id, name]),
      );
    }),
    { numRuns: 200 },
  );
});

test('XML: entities of a document type are not expanded', async () => {
  const bomb = xml([])
    .replace('<导出', '<!DOCTYPE x [<!ENTITY a "aaaa">]><导出')
    .replace('</导出>', '<案件 编号="1"><名称>&a;&amp;</名称></案件></导出>');
  const { rows } = await drain(decodeXmlExport(pieces(Buffer.from(bomb), 9), ['编号', '名称']));
  expect(rows[0]?.values).toEqual({ 编号: '1', 名称: '&a;&' });
});

test.each([
  ['no closing tag', xml([['1', '甲']]).replace('</导出>', ''), '缺少 </导出>'],
  ['cut in a case', xml([['1', '甲']]).slice(0, -30), '缺少 </导出>'],
  ['fewer cases than announced', xml([['1', '甲']], ' 件数="2"'), '标明 2 件'],
  ['no export at all', '<html/>', '不是导出文档'],
  ['no day', xml([]).replace('截止日期', '日期'), '截止日期'],
  ['something between cases', xml([['1', '甲']]).replace('</导出>', 'x<案件></案件></导出>'), '不明内容'],
])('XML: %s is refused', async (_, text, reason) => {
  await expect(drain(decodeXmlExport(pieces(Buffer.from(text), 11), ['编号']))).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: expect.stringContaining(reason),
  });
});

const ndjson = (rows: readonly object[], lines = rows.length): string =>
  [...rows, { end: true, asOf: '2026-11-20', mode: 'delta', lines }]
    .map((row) => `${JSON.stringify(row)}\n`)
    .join('');

test('JSON lines come back, wherever they are cut, and the cursor counts them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 8 }), size, async (values, cut) => {
      const rows = values.map((value, place) => ({ seq: place + 11, key: value }));
      const { rows: read, end } = await drain(
        decodeNdjson(pieces(Buffer.from(ndjson(rows)), cut), ['key'], 10),
      );
      expect(end).toEqual({ asOf: '2026-11-20', mode: 'DELTA', cursor: String(10 + rows.length) });
      expect(read.map(({ values: one }) => JSON.stringify(one?.key))).toEqual(
        rows.map(({ key }) => JSON.stringify(cellOf(key))),
      );
    }),
  );
});

test.each([
  ['no last line', ndjson([{ seq: 1 }]).split('\n')[0] ?? '', '缺少末行'],
  ['a wrong count', ndjson([{ seq: 1 }], 2), '标明 2 行'],
  ['lines after the last', `${ndjson([])}{"seq":1}\n`, '末行之后'],
  ['nothing', '', '缺少末行'],
])('JSON lines: %s is refused', async (_, text, reason) => {
  await expect(drain(decodeNdjson(pieces(Buffer.from(text), 5), ['key'], 0))).rejects.toMatchObject({
    message: expect.stringContaining(reason),
  });
});

test.each([
  [Number.MAX_SAFE_INTEGER],
  [1e300],
  [11.5],
  ['12'],
  [11],
  [13],
])('JSON lines: %s where 12 is next is refused: what is yet to come would be skipped, or a line is missing', async (seq) => {
  const text = ndjson([{ seq: 11 }, { seq }]);
  await expect(drain(decodeNdjson(pieces(Buffer.from(text), 5), ['key'], 10))).rejects.toMatchObject({
    code: 'SOURCE_UNREADABLE',
    message: expect.stringContaining('应为 12'),
  });
  // A file may be any part of a feed, and moves no cursor.
  const { rows, end } = await drain(decodeNdjson(pieces(Buffer.from(text), 5), ['key'], null));
  expect([rows.length, end.cursor]).toEqual([2, null]);
});

test('a line that is no JSON is one wrong row', async () => {
  const text = `{"seq":1,"key":"a"}\n{"seq":2,"key":\n${ndjson([], 2)}`;
  const { rows, end } = await drain(decodeNdjson(pieces(Buffer.from(text), 5), ['key'], 0));
  expect(end.cursor).toBe('2');
  expect(rows).toEqual([
    { number: 1, values: { key: 'a' } },
    { number: 2, values: null },
  ]);
});

test('bytes that are no UTF-8 are refused in every text format', async () => {
  const wrong = Buffer.concat([Buffer.from('{"items":['), Buffer.from([0xff])]);
  const decoders: RawRows[] = [
    decodeJsonPage(pieces(wrong, 3), []),
    decodeXmlExport(pieces(wrong, 3), []),
    decodeNdjson(pieces(wrong, 3), [], 0),
  ];
  for (const decoder of decoders) {
    await expect(drain(decoder)).rejects.toMatchObject({ message: expect.stringContaining('UTF-8') });
  }
});
