/** Standards are files: a new one is taken at run time, a broken one is refused by file, element and reason. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FACTS } from '../../src/agencies/fact-registry';
import enterpriseJson from '../../src/criteria/catalogues/weihai-enterprise-2023.json';
import { inForce } from '../../src/criteria/in-force';
import { CATALOGUE_FOLDER, loadCatalogues } from '../../src/criteria/load-catalogues';
import type { HubError } from '../../src/kernel/errors';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogues-'));
  cpSync(CATALOGUE_FOLDER, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

type Editable = {
  [key: string]: unknown;
  criteria: { id: string; elements: { [key: string]: unknown; id: string }[] }[];
};
const copy = (): Editable => JSON.parse(JSON.stringify(enterpriseJson));
const write = (name: string, value: unknown) =>
  writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
const elementIn = (catalogue: Editable, id: string) => {
  const found = catalogue.criteria.flatMap(({ elements }) => elements).find((element) => element.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

function refusal(): HubError {
  try {
    loadCatalogues(FACTS, folder);
  } catch (error) {
    return error as HubError;
  }
  throw new Error('was not refused');
}

test('adding a standard is adding a file: it is in force at once, for its own region and days', () => {
  const next = copy();
  next.id = 'jinan-enterprise-2026';
  next.region = { code: '370100', year: 2026 };
  next.validFrom = '2026-01-01';
  next.validTo = '2026-12-31';
  write('jinan-enterprise-2026.json', next);
  const all = loadCatalogues(FACTS, folder);
  const of = (regionCode: string | null, kind: string, day: string) =>
    inForce(all, ({ catalogue }) => catalogue, { kind, regionCode }, day)?.catalogue.id ?? null;
  expect(of('370102', 'ENTERPRISE', '2026-06-01')).toBe('jinan-enterprise-2026');
  expect(of('370102', 'ENTERPRISE', '2026-12-31')).toBe('jinan-enterprise-2026');
  expect(of('370102', 'ENTERPRISE', '2027-01-01')).toBeNull();
  expect(of('370102', 'INDUSTRIAL_PARK', '2026-06-01')).toBeNull();
  expect(of('371082', 'ENTERPRISE', '2026-06-01')).toBe('weihai-enterprise-2023');
  expect(of('371071', 'TOWNSHIP', '2026-06-01')).toBe('weihai-park-2023');
  expect(of('371082', 'ENTERPRISE', '2023-05-11')).toBeNull();
  expect(of(null, 'ENTERPRISE', '2026-06-01')).toBeNull();
});

test('the narrower region comes before the wider one', () => {
  const province = copy();
  province.id = 'shandong-enterprise-2026';
  province.region = { code: '370000', year: 2026 };
  write('shandong.json', province);
  const all = loadCatalogues(FACTS, folder);
  const of = (regionCode: string) =>
    inForce(all, ({ catalogue }) => catalogue, { kind: 'ENTERPRISE', regionCode }, '2026-06-01')?.catalogue
      .id;
  expect(of('371082')).toBe('weihai-enterprise-2023');
  expect(of('370102')).toBe('shandong-enterprise-2026');
});

const BROKEN: readonly (readonly [string, (catalogue: Editable) => void, RegExp])[] = [
  [
    'a fact that nobody contributes',
    (c) => Object.assign(elementIn(c, 'E2.union'), { needs: ['unionDances'], condition: 'unionDances' }),
    /E2\.union: unknown fact "unionDances"/,
  ],
  [
    'an expression that cannot be read',
    (c) => Object.assign(elementIn(c, 'E4.coordinator'), { condition: 'coordinatorCount >=' }),
    /E4\.coordinator: condition "coordinatorCount >=": Unexpected token/,
  ],
  [
    'a comparison of two types',
    (c) => Object.assign(elementIn(c, 'E4.coordinator'), { condition: "coordinatorCount >= '1'" }),
    /E4\.coordinator: .*no such overload: int >= string/,
  ],
  [
    'money compared with a number of persons',
    (c) => Object.assign(elementIn(c, 'E5.fund-in-full'), { condition: 'drawn >= fundRatePerMille' }),
    /E5\.fund-in-full: .*no such overload: Decimal >= int/,
  ],
  [
    'an expression that is no condition',
    (c) => Object.assign(elementIn(c, 'E4.coordinator'), { condition: 'coordinatorCount + 1' }),
    /gives int, not true or false/,
  ],
  [
    'a parameter that is not there',
    (c) => Object.assign(elementIn(c, 'E4.coordinator'), { condition: 'coordinatorCount >= atLeast' }),
    /E4\.coordinator: .*Unknown variable: atLeast/,
  ],
  [
    'a fact that is read but not named among the needs',
    (c) =>
      Object.assign(elementIn(c, 'E4.coordinator'), { condition: 'coordinatorCount >= 1 && unionExists' }),
    /Unknown variable: unionExists/,
  ],
  [
    'a fact that is needed for nothing',
    (c) => Object.assign(elementIn(c, 'E4.coordinator'), { needs: ['coordinatorCount', 'unionExists'] }),
    /needs "unionExists", but no expression reads it/,
  ],
  [
    'a judged element that the program would fill in',
    (c) => Object.assign(elementIn(c, 'E8.claims'), { condition: 'true' }),
    /E8\.claims: a judged element has a condition/,
  ],
  [
    'material that is not declared',
    (c) => Object.assign(elementIn(c, 'E4.rules'), { material: 'E4.ruels' }),
    /E4\.rules: unknown material "E4\.ruels"/,
  ],
  [
    'nobody to ask',
    (c) => Object.assign(elementIn(c, 'E4.rules'), { ask: ['mayor'] }),
    /nobody is called "mayor"/,
  ],
  [
    'an explanation of what is not read',
    (c) =>
      Object.assign(elementIn(c, 'E2.union'), {
        explain: { met: '{insuredCount}', notMet: '无', notApplicable: '', unknown: '不明' },
      }),
    /E2\.union: an explanation names \{insuredCount\}/,
  ],
  [
    'two elements of one name',
    (c) => c.criteria[0]?.elements.push(elementIn(c, 'E1.role')),
    /E1\.role: the element stands twice/,
  ],
  [
    'a missing field',
    (c) => {
      delete elementIn(c, 'E3.openness').basis;
    },
    /criteria\.E3\.elements\.E3\.openness\.basis: /,
  ],
  [
    'a field that nobody knows',
    (c) => {
      elementIn(c, 'E3.openness').weight = 3;
    },
    /criteria\.E3\.elements\.E3\.openness: .*weight/,
  ],
  [
    'a verdict out of order',
    (c) => {
      (c.verdict as { order: string[] }).order = ['PASS', 'FAIL', 'RECTIFY', 'PENDING_EVIDENCE'];
    },
    /verdict: the order/,
  ],
];

test.each(BROKEN.map((one) => [one[0], one] as const))('refused: %s', (_what, [, edit, message]) => {
  const broken = copy();
  edit(broken);
  write('weihai-enterprise-2023.json', broken);
  const error = refusal();
  expect(error.code).toBe('CATALOGUE_INVALID');
  expect(error.message).toMatch(/^weihai-enterprise-2023\.json: /);
  expect(error.message).toMatch(message);
});

test('refused: two standards for the same region, kind and days', () => {
  const twin = copy();
  twin.id = 'weihai-enterprise-2026';
  twin.validFrom = '2026-01-01';
  write('weihai-enterprise-2026.json', twin);
  expect(refusal().message).toMatch(
    /weihai-enterprise-2026\.json: .*\n.*same region, unit kind and days as weihai-enterprise-2023\.json/,
  );
});

test('refused: a file that is no JSON', () => {
  write('weihai-x.json', '{');
  expect(refusal().message).toMatch(/weihai-x\.json：不是有效的 JSON/);
});
