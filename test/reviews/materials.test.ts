/** Evidence comes in by the line: exactly the fields of its place, no answer of a person, no key written over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importMaterials } from '../../src/reviews/runs/import-materials';
import { query, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { goodMaterials } from './good-firm';
import { clockAt, SCHEDULE } from './people';
import { AS_OF, freshFeeds, type Placed, putEnterprises } from './town';

let database: TestDatabase;
let store: Store;
let firm: Placed;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clockAt(AS_OF));
  await freshFeeds(store);
  const [first] = await putEnterprises(store, [{ index: 1 }]);
  if (first === undefined) throw new Error('no firm');
  firm = first;
  folder = mkdtempSync(join(tmpdir(), 'materials-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

function fileOf(lines: readonly unknown[]): string {
  const path = join(folder, 'materials.ndjson');
  writeFileSync(
    path,
    `\uFEFF${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`,
  );
  return path;
}
const importing = (lines: readonly unknown[]) =>
  importMaterials(store, { path: fileOf(lines), actor: SCHEDULE });
type Line = ReturnType<typeof goodMaterials>[number];

const line = (element: string, change: object = {}): Line => {
  const found = goodMaterials(firm.code).find(
    (one) => one.element === element && (one.kind === 'MARK') === 'mark' in change,
  );
  if (found === undefined) throw new Error(element);
  const { mark: _mark, ...rest } = change as { mark?: boolean };
  return { ...found, ...rest };
};

test('a file twice is written once, and the report says so', async () => {
  const lines = goodMaterials(firm.code);
  expect(await importing(lines)).toMatchObject({
    read: lines.length,
    written: lines.length,
    unchanged: 0,
    refused: 0,
  });
  expect(await importing(lines)).toMatchObject({
    read: lines.length,
    written: 0,
    unchanged: lines.length,
    refused: 0,
  });
  expect(await query(store, 'select from case_material')).toHaveLength(lines.length);
});

test('a document may be as old as it is; a mark that the standard never counts is not taken', async () => {
  const rules = line('E4.rules', { key: 'old rules', on: '2010-01-04' });
  expect(await importing([rules])).toMatchObject({ written: 1, refused: 0 });
  const mark = goodMaterials(firm.code).find(({ kind }) => kind === 'MARK');
  expect(await importing([{ ...mark, key: 'old mark', on: '2010-01-04' }])).toMatchObject({ refused: 1 });
});

const REFUSED: readonly (readonly [string, () => unknown, RegExp])[] = [
  [
    'answers of a person with the survey',
    () => line('E9.survey', { key: 'r1', data: { ...line('E9.survey').data, answers: '张三: 60' } }),
    /answers/,
  ],
  [
    'a survey mean that is no decimal text',
    () => line('E9.survey', { key: 'r2', data: { ...line('E9.survey').data, pay: 86.5 } }),
    /pay/,
  ],
  ['a document without its number', () => line('E4.rules', { key: 'r3', number: null }), /须有文号/],
  [
    'a kind that the place does not take',
    () => line('E4.rules', { key: 'r4', kind: 'V' }),
    /E4\.rules 收 D 类材料/,
  ],
  [
    'a place that is not there',
    () => line('E4.rules', { key: 'r5', element: 'E4.ruels' }),
    /没有名为 E4\.ruels 的材料项/,
  ],
  ['another criterion’s place', () => line('E4.rules', { key: 'r6', criterion: 'E5' }), /不属于条目 E5/],
  ['a mark without a reason', () => line('E8.claims', { mark: true, key: 'r7', reason: '' }), /reason/],
  [
    'a mark on what is no judgement',
    () => line('E8.claims', { mark: true, key: 'r8', criterion: 'E4', element: 'E4.coordinator' }),
    /不由评审人员判断/,
  ],
  [
    'a mark that is neither met nor not met',
    () => line('E8.claims', { mark: true, key: 'r9', data: { result: 'MAYBE' } }),
    /result/,
  ],
  ['a day that is none', () => line('E4.rules', { key: 'r10', on: '2026-02-30' }), /on/],
  [
    'a code with a wrong check digit',
    () =>
      line('E4.rules', {
        key: 'r11',
        uscc: `${firm.code.slice(0, 17)}${firm.code.endsWith('0') ? '1' : '0'}`,
      }),
    /不是有效的单位代码/,
  ],
  ['a field nobody asked for', () => line('E4.rules', { key: 'r12', worker: '李四' }), /worker/],
  ['no JSON', () => '{"key":', /JSON/],
];

test.each(
  REFUSED.map((one) => [one[0], one] as const),
)('refused: %s; the lines around it are taken', async (what, [, make, reason]) => {
  const before = line('E4.warning', { key: `before ${what}` });
  const after = line('E5.system', { key: `after ${what}` });
  const report = await importing([before, make(), after]);
  expect(report).toMatchObject({ read: 3, written: 2, refused: 1 });
  expect(report.refusals).toMatchObject([{ line: 2 }]);
  expect(report.refusals[0]?.reason).toMatch(reason);
});

test('a key is never written over: other content under it is refused', async () => {
  await importing([line('E4.rules', { key: 'fixed' })]);
  const report = await importing([line('E4.rules', { key: 'fixed', data: { inPlace: false } })]);
  expect(report).toMatchObject({ written: 0, unchanged: 0, refused: 1 });
  expect(report.refusals[0]?.reason).toMatch(/已有其他材料/);
});

test('codes are read as people write them', async () => {
  const dirty = ` ${firm.code.toLowerCase()} `;
  expect(await importing([line('E4.rules', { key: 'dirty', uscc: dirty })])).toMatchObject({
    written: 1,
    refused: 0,
  });
});
