/** What the readers make of rows is written down under their version: who changes it must raise READER_VERSION. */
import fs from 'node:fs';
import path from 'node:path';
import type { Cell, RecordType } from '../../src/agencies/agency';
import { READER_VERSION } from '../../src/agencies/raw-digest';
import { AGENCIES } from '../../src/agencies/registry';
import { sha256Hex } from '../../src/kernel/digest';
import { codeOf } from '../units/city';

const FILE = path.join(__dirname, 'readings.json');

/** Of each kind of column some that pass, in every way they may be written, and some that do not. */
const CELLS: readonly Cell[] = [
  ...['1', ' 12 ', '2025', '0', '-1', '1.5', '12.50', '0012', 3, 'A', ' c', 'Z', '371002', true, false],
  ...['20260131', ' 20260131', '2026-01-31', ' 2026-01-31 ', '20260230', '18991231', '9999-12-31'],
  ...[codeOf(1), ` ${codeOf(1).toLowerCase()} `, codeOf(2), '551385082', '55138508-2', '55138508-3'],
  ...['甲有限公司', ' 乙 有限公司(丙) ', '丁  戊', `己${'长'.repeat(600)}`, '13812345678', [codeOf(1)], []],
  ...['是', '否', '正常参保', 'B', '工资', '未发现违法', '行政处理', '无异议', '调解委员会', '劳动关系'],
  ...[
    '删除',
    '判决',
    '第五条第一项',
    '用人单位',
    '期满',
    'national',
    'wages',
    'comprehensive',
    'unit',
    'reminder',
  ],
  ...['corrected', null],
];

/** Each way of writing each cell once at least in a row that passes, and each cell alone. */
function readings(type: RecordType): string {
  const passing = new Map(
    type.columns.map((column) => [column, CELLS.filter((cell) => passes(type, column, cell))]),
  );
  const rows = Array.from({ length: 2 * CELLS.length }, (_, turn) =>
    Object.fromEntries(
      type.columns.map((column, place): [string, Cell] => {
        const cells = passing.get(column) ?? [];
        return [column, cells[(turn + place) % Math.max(cells.length, 1)]];
      }),
    ),
  );
  const single = type.columns.flatMap((column) => CELLS.map((cell) => ({ [column]: cell })));
  // A new type may need a word of its own among the cells above.
  expect([type.name, rows.some((values) => type.read({ number: 1, values }).ok)]).toEqual([type.name, true]);
  return JSON.stringify([...rows, ...single].map((values) => [values, type.read({ number: 1, values })]));
}

/** Alone in its row, so that it is refused for the other columns at most. */
function passes(type: RecordType, column: string, cell: Cell): boolean {
  const answer = type.read({ number: 1, values: { [column]: cell } });
  return answer.ok || !answer.row.field.split('、').includes(column);
}

test('the readers make of every row what they made of it under this version', () => {
  const now = Object.fromEntries(
    AGENCIES.flatMap(({ body, recordTypes }) =>
      recordTypes.map((type) => [`${body}/${type.name}`, sha256Hex(readings(type))]),
    ),
  );
  const before = JSON.parse(fs.readFileSync(FILE, 'utf8'));
  if (process.env.UPDATE_TABLES === '1' && before.version !== READER_VERSION) {
    fs.writeFileSync(FILE, `${JSON.stringify({ version: READER_VERSION, readings: now }, null, 2)}\n`);
    return;
  }
  // Raise READER_VERSION in src/agencies/raw-digest.ts, then UPDATE_TABLES=1 writes this file.
  expect({ version: READER_VERSION, readings: now }).toEqual(before);
});
