/** The one table from an SQL value to its JSON text: what of it is fixed, and what PostgreSQL writes. */

export type SqlType =
  | 'text'
  | 'int'
  | 'bigint'
  | 'uuid'
  | 'boolean'
  | 'date'
  | 'timestamptz'
  | 'numeric'
  | 'bytea'
  | 'text[]';

/** A string is JSON text that stands as it is; `sql` is an expression of type text that is never null. */
export type Piece = string | { readonly sql: string };

const quoted =
  (sql: (value: string) => string) =>
  (value: string): Piece[] => ['"', { sql: sql(value) }, '"'];
const plain =
  (sql: (value: string) => string) =>
  (value: string): Piece[] => [{ sql: sql(value) }];

/**
 * Int only over int4; bigint and numeric as strings, for a JSON number would lose digits in many readers;
 * instants in UTC to the millisecond; bytes in base64. Every entry is byte for byte what JSON.stringify gives.
 */
const TEXT: Readonly<Record<SqlType, (value: string) => Piece[]>> = {
  text: plain((value) => `to_json(${value})::text`),
  int: plain((value) => `(${value})::text`),
  boolean: plain((value) => `(${value})::text`),
  bigint: quoted((value) => `(${value})::text`),
  uuid: quoted((value) => `(${value})::text`),
  numeric: quoted((value) => `(${value})::text`),
  date: plain((value) => `to_json(${value})::text`),
  timestamptz: quoted((value) => `to_char((${value}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
  bytea: quoted((value) => `translate(encode(${value}, 'base64'), E'\\n', '')`),
  'text[]': plain((value) => `to_json(${value})::text`),
};

/** A member of a jsonb value is JSON text already, but for numbers that are to be strings and for lists. */
export function memberText(column: string, member: string, type: SqlType): string {
  const name = literal(member);
  switch (type) {
    case 'numeric':
    case 'bigint':
      return `to_json(${column}->>${name})::text`;
    case 'text[]':
      // jsonb's own text has a blank after each comma.
      return (
        `case when jsonb_typeof(${column}->${name}) = 'array' then ` +
        `(select '[' || coalesce(string_agg(to_json(given.item)::text, ',' order by given.place), '') || ']' ` +
        `from jsonb_array_elements_text(${column}->${name}) with ordinality given (item, place)) end`
      );
    default:
      return `(${column}->${name})::text`;
  }
}

/** The JSON text of a value; a value that may be absent becomes `null`. */
export function scalarPieces(value: string, type: SqlType, nullable: boolean): Piece[] {
  const pieces = TEXT[type](value);
  return nullable ? [{ sql: `coalesce(${concatenate(pieces)}, 'null')` }] : pieces;
}

/** A text constant in SQL; standard_conforming_strings is on wherever we connect. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Pieces → one SQL expression of type text; neighbouring constants become one. */
export function concatenate(pieces: readonly Piece[]): string {
  const parts: string[] = [];
  let constant = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      constant += piece;
      continue;
    }
    if (constant !== '') {
      parts.push(literal(constant));
      constant = '';
    }
    parts.push(piece.sql);
  }
  if (constant !== '' || parts.length === 0) {
    parts.push(literal(constant));
  }
  return parts.join(' || ');
}
