/** What of a room can be asked for: fields over one row, as columns, SQL expressions, or computed from columns. */
import { getMetadataArgsStorage } from 'typeorm';
import type { SqlType } from './scalar-text';

/** Bound with every statement that asks for them; what they hold is never part of its text. */
export type EnvironmentName = 'today' | 'now' | 'actorId' | 'role' | 'body' | 'region';

/** Where a piece of SQL is written: names of rows and parameters, and decisions; never a value. */
export interface RowPlace {
  readonly row: string;
  /** The actor is bound to a region (`environment('region')`). */
  readonly regional: boolean;
  environment(name: EnvironmentName): string;
  /** May this actor read the area? Decided before the statement is written. */
  may(area: string): boolean;
}

export interface ColumnField {
  readonly kind: 'column';
  readonly column: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

export interface ExpressionField {
  readonly kind: 'expression';
  readonly type: SqlType;
  readonly nullable: boolean;
  sql(place: RowPlace): string;
}

/** A member of a jsonb column (`data`), or of the row itself where the row is an element of a list (`value`). */
export interface MemberField {
  readonly kind: 'member';
  readonly column: string;
  readonly member: string;
  readonly type: SqlType;
  readonly nullable: true;
}

export type ReadField = ColumnField | ExpressionField | MemberField;

/** Worked out in Node from what the statement reads; only the plain lane can answer it. */
export interface ComputedField {
  readonly kind: 'computed';
  readonly needs: Readonly<Record<string, ReadField>>;
  compute(values: Readonly<Record<string, unknown>>): unknown;
}

export type ShapeField = ReadField | ComputedField;

export interface Shape {
  /** null: the rows are elements of a jsonb list or made by the link that leads here. */
  readonly table: string | null;
  readonly fields: Readonly<Record<string, ShapeField>>;
}

interface Parts<T extends object> {
  readonly columns: readonly (keyof T & string)[];
  readonly more?: Readonly<Record<string, ShapeField>>;
}

const SQL_TYPES: Readonly<Record<string, SqlType>> = {
  text: 'text',
  int: 'int',
  bigint: 'bigint',
  uuid: 'uuid',
  boolean: 'boolean',
  date: 'date',
  timestamptz: 'timestamptz',
  numeric: 'numeric',
  bytea: 'bytea',
};

/** A shape over a table: columns by their names in tables.ts, with the type and nullability that stand there. */
export function shapeOf<T extends object>(table: new () => T, parts: Parts<T>): Shape {
  const storage = getMetadataArgsStorage();
  const name = storage.tables.find((entry) => entry.target === table)?.name;
  if (name === undefined) {
    throw new TypeError(`shape: ${table.name} is no table`);
  }
  const fields: Record<string, ShapeField> = {};
  for (const property of parts.columns) {
    const column = storage.columns.find(
      (entry) => entry.target === table && entry.propertyName === property,
    )?.options;
    const type = SQL_TYPES[String(column?.type)];
    if (column === undefined || type === undefined) {
      throw new TypeError(`shape: ${table.name}.${property} is no column that can be asked for as it is`);
    }
    fields[property] = {
      kind: 'column',
      column: column.name ?? property,
      type: column.array ? 'text[]' : type,
      nullable: column.nullable ?? false,
    };
  }
  return { table: name, fields: { ...fields, ...parts.more } };
}

/** A shape over rows that are no table's. */
export const shapeOfRows = (fields: Readonly<Record<string, ShapeField>>): Shape => ({ table: null, fields });

export const expression = (
  type: SqlType,
  sql: (place: RowPlace) => string,
  nullable: 'nullable' | 'not null' = 'nullable',
): ExpressionField => ({ kind: 'expression', type, nullable: nullable === 'nullable', sql });

/** Members of one jsonb column, all of which may be absent: `members('data', { grade: 'text' })`. */
export function members(
  column: string,
  types: Readonly<Record<string, SqlType>>,
): Record<string, MemberField> {
  return Object.fromEntries(
    Object.entries(types).map(([member, type]) => [
      member,
      { kind: 'member', column, member, type, nullable: true },
    ]),
  );
}
