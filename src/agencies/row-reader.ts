/** Reads one raw row: drops blanks, checks, cleans, keeps the original beside it; or says why it is quarantined. */
import type { z } from 'zod';
import type { Cell, CleanRow, PersonFields, RawRow, ReadRow } from './agency';
import { type Checked, columnCheck } from './column-check';
import { type Given, isBroken, makeRefusal } from './refused-row';

/** The columns that every record of an agency has, under the agency's own names. */
export interface Envelope {
  readonly key: string;
  readonly version: string;
  readonly code: string;
  readonly organisationCode?: string;
  readonly name: string;
  readonly observed: string;
  readonly day: z.ZodType<string>;
  /** A record may carry a name alone; it then joins no unit until an officer says so. */
  readonly codeOptional?: boolean;
  /** The party may be a natural person; of a row that is refused nothing is then kept that may be a name. */
  readonly mayNamePersons?: boolean;
}

type Values = Readonly<Record<string, unknown>>;
type Effective = { readonly from: string | null; readonly to: string | null };
/** [our field, the agency's column] */
export type Pair = readonly [string, string];

export interface ReaderSpec {
  readonly envelope: Envelope;
  readonly checks: Readonly<Record<string, z.ZodType>>;
  /** Columns with days of which the first does not lie after the second. */
  readonly inOrder: readonly Pair[];
  /** What may be kept: of the allow-list all but fields on persons. Sorted, for canonical text at the engine’s speed. */
  readonly columns: readonly string[];
  /** Sorted by field. A field without a column is filled in later. */
  readonly own: readonly (readonly [string, string | null])[];
  readonly persons: readonly Pair[];
  readonly effective: (data: Values) => Effective;
}

export function makeReader(spec: ReaderSpec): (raw: RawRow) => ReadRow {
  const check = checkOf(spec);
  const refuse = makeRefusal(spec);
  return (raw) => {
    if (raw.values === null) {
      return refuse(raw.number, {}, '行', '无法拆分为列');
    }
    const given = givenValues(raw.values, spec.columns);
    const persons = givenValues(raw.values, spec.persons.map(second));
    const unstorable = brokenColumn(given) ?? brokenColumn(persons);
    if (unstorable !== null) {
      return refuse(raw.number, given, unstorable, '含有不能保存的字符（U+0000 或残缺字符）');
    }
    const illegible = Object.keys(persons).find((name) => !isLegible(persons[name]));
    if (illegible !== undefined) {
      return refuse(raw.number, given, illegible, '应为文字，且不超过 200 字');
    }
    const checked = check(given);
    if (!checked.ok) {
      return refuse(
        raw.number,
        given,
        unique(checked.columns).join('、'),
        unique(checked.reasons).join('；'),
      );
    }
    const row = cleanRow(spec, raw, checked.values, given, personOf(persons, spec.persons));
    if (row.unitCode === null && row.organisationCode === null && spec.envelope.codeOptional !== true) {
      return refuse(raw.number, given, spec.envelope.code, '必填');
    }
    return { ok: true, row };
  };
}

type CheckedCells =
  | { readonly ok: true; readonly values: Values }
  | { readonly ok: false; readonly columns: readonly string[]; readonly reasons: readonly string[] };

/** Every cell is checked, whatever the others are; the order of days only in a row whose cells are each as they should be. */
function checkOf({ checks, inOrder }: ReaderSpec): (given: Given) => CheckedCells {
  const columns = Object.entries(checks).map(([column, schema]) => [column, columnCheck(schema)] as const);
  return (given) => {
    const values: Record<string, unknown> = {};
    let failed = false;
    for (const [column, check] of columns) {
      const checked = check(given[column]);
      if (checked.ok) {
        values[column] = checked.value;
      } else {
        failed = true;
      }
    }
    if (failed) {
      return failedCells(columns.map(([column, check]) => [column, check(given[column])]));
    }
    const wrong = inOrder.filter(([earlier, later]) => !isInOrder(values[earlier], values[later]));
    return wrong.length === 0
      ? { ok: true, values }
      : {
          ok: false,
          columns: wrong.map(([, later]) => later),
          reasons: wrong.map(([earlier]) => `早于“${earlier}”`),
        };
  };
}

function failedCells(cells: readonly (readonly [string, Checked])[]): CheckedCells {
  const failed = cells.flatMap(([column, checked]) => (checked.ok ? [] : [{ column, ...checked }]));
  return {
    ok: false,
    columns: failed.map(({ column }) => column),
    reasons: failed.flatMap(({ reasons }) => reasons),
  };
}

/** Days, each of which may not have been given. */
const isInOrder = (earlier: unknown, later: unknown): boolean =>
  String(earlier ?? '') <= String(later ?? '9999-12-31');

const unique = (words: readonly string[]): string[] => [...new Set(words)];

const second = ([, column]: Pair): string => column;

function cleanRow(
  { envelope, own, effective }: ReaderSpec,
  raw: RawRow,
  values: Values,
  given: Given,
  person: PersonFields | null,
): CleanRow {
  const data: Record<string, unknown> = {};
  for (const [field, column] of own) {
    data[field] = column === null ? null : values[column];
  }
  const { from, to } = effective(data);
  const unitCode = (values[envelope.code] ?? null) as string | null;
  const organisationCode = (values[envelope.organisationCode ?? ''] ?? null) as string | null;
  return {
    number: raw.number,
    sourceKey: values[envelope.key] as string,
    sourceVersion: values[envelope.version] as number,
    unitCode,
    organisationCode: unitCode === null ? organisationCode : null,
    unitName: values[envelope.name] as string,
    observedOn: values[envelope.observed] as string,
    effectiveFrom: from,
    effectiveTo: to,
    data: data as CleanRow['data'],
    original: given as CleanRow['original'],
    person,
  };
}

export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** What the agency filled in, in our order of columns; blank cells are left out. */
function givenValues(values: Given, columns: readonly string[]): Record<string, Cell> {
  const given: Record<string, Cell> = {};
  for (const name of columns) {
    const value = values[name];
    if (!isBlank(value)) {
      given[name] = value;
    }
  }
  return given;
}

function brokenColumn(given: Given): string | null {
  for (const name in given) {
    const value = given[name];
    if (isBroken(value) || (Array.isArray(value) && value.some(isBroken))) {
      return name;
    }
  }
  return null;
}

/** Sealed, a field on a person is never looked at again: it must be what it should be before. */
const isLegible = (value: Cell): boolean =>
  (typeof value === 'string' || typeof value === 'number') && String(value).length <= 200;

function personOf(given: Given, persons: readonly Pair[]): PersonFields | null {
  if (persons.length === 0) {
    return null;
  }
  const fieldsGiven = persons.flatMap(([field, column]) =>
    column in given ? [[field, String(given[column]).trim()] as const] : [],
  );
  return fieldsGiven.length === 0 ? null : (Object.fromEntries(fieldsGiven) as PersonFields);
}
