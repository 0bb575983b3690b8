/** COPY: rows of any number into a table, in text format, at the pace of the database and in constant memory. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { HubError } from '../kernel/errors';

/** A list becomes a PostgreSQL array; JSON is given as its text. An empty string is not null. */
export type CopyValue = string | number | bigint | boolean | Date | Uint8Array | null | readonly string[];

const CHUNK_CHARACTERS = 64 * 1024;

/** What COPY's text format, or PostgreSQL's text type, cannot take as it stands. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: U+0000 is what is looked for
const SPECIAL = /[\\\n\r\t\u0000\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeText(text: string): string {
  if (!SPECIAL.test(text)) {
    return text;
  }
  if (text.includes('\u0000')) {
    throw new HubError('INVALID_INPUT', 'The text holds U+0000, which PostgreSQL cannot store.');
  }
  if (LONE_SURROGATE.test(text)) {
    throw new HubError('INVALID_INPUT', 'The text holds half a surrogate pair, which UTF-8 cannot hold.');
  }
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

const arrayText = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

function valueText(value: CopyValue): string {
  if (value === null) {
    return '\\N';
  }
  if (typeof value === 'string') {
    return escapeText(value);
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  }
  return typeof value === 'object' ? escapeText(arrayText(value)) : String(value);
}

/** The lines of one COPY in pieces of some 64 KB; counts the rows on their way. */
async function* chunks(
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
  columns: readonly string[],
  count: { rows: number },
): AsyncGenerator<Buffer> {
  let text = '';
  for await (const row of rows) {
    count.rows += 1;
    if (row.length !== columns.length) {
      throw new Error(`row ${count.rows} has ${row.length} values for ${columns.length} columns`);
    }
    for (let i = 0; i < row.length; i++) {
      text += (i ? '\t' : '') + place(row[i] ?? null, columns[i], count.rows);
    }
    text += '\n';
    if (text.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

function place(value: CopyValue, column: string | undefined, row: number): string {
  try {
    return valueText(value);
  } catch (error) {
    if (error instanceof HubError) {
      throw new HubError(error.code, `Row ${row}, column ${column}: ${error.message}`);
    }
    throw error;
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Copies the rows and returns their number; a bad row undoes all of it (the transaction is then to be rolled back). */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
): Promise<number> {
  const count = { rows: 0 };
  const sink = client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`));
  await pipeline(Readable.from(chunks(rows, columns, count), { objectMode: true, highWaterMark: 1 }), sink);
  return count.rows;
}
