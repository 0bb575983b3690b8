/** What is let in: every type has its source, limits and allow-list; rows are cleaned or refused with field and reason. */
import fs from 'node:fs';
import path from 'node:path';
import { payOrder } from '../../src/agencies/hrss/order45-records';
import { AGENCIES } from '../../src/agencies/registry';
import { codeOf } from '../units/city';

const FOLDER = path.join(__dirname, '../../src/agencies');
const TYPES = AGENCIES.flatMap(({ recordTypes }) => recordTypes);

test('an agency is its folder and one line of the registry', () => {
  const folders = fs
    .readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(FOLDER, entry.name, 'agency.ts')))
    .map(({ name }) => name);
  expect(AGENCIES.map(({ body }) => body).sort()).toEqual(folders.sort());
  const text = fs.readFileSync(path.join(FOLDER, 'bodies.ts'), 'utf8');
  for (const folder of folders) {
    expect(text.match(new RegExp(`/${folder}/`, 'g'))).toHaveLength(1);
  }
});

test('the engine knows no body by name: what is special to one stands in its folder', () => {
  const engine = ['.', 'feeds', 'runs', 'steps'].flatMap((folder) =>
    fs
      .readdirSync(path.join(FOLDER, folder))
      .filter((name) => name.endsWith('.ts') && !['bodies.ts', 'tables.ts', 'shape.ts'].includes(name))
      .map((name) => path.join(folder, name)),
  );
  const named = engine.filter((file) =>
    /['"`](hrss|union|confederation|federation|court)['"`]/.test(
      fs.readFileSync(path.join(FOLDER, file), 'utf8'),
    ),
  );
  // facts.ts, evidence-reads.ts and their kin speak of feeds across bodies; the import does not.
  expect(named.filter((file) => /^(feeds|runs|steps)\//.test(file))).toEqual([]);
});

test.each(
  TYPES.map((one) => [`${one.agency}/${one.name}`, one] as const),
)('%s says where it comes from, in both languages, and when it is late', (_, one) => {
  expect(one.source.length).toBeGreaterThan(5);
  expect(one.title.zh).toMatch(/[\u4e00-\u9fff]/);
  expect(one.title.en).toMatch(/[a-z]/);
  expect(one.limits.lateAfterDays).toBeGreaterThan(0);
  expect(new Set(one.columns).size).toBe(one.columns.length);
});

test('what carries its own document of removal is never held, everything else has bounds', () => {
  expect(TYPES.filter(({ limits }) => limits.bounds === null).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['LISTING_REMOVAL', 'DISHONESTY_DELETION']),
  );
  expect(TYPES.filter(({ limits }) => limits.bounds === null)).toHaveLength(2);
  expect(new Set(TYPES.flatMap(({ limits }) => limits.bounds?.maxShrink ?? []))).toEqual(new Set([0.2]));
});

test('no column that was not asked for is on an allow-list', () => {
  const columns = TYPES.flatMap(({ columns: own }) => own).join(' ');
  for (const unwanted of ['经办人', '投诉人', '法定代表人', '原告', 'chair']) {
    expect(columns).not.toContain(unwanted);
  }
});

test('one type alone names units', () => {
  expect(TYPES.filter(({ namesUnits }) => namesUnits).map(({ name }) => name)).toEqual(['SOCIAL_INSURANCE']);
});

test('an order to pay whose limit ends before it was issued is none: refused where the limit stands', () => {
  const order = (作出日期: string, 期限届满日: string) =>
    payOrder.read({
      number: 1,
      values: {
        记录编号: 'PO-1',
        版本: '1',
        统一社会信用代码: codeOf(1),
        单位名称: '威海岚达机械制造有限公司',
        数据日期: '20261120',
        文书号: '责令1',
        作出日期,
        期限届满日,
        涉及人数: '3',
        金额: '100.00',
      },
    });
  expect(order('20261001', '20261001').ok).toBe(true);
  expect(order('20261120', '20261001')).toMatchObject({
    ok: false,
    row: { sourceKey: 'PO-1', field: '期限届满日', reason: '早于“作出日期”' },
  });
});
