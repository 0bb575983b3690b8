/** CSV (RFC 4180) in GB18030 or UTF-8 to raw rows of the allow-listed columns, in constant memory. */
import iconv from 'iconv-lite';
import type { Cell, RawRow, Undecodable } from '../agency';
import type { RawRows } from '../delivery';
import { unreadable } from './unreadable';

export interface CsvOptions {
  readonly encoding: 'gb18030' | 'utf8';
  readonly columns: readonly string[];
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;
/** A record longer than this is a quote that was never closed, or lines that end in another way. */
const LONGEST_RECORD = 1024 * 1024;
const REPLACEMENT = '\ufffd';

interface Header {
  readonly width: number;
  /** [allowed column, its place] */
  readonly places: readonly (readonly [string, number])[];
}

type Text = string | Undecodable;

export async function* decodeCsv(bytes: AsyncIterable<Buffer>, options: CsvOptions): RawRows {
  let header: Header | null = null;
  let number = 0;
  for await (const slice of wholeRecords(bytes)) {
    const rows: RawRow[] = [];
    for (const cells of recordsOf(slice, options.encoding)) {
      if (header === null) {
        header = readHeader(cells, options.columns);
      } else {
        number += 1;
        rows.push({ number, values: valuesOf(cells, header) });
      }
    }
    yield rows;
  }
  if (header === null) {
    throw unreadable('文件为空，没有表头');
  }
  return { asOf: null, mode: null, cursor: null };
}

/** Slices that end where a record ends. No trail byte of GB18030 or UTF-8 is a quote, a comma or a newline. */
async function* wholeRecords(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = lastRecordEnd(buffer);
    if (end > 0) {
      yield buffer.subarray(0, end);
    }
    rest = buffer.subarray(end);
    if (rest.length > LONGEST_RECORD) {
      throw unreadable('一行过长：引号没有闭合，或换行符不是 LF、CRLF');
    }
  }
  if (rest.length > 0) {
    yield rest;
  }
}

/** After the last newline outside quotes; a doubled quote opens and closes, so that parity is enough. */
function lastRecordEnd(buffer: Buffer): number {
  let end = 0;
  let open = false;
  if (!buffer.includes(QUOTE)) {
    return buffer.lastIndexOf(NEWLINE) + 1;
  }
  for (let place = 0; place < buffer.length; place++) {
    const byte = buffer[place];
    if (byte === QUOTE) {
      open = !open;
    } else if (byte === NEWLINE && !open) {
      end = place + 1;
    }
  }
  return end;
}

/** Where every byte makes text the slice is decoded at once; otherwise cell by cell, so that one cell spoils no other. */
function* recordsOf(slice: Buffer, encoding: CsvOptions['encoding']): Generator<readonly Text[] | null> {
  const text = iconv.decode(slice, encoding, { stripBOM: true });
  if (!text.includes(REPLACEMENT)) {
    yield* splitRecords(text);
    return;
  }
  for (const cells of splitRecords(slice.toString('latin1'))) {
    yield cells === null ? null : cells.map((cell) => decodeCell(Buffer.from(cell, 'latin1'), encoding));
  }
}

function decodeCell(bytes: Buffer, encoding: CsvOptions['encoding']): Text {
  const text = iconv.decode(bytes, encoding, { stripBOM: true });
  return text.includes(REPLACEMENT) ? { undecodable: bytes.toString('hex') } : text;
}

function* splitRecords(text: string): Generator<readonly string[] | null> {
  let start = 0;
  let quote = text.indexOf('"');
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    const quoted = quote !== -1 && (end === -1 || quote < end);
    // A newline behind an odd number of quotes belongs to a cell.
    while (quote !== -1 && end !== -1 && quote < end) {
      const close = text.indexOf('"', quote + 1);
      end = close === -1 ? -1 : close > end ? text.indexOf('\n', close) : end;
      quote = close === -1 ? -1 : text.indexOf('"', close + 1);
    }
    const stop = end === -1 ? text.length : end;
    const record = text.slice(start, text.charAt(stop - 1) === '\r' ? stop - 1 : stop);
    start = stop + 1;
    if (record !== '') {
      yield quoted ? splitQuoted(record) : record.split(',');
    }
  }
}

/** Null: quotes where none may be. */
function splitQuoted(record: string): readonly string[] | null {
  const cells: string[] = [];
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|$)/gy;
  while (cell.lastIndex <= record.length) {
    const match = cell.exec(record);
    if (match === null) {
      return null;
    }
    cells.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '') {
      return cells;
    }
  }
  return cells;
}

function readHeader(cells: readonly Text[] | null, columns: readonly string[]): Header {
  const names = (cells ?? []).map((cell) => (typeof cell === 'string' ? cell.trim() : ''));
  if (names.some((name) => name.includes('\r'))) {
    throw unreadable('换行符只有回车（CR），应为 LF 或 CRLF');
  }
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw unreadable(`表头不符（编码或版式有误），缺少列：${missing.join('、')}`);
  }
  if (columns.some((column) => names.indexOf(column) !== names.lastIndexOf(column))) {
    throw unreadable('表头中有重复的列');
  }
  return { width: names.length, places: columns.map((column) => [column, names.indexOf(column)]) };
}

function valuesOf(cells: readonly Text[] | null, header: Header): RawRow['values'] {
  if (cells === null || cells.length !== header.width) {
    return null;
  }
  const values: Record<string, Cell> = {};
  for (const [column, place] of header.places) {
    values[column] = cells[place];
  }
  return values;
}
