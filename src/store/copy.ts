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

/** Rows as the text of one COPY, made as they come: of a row nothing else lives on until the database takes it. */
export class CopyText {
  private count = 0;
  private text = '';
  private pieces: Buffer[] = [];

  constructor(readonly columns: readonly string[]) {}

  get rows(): number {
    return this.count;
  }

  add(row: readonly CopyValue[]): void {
    const { columns } = this;
    this.count += 1;
    if (row.length !== columns.length) {
      throw new Error(`row ${this.count} has ${row.length} values for ${columns.length} columns`);
    }
    let { text } = this;
    for (let i = 0; i < row.length; i++) {
      const value = row[i] ?? null;
      const isPlain = typeof value === 'string' && !SPECIAL.test(value);
      text += (i ? '\t' : '') + (isPlain ? value : place(value, columns[i], this.count));
    }
    this.text = `${text}\n`;
    if (this.text.length >= CHUNK_CHARACTERS) {
      this.cut();
    }
  }

  /** The pieces that are full, each handed out once. */
  full(): readonly Buffer[] {
    const { pieces } = this;
    this.pieces = [];
    return pieces;
  }

  /** All that was not handed out yet. */
  take(): readonly Buffer[] {
    if (this.text !== '') {
      this.cut();
    }
    return this.full();
  }

  private cut(): void {
    this.pieces.push(Buffer.from(this.text));
    this.text = '';
  }
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

const intoTable = (client: ClientBase, table: string, columns: readonly string[]) =>
  client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`));

/** Copies rows whose text is made already. */
export async function copyText(client: ClientBase, table: string, text: CopyText): Promise<void> {
  const pieces = Readable.from(text.take(), { objectMode: true, highWaterMark: 1 });
  await pipeline(pieces, intoTable(client, table, text.columns));
}

/** The text of the rows in pieces of some 64 KB, as they come. */
async function* pieces(
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
  text: CopyText,
): AsyncGenerator<Buffer> {
  for await (const row of rows) {
    text.add(row);
    yield* text.full();
  }
  yield* text.take();
}

/** Copies the rows and returns their number; a bad row undoes all of it (the transaction is then to be rolled back). */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
): Promise<number> {
  const text = new CopyText(columns);
  const source = Readable.from(pieces(rows, text), { objectMode: true, highWaterMark: 1 });
  await pipeline(source, intoTable(client, table, columns));
  return text.rows;
}
