/** Makes a record type from its columns: the allow-list, the check of a row and its cleaned form all follow from them. */
import type { z } from 'zod';
import type { AgencyBody, FeedLimits, InTwoLanguages, Mode, PersonFields, RecordType } from './agency';
import * as fields from './fields';
import { type Envelope, makeReader } from './row-reader';

/** A field of the cleaned record ← a column (or tag, or path) of the agency. */
export interface Column<Schema extends z.ZodType = z.ZodType> {
  readonly from: string;
  readonly schema: Schema;
}

export const column = <Schema extends z.ZodType>(from: string, schema: Schema): Column<Schema> => ({
  from,
  schema,
});

export type Columns = Readonly<Record<string, Column>>;
export type Cleaned<Given extends Columns> = {
  readonly [Field in keyof Given]: z.output<Given[Field]['schema']>;
};
/** The cleaned data of a record type: `type Pay = DataOf<typeof payOrder>`. */
export type DataOf<Type> = Type extends { readonly shape: infer Given extends Columns }
  ? Cleaned<Given>
  : never;

export interface RecordTypeSpec<Given extends Columns> {
  readonly agency: AgencyBody;
  readonly name: string;
  readonly ownName: string;
  readonly title: InTwoLanguages;
  readonly source: string;
  readonly mode: Mode;
  readonly limits: FeedLimits;
  readonly envelope: Envelope;
  readonly shape: Given;
  readonly namesUnits?: boolean;
  /** Columns on a person named in a decision; see person.ts. */
  readonly person?: Readonly<Record<keyof PersonFields, string>>;
  /** Fields with days of which the first does not lie after the second. */
  readonly inOrder?: readonly (readonly [keyof Given & string, keyof Given & string])[];
  readonly effective?: (data: Cleaned<Given>) => { from: string | null; to: string | null };
}

export interface DefinedRecordType<Given extends Columns> extends RecordType {
  readonly shape: Given;
}

export function defineRecordType<const Given extends Columns>(
  spec: RecordTypeSpec<Given>,
): DefinedRecordType<Given> {
  const own = Object.entries(spec.shape).map(([field, { from }]): [string, string | null] => [field, from]);
  const persons = Object.entries(spec.person ?? {});
  if (persons.length > 0) {
    own.push([PERSON_COMMITMENT, null]);
  }
  own.sort(([one], [other]) => (one < other ? -1 : 1));
  const columns = unique([...envelopeColumns(spec.envelope), ...ownColumns(spec)]).sort();
  const columnOf = (field: string): string => spec.shape[field]?.from ?? field;
  return {
    agency: spec.agency,
    name: spec.name,
    ownName: spec.ownName,
    title: spec.title,
    source: spec.source,
    mode: spec.mode,
    limits: spec.limits,
    shape: spec.shape,
    namesUnits: spec.namesUnits ?? false,
    namesPersons: persons.length > 0,
    keyColumn: spec.envelope.key,
    columnOf,
    columns: unique([...columns, ...persons.map(([, from]) => from)]),
    read: makeReader({
      envelope: spec.envelope,
      checks: checksOf(spec),
      inOrder: (spec.inOrder ?? []).map(([earlier, later]) => [columnOf(earlier), columnOf(later)]),
      columns,
      own,
      persons,
      effective: (data) => spec.effective?.(data as Cleaned<Given>) ?? { from: null, to: null },
    }),
  };
}

/** The one field that comes from no column: what the record keeps of the person it names. */
export const PERSON_COMMITMENT = 'personCommitment';

const ownColumns = <Given extends Columns>({ shape }: RecordTypeSpec<Given>): string[] =>
  Object.values(shape).map(({ from }) => from);

const unique = (names: readonly string[]): string[] => [...new Set(names)];

const envelopeColumns = ({ key, version, code, organisationCode, name, observed }: Envelope): string[] => [
  key,
  version,
  code,
  ...(organisationCode === undefined ? [] : [organisationCode]),
  name,
  observed,
];

/** By the agency's own names; the common columns and the type's own are checked together. */
function checksOf<Given extends Columns>(spec: RecordTypeSpec<Given>): Record<string, z.ZodType> {
  const { envelope } = spec;
  const lenient = envelope.codeOptional === true || envelope.organisationCode !== undefined;
  const shape: Record<string, z.ZodType> = {
    [envelope.key]: fields.key,
    [envelope.version]: fields.between(1, 2_147_483_647),
    [envelope.code]: lenient ? fields.optional(fields.employerCode) : fields.employerCode,
    [envelope.name]: fields.unitName,
    [envelope.observed]: envelope.day,
  };
  if (envelope.organisationCode !== undefined) {
    shape[envelope.organisationCode] = fields.optional(fields.organisationCode);
  }
  for (const { from, schema } of Object.values(spec.shape)) {
    shape[from] ??= schema;
  }
  return shape;
}
