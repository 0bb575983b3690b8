/** One CSV delivery made from another: streamed, closed with its `.done`, or broken in one exact way. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';

/**
 * copy: as it is · unchanged: the same rows on a new day · changed: some percent of the rows are new versions ·
 * half: only the first half of the rows, in an otherwise sound file · truncated: cut off after the `.done` was written ·
 * unfinished: no `.done` · wrong-encoding: UTF-8 · emptied: one column suddenly empty · swapped: some keys name other units ·
 * empty: no row at all.
 */
export const DROP_MODES = [
  'copy',
  'unchanged',
  'changed',
  'half',
  'truncated',
  'unfinished',
  'wrong-encoding',
  'emptied',
  'swapped',
  'empty',
] as const;
export type DropMode = (typeof DROP_MODES)[number];

export interface DropPlan {
  readonly from: string;
  readonly to: string;
  readonly mode: DropMode;
  /** YYYYMMDD */
  readonly day: string;
  readonly percent: number;
  readonly column: string | null;
}

const doneOf = (path: string): string => path.replace(/\.csv$/, '.done');

export async function deliver(plan: DropPlan): Promise<void> {
  if (plan.mode === 'copy') {
    copyFileSync(plan.from, `${plan.to}.part`);
    renameSync(`${plan.to}.part`, plan.to);
    copyFileSync(doneOf(plan.from), doneOf(plan.to));
    return;
  }
  const old = JSON.parse(readFileSync(doneOf(plan.from), 'utf8')) as { readonly rows: number };
  const { rows, sha256 } = await rewrite(plan, old.rows);
  renameSync(`${plan.to}.part`, plan.to);
  if (plan.mode !== 'unfinished') {
    const asOf = `${plan.day.slice(0, 4)}-${plan.day.slice(4, 6)}-${plan.day.slice(6)}`;
    writeFileSync(doneOf(plan.to), `${JSON.stringify({ rows, sha256, asOf })}\n`);
  }
  if (plan.mode === 'truncated') {
    truncateSync(plan.to, Math.floor((await stat(plan.to)).size * 0.6));
  }
}

type Cells = readonly string[];

const csvLine = (cells: Cells): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;

/** Writes the new file beside its place, block by block. */
async function rewrite(plan: DropPlan, total: number): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256');
  const output = createWriteStream(`${plan.to}.part`);
  const encoding = plan.mode === 'wrong-encoding' ? 'utf8' : 'gb18030';
  const put = async (text: string): Promise<void> => {
    const bytes = iconv.encode(text, encoding);
    hash.update(bytes);
    if (!output.write(bytes)) {
      await new Promise<void>((resolve) => output.once('drain', () => resolve()));
    }
  };
  const source = createReadStream(plan.from).pipe(iconv.decodeStream('gb18030')).pipe(parse());
  const change = changer(plan, total);
  let head: Cells | null = null;
  let rows = 0;
  let read = 0;
  let block = '';
  for await (const cells of source as AsyncIterable<Cells>) {
    if (head === null) {
      head = cells;
      block = csvLine(cells);
      continue;
    }
    const next = change(head, cells, read);
    read += 1;
    if (next !== null) {
      rows += 1;
      block += csvLine(next);
    }
    if (block.length > 60_000) {
      await put(block);
      block = '';
    }
  }
  await put(block);
  await new Promise<void>((resolve, reject) => {
    output.once('error', reject);
    output.end(() => resolve());
  });
  return { rows, sha256: hash.digest('hex') };
}

type Change = (head: Cells, cells: Cells, place: number) => Cells | null;

function changer(plan: DropPlan, total: number): Change {
  switch (plan.mode) {
    case 'changed':
      return (head, cells, place) => (isPicked(plan, place) ? newVersion(plan, head, cells) : cells);
    case 'swapped':
      return swapper(plan);
    case 'emptied':
      return (head, cells) => replaceAt(cells, columnOf(plan, head), '');
    case 'half':
      return (_head, cells, place) => (place < total / 2 ? cells : null);
    case 'empty':
      return () => null;
    case 'copy':
    case 'unchanged':
    case 'truncated':
    case 'unfinished':
    case 'wrong-encoding':
      return (_head, cells) => cells;
    default: {
      const never: never = plan.mode;
      return never;
    }
  }
}

/** Evenly spread, so that a percentage is a percentage of any part of the file. */
function isPicked(plan: DropPlan, place: number): boolean {
  return Math.floor(((place + 1) * plan.percent) / 100) > Math.floor((place * plan.percent) / 100);
}

function replaceAt(cells: Cells, place: number, value: string): Cells {
  return cells.map((cell, index) => (index === place ? value : cell));
}

/** The column asked for, or the first one after the common five. */
function columnOf(plan: DropPlan, head: Cells): number {
  const place = plan.column === null ? 5 : head.indexOf(plan.column);
  if (place < 0) {
    throw new Error(`no column ${plan.column}`);
  }
  return place;
}

/** A later version of the row; where the type has a number of persons, it is one more. */
function newVersion(plan: DropPlan, head: Cells, cells: Cells): Cells {
  const counted = head.findIndex((name) => name.endsWith('人数'));
  return cells.map((cell, place) => {
    if (head[place] === '版本') {
      return String(Number(cell) + 1);
    }
    if (head[place] === '数据日期') {
      return plan.day;
    }
    return place === counted && /^\d+$/.test(cell) ? String(Number(cell) + 1) : cell;
  });
}

/** Every picked row keeps its key and names the unit of the row before it. */
function swapper(plan: DropPlan): Change {
  let before: Cells | null = null;
  return (head, cells, place) => {
    const code = head.indexOf('统一社会信用代码');
    const name = head.indexOf('单位名称');
    const other = before;
    before = cells;
    if (other === null || !isPicked(plan, place)) {
      return cells;
    }
    return replaceAt(replaceAt(cells, code, other[code] ?? ''), name, other[name] ?? '');
  };
}
