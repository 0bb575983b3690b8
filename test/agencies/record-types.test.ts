/** What is let in: every type has its source, limits and allow-list; rows are cleaned or refused with field and reason. */
import fs from 'node:fs';
import path from 'node:path';
import { AGENCIES } from '../../src/agencies/registry';

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
