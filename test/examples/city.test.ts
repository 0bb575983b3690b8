/** The demo city keeps its promises: repeatable to the byte, whole in its lists, odd only where it says so. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { type CityReport, writeCity } from '../../examples/city/city';
import { isUscc } from '../../examples/city/codes';
import { scratch } from './run-program';

type Line = { readonly [column: string]: string };
type Json = { readonly [key: string]: unknown };

const place = scratch();
const AS_OF = '2026-11-21';
const city = place.path('city');
let report: CityReport;

const options = { units: 3000, seed: 7, asOf: AS_OF };

function digests(folder: string): { [path: string]: string } {
  const all: { [path: string]: string } = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      all[path.slice(folder.length)] = createHash('sha256').update(readFileSync(path)).digest('hex');
    }
  }
  return all;
}

function hrss(type: string): Line[] {
  const name = readdirSync(join(city, 'hrss')).find(
    (one) => one.startsWith(`${type}-2`) && one.endsWith('.csv'),
  );
  const text = iconv.decode(readFileSync(join(city, 'hrss', name ?? '')), 'gb18030');
  return parse(text, { columns: true }) as Line[];
}

function csv(path: string): Line[] {
  return parse(readFileSync(join(city, path)), { columns: true, bom: true }) as Line[];
}

function lines(path: string): Json[] {
  const text = readFileSync(join(city, path), 'utf8').trimEnd();
  return text.split('\n').map((line) => JSON.parse(line) as Json);
}

const sound = (row: Line): boolean => !(row.记录编号 ?? '').startsWith('X-');
const clean = (code: string): string => code.normalize('NFKC').replace(/\s/g, '').toUpperCase();

beforeAll(() => {
  report = writeCity({ ...options, out: city });
});
afterAll(() => place.remove());

test('same seed and day: the same bytes; another seed or day: others', () => {
  writeCity({ ...options, out: place.path('again') });
  writeCity({ ...options, seed: 8, out: place.path('other') });
  writeCity({ ...options, asOf: '2026-11-20', out: place.path('earlier') });
  expect(digests(place.path('again'))).toEqual(digests(city));
  expect(digests(place.path('other'))['/union/unit.ndjson']).not.toBe(digests(city)['/union/unit.ndjson']);
  expect(digests(place.path('earlier'))['/union/unit.ndjson']).not.toBe(digests(city)['/union/unit.ndjson']);
});

test('every hrss file is closed by a .done that counts its rows and has its digest', () => {
  const names = readdirSync(join(city, 'hrss'));
  const files = names.filter((name) => name.endsWith('.csv'));
  expect(files).toHaveLength(12);
  for (const file of files) {
    const done = JSON.parse(readFileSync(join(city, 'hrss', file.replace('.csv', '.done')), 'utf8')) as Json;
    const bytes = readFileSync(join(city, 'hrss', file));
    const rows = parse(iconv.decode(bytes, 'gb18030'), { columns: true }) as Line[];
    expect(done).toEqual({
      rows: rows.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      asOf: AS_OF,
    });
    expect(file).toMatch(/^[a-z-]+-20261121-(full|delta)-1\.csv$/);
    expect(bytes.includes('\r\n')).toBe(true);
  }
});

test('one insured employer each, with a valid code, a marked name and a key of its own', () => {
  const rows = hrss('social-insurance').filter(sound);
  expect(rows.length).toBeGreaterThan(2850);
  expect(new Set(rows.map((row) => row.记录编号)).size).toBe(rows.length);
  expect(new Set(rows.map((row) => clean(row.统一社会信用代码 ?? ''))).size).toBe(rows.length);
  for (const row of rows) {
    expect(isUscc(clean(row.统一社会信用代码 ?? ''))).toBe(true);
    expect((row.单位名称 ?? '').normalize('NFKC')).toContain('(演示)');
    expect(row.经办人姓名).toContain('勿存');
  }
});

test('each list has its handful of spoilt rows, and each of them is really wrong', () => {
  for (const feed of Object.values(report.feeds)) {
    expect(feed.spoilt).toBeLessThanOrEqual(5);
    expect(feed.spoilt).toBe(
      Math.min(5, [2, 5, 9, 14, 20].filter((at) => feed.rows - feed.spoilt >= at).length),
    );
  }
  const spoilt = new Map(
    hrss('integrity-grade')
      .filter((row) => !sound(row))
      .map((row) => [row.记录编号?.split('-')[1], row]),
  );
  expect(isUscc(spoilt.get('CHECK_DIGIT')?.统一社会信用代码 ?? '')).toBe(false);
  expect(spoilt.get('LETTER_I_OR_O')?.统一社会信用代码).toMatch(/IO/);
  expect(spoilt.get('IMPOSSIBLE_DATE')?.公布日期).toBe('20260230');
  expect(spoilt.get('MISSING')?.数据日期).toBe('');
  expect(spoilt.get('UNKNOWN_WORD')?.等级).toBe('不详之词');
});

test('no record is from the future', () => {
  for (const file of readdirSync(join(city, 'hrss')).filter((name) => name.endsWith('.csv'))) {
    for (const row of hrss(file.replace(/-2026.*$/, ''))) {
      expect(row.数据日期 === '' || (row.数据日期 ?? '') <= '20261121' || !sound(row)).toBe(true);
    }
  }
  for (const type of ['unit', 'negotiation', 'contract', 'congress', 'openness', 'letter']) {
    expect(lines(`union/${type}.ndjson`).filter((item) => String(item.date) > AS_OF)).toEqual([]);
  }
  for (const type of ['dishonesty', 'dishonesty-deletion', 'dispute', 'confirmation']) {
    expect(lines(`court/${type}.ndjson`).filter((item) => String(item.数据日期) > AS_OF)).toEqual([]);
  }
});

test('the odd listings are there: one not served, one without notice; removals name their listing', () => {
  const decisions = hrss('listing-decision').filter(sound);
  const employers = decisions.filter((row) => row.人员身份 === '用人单位');
  const standing = (row: Line): boolean => row.决定送达日期 !== '' && row.告知送达日期 !== '';
  expect(employers.filter((row) => row.决定送达日期 === '')).toHaveLength(1);
  expect(employers.filter((row) => row.告知送达日期 === '')).toHaveLength(1);
  expect(employers.filter(standing).length).toBeGreaterThan(8);
  const numbers = new Set(employers.map((row) => row.列入决定文书号));
  const removals = hrss('listing-removal').filter(sound);
  expect(removals.every((row) => numbers.has(row.列入决定文书号 ?? ''))).toBe(true);
  expect(new Set(removals.map((row) => row.移出类型))).toEqual(new Set(['期满', '提前移出', '撤销']));
  for (const row of employers.filter((one) => one.预计退出日期 !== '')) {
    expect(row.预计退出日期).toBe(compactYears(row.列入日期 ?? '', 3));
  }
  const persons = decisions.filter((row) => row.人员身份 !== '用人单位');
  expect(persons.length).toBeGreaterThan(3);
  expect(persons.every((row) => /^.某演示$/.test(row.姓名 ?? ''))).toBe(true);
});

function compactYears(day: string, years: number): string {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return moved.endsWith('0229') ? `${moved.slice(0, 4)}0228` : moved;
}

test('deletions outnumber the entries of the court list; old papers carry the organisation code', () => {
  const entries = lines('court/dishonesty.ndjson');
  const deletions = lines('court/dishonesty-deletion.ndjson');
  expect(deletions.length).toBeGreaterThan(entries.length);
  const old = [...entries, ...deletions, ...lines('court/dispute.ndjson')].filter(
    (item) => '组织机构代码' in item,
  );
  expect(old.length).toBeGreaterThan(5);
  expect(old.every((item) => !('统一社会信用代码' in item))).toBe(true);
  expect(old.some((item) => String(item.组织机构代码).includes('-'))).toBe(true);
});

test("a union's own code is another than its employer's, but for the clerk's two slips", () => {
  const units = lines('union/unit.ndjson').filter((item) => !String(item.id).startsWith('X-'));
  const slips = units.filter((item) => (item.employer as Json).uscc === item.code);
  expect(slips).toHaveLength(2);
  expect(units.every((item) => String(item.code).startsWith('81') && isUscc(String(item.code)))).toBe(true);
});

test('two firms share a name; some names changed; some members of 企联 are known by name only', () => {
  const rows = hrss('social-insurance').filter(sound);
  const names = rows.map((row) => row.单位名称);
  const doubles = names.filter((name, index) => names.indexOf(name) !== index);
  expect(doubles.length).toBeGreaterThan(0);
  const byCode = new Map<string, Set<string>>();
  for (const row of [...rows, ...hrss('contract-review').filter(sound)]) {
    const code = clean(row.统一社会信用代码 ?? '');
    const known = byCode.get(code) ?? new Set();
    byCode.set(code, known.add((row.单位名称 ?? '').normalize('NFKC').replace(/\s/g, '')));
  }
  expect([...byCode.values()].filter((known) => known.size > 1).length).toBeGreaterThan(5);
  expect(
    csv('confederation/confederation-membership.csv').filter((row) => row.企业代码 === '').length,
  ).toBeGreaterThan(0);
});

test('the office knows every named unit by a valid code, and its members by theirs', () => {
  const parks = csv('office/office-parks.csv');
  const titles = csv('office/office-designations.csv');
  const members = csv('office/office-memberships.csv');
  const insured = new Set(hrss('social-insurance').map((row) => clean(row.统一社会信用代码 ?? '')));
  expect(parks).toHaveLength(report.parks);
  expect(new Set(titles.map((row) => row.uscc)).size).toBe(report.named + report.parks);
  expect(titles.every((row) => isUscc(row.uscc ?? '') && (row.named_on ?? '') < AS_OF)).toBe(true);
  expect(titles.filter((row) => row.kind === 'TOWNSHIP' && row.level === 'CITY')).toEqual([]);
  const codes = new Set(parks.map((row) => row.uscc));
  expect(members.every((row) => codes.has(row.parkCode) && isUscc(row.uscc ?? ''))).toBe(true);
  const known = members.filter((row) => insured.has(row.uscc ?? ''));
  expect(known.length / members.length).toBeGreaterThan(0.95);
});
