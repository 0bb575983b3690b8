/** A court export `<导出 …><案件 …>…</案件>…</导出>` to raw rows, case by case; without its closing tag it is no export. */
import { XMLParser } from 'fast-xml-parser';
import type { Cell, RawRow } from '../agency';
import { dayOf, modeOf, type RawRows } from '../delivery';
import { cellOf } from './cell';
import { decodeText } from './decode-text';
import { unreadable } from './unreadable';

const ROOT = /<导出((?:\s[^<>]*)?)>/;
const CLOSING = '</导出>';
const CASE_OPEN = '<案件';
const CASE_CLOSE = '</案件>';
const LONGEST_CASE = 1024 * 1024;

/** Entities of a document type are never expanded; the five of XML and character numbers are read by ourselves. */
const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
});

interface Root {
  readonly asOf: string;
  readonly mode: ReturnType<typeof modeOf>;
  readonly count: number | null;
}

export async function* decodeXmlExport(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly string[],
): RawRows {
  let root: Root | null = null;
  let rest = '';
  let number = 0;
  for await (const text of decodeText(bytes)) {
    rest += text;
    if (root === null) {
      const match = ROOT.exec(rest);
      root = match === null ? null : readRoot(match[1] ?? '');
      rest = match === null ? rest : rest.slice(match.index + match[0].length);
    }
    const taken = root === null ? { cases: [], rest } : takeCases(rest);
    rest = taken.rest;
    if (rest.length > LONGEST_CASE) {
      throw unreadable('XML 文档的版式不符');
    }
    yield taken.cases.map((element): RawRow => ({ number: ++number, values: readCase(element, columns) }));
  }
  if (root === null || rest.trim() !== CLOSING) {
    throw unreadable(root === null ? '不是导出文档' : `缺少 ${CLOSING}，文件不完整`);
  }
  if (root.count !== null && root.count !== number) {
    throw unreadable(`标明 ${root.count} 件，实收 ${number} 件`);
  }
  return { asOf: root.asOf, mode: root.mode, cursor: root.asOf };
}

function readRoot(attributes: string): Root {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of attributes.matchAll(/([^\s=]+)\s*=\s*"([^"]*)"/g)) {
    values.set(name, decodeEntities(value));
  }
  const asOf = dayOf(values.get('截止日期'));
  const mode = modeOf(values.get('方式'));
  if (asOf === null || mode === null) {
    throw unreadable('导出文档没有截止日期或方式');
  }
  const count = values.get('件数');
  return { asOf, mode, count: count === undefined ? null : Number(count) };
}

function takeCases(text: string): { cases: string[]; rest: string } {
  const cases: string[] = [];
  let start = 0;
  for (;;) {
    const open = text.indexOf(CASE_OPEN, start);
    const close = open === -1 ? -1 : text.indexOf(CASE_CLOSE, open);
    if (close === -1) {
      return { cases, rest: text.slice(start) };
    }
    if (text.slice(start, open).trim() !== '') {
      throw unreadable('案件之间有不明内容');
    }
    start = close + CASE_CLOSE.length;
    cases.push(text.slice(open, start));
  }
}

function readCase(element: string, columns: readonly string[]): RawRow['values'] {
  let fields: unknown;
  try {
    fields = (PARSER.parse(element) as { 案件?: unknown }).案件;
  } catch {
    return null;
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return null;
  }
  const given = fields as Readonly<Record<string, unknown>>;
  const values: Record<string, Cell> = {};
  for (const column of columns) {
    const value = Object.hasOwn(given, column) ? given[column] : undefined;
    values[column] = typeof value === 'string' ? decodeEntities(value) : cellOf(value);
  }
  return values;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) =>
        name === undefined ? character(whole, Number(decimal ?? `0x${hex}`)) : (ENTITIES[name] ?? whole),
      )
    : text;
}

const character = (whole: string, point: number): string =>
  point <= 0x10ffff ? String.fromCodePoint(point) : whole;
