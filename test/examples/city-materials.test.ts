/** The office's evidence speaks the language of the published catalogues: their materials, fields and judged elements, read here as data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ENTERPRISE_JUDGED,
  ENTERPRISE_MATERIALS,
  PARK_JUDGED,
  PARK_MATERIALS,
} from '../../examples/city/catalogue-table';
import { writeCity } from '../../examples/city/city';
import { scratch } from './run-program';

interface Field {
  readonly type: 'BOOL' | 'INT' | 'DECIMAL' | 'TEXT';
  readonly optional?: boolean;
}
interface Material {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly fields: { readonly [name: string]: Field };
}
interface Catalogue {
  readonly criteria: readonly {
    readonly materials: readonly Material[];
    readonly elements: readonly { readonly id: string; readonly kind: string }[];
  }[];
}

const FOLDER = join(__dirname, '../../src/criteria/catalogues');
const read = (name: string): Catalogue =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Catalogue;
const materialsOf = (catalogue: Catalogue): Material[] => catalogue.criteria.flatMap((one) => one.materials);

const CASES = [
  ['weihai-enterprise-2023', ENTERPRISE_MATERIALS, ENTERPRISE_JUDGED],
  ['weihai-park-2023', PARK_MATERIALS, PARK_JUDGED],
] as const;

test.each(CASES)('the table of %s is that of the catalogue', (name, materials, judged) => {
  const catalogue = read(name);
  const wanted = Object.fromEntries(materialsOf(catalogue).map(({ id, kinds }) => [id, kinds]));
  expect(materials).toEqual(wanted);
  const elements = catalogue.criteria.flatMap((one) => one.elements);
  const byReviewer = elements.filter((element) => element.kind === 'JUDGED').map((element) => element.id);
  expect(Object.keys(judged).sort()).toEqual(byReviewer.sort());
});

const TYPES: { readonly [type in Field['type']]: (value: unknown) => boolean } = {
  BOOL: (value) => typeof value === 'boolean',
  INT: (value) => Number.isInteger(value),
  DECIMAL: (value) => typeof value === 'string' && /^-?\d+\.\d{2}$/.test(value),
  TEXT: (value) => typeof value === 'string' && value.length > 0,
};

interface Line {
  readonly key: string;
  readonly kind: string;
  readonly criterion: string;
  readonly element: string;
  readonly on: string;
  readonly data: { readonly [field: string]: unknown };
  readonly reason: string | null;
}

test('every line is evidence that the catalogue asks for, with exactly its fields', () => {
  const place = scratch();
  writeCity({ out: place.path('city'), units: 4000, seed: 3, asOf: '2026-11-21' });
  const text = readFileSync(join(place.path('city'), 'office/office-materials.ndjson'), 'utf8').trimEnd();
  place.remove();
  const catalogues = CASES.map(([name]) => read(name));
  const materials = new Map(catalogues.flatMap(materialsOf).map((material) => [material.id, material]));
  const judged = new Set([...Object.keys(ENTERPRISE_JUDGED), ...Object.keys(PARK_JUDGED)]);
  const lines = text.split('\n').map((line) => JSON.parse(line) as Line);
  expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length);
  for (const line of lines) {
    expect(line.element.startsWith(`${line.criterion}.`)).toBe(true);
    expect(line.on <= '2026-11-21').toBe(true);
    if (line.kind === 'MARK') {
      expect(judged.has(line.element)).toBe(true);
      expect(['MET', 'NOT_MET']).toContain(line.data.result);
      expect(line.reason).not.toBeNull();
      continue;
    }
    const material = materials.get(line.element);
    expect(material?.kinds).toContain(line.kind);
    for (const [name, { type, optional }] of Object.entries(material?.fields ?? {})) {
      const value = line.data[name];
      expect(value === undefined ? optional === true : TYPES[type](value)).toBe(true);
    }
    expect(Object.keys(line.data).filter((name) => material?.fields[name] === undefined)).toEqual([]);
  }
});
