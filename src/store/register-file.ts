/** A register as an office saves it: looked through to its end before its first row is given, so that a wrong file leaves nothing behind. */
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import { HubError } from '../kernel/errors';
import { openRegularFile } from './regular-file';
import { utf8Text } from './utf8-text';

/** A record longer than this is a quote that was never closed, or no text of lines. */
const LONGEST = 1024 * 1024;
const REPLACEMENT = '\ufffd';
const SAVE_AS_UTF8 =
  '请用 UTF-8 重新保存后导入（Excel：另存为“CSV UTF-8（逗号分隔）”；WPS、记事本：另存时编码选 UTF-8）';
const CORRECT = '请更正后重新导入；本文件没有写入任何内容';

/** `row`: as a spreadsheet numbers it, the header being the first, blank ones counted. */
export interface RegisterRow<Content> {
  readonly row: number;
  readonly content: Content;
}

type Rows<Content> = AsyncGenerator<RegisterRow<Content>>;

/** CSV with a header that has each of `columns`, in any order and among others. */
export const readCsvRegister = (
  path: string,
  columns: readonly string[],
): Rows<Readonly<Record<string, string>>> => wholeOnly(() => csvRows(path, columns));

/** A text of lines; blank ones are left out. */
export const readLineRegister = (path: string): Rows<string> => wholeOnly(() => lines(path));

async function* wholeOnly<Content>(read: () => Rows<Content>): Rows<Content> {
  for await (const _row of read()) {
    // Only to its end: what is wrong with it throws.
  }
  yield* read();
}

const refusal = (path: string, problem: string, hint: string, cause?: unknown): HubError =>
  new HubError('SOURCE_UNREADABLE', `${basename(path)}：${problem}`, hint, { cause });

async function* textOf(path: string): AsyncGenerator<string> {
  const opened = await openRegularFile(path, 'FOLLOW');
  if (!opened.ok) {
    const { code, message, hint } = opened.failure;
    throw new HubError(code, `读不到 ${path}：${message}`, hint);
  }
  let blank = true;
  const notUtf8 = (cause: unknown) =>
    refusal(path, '编码不是 UTF-8（多半是 GB18030，即 Excel 所称 ANSI），整份未导入', SAVE_AS_UTF8, cause);
  for await (const text of utf8Text(opened.value.createReadStream(), notUtf8)) {
    if (text.includes(REPLACEMENT)) {
      throw refusal(path, '文中有乱码（\ufffd），此前转换编码时已经损坏，整份未导入', SAVE_AS_UTF8);
    }
    blank = blank && text.trim() === '';
    yield text;
  }
  if (blank) {
    throw refusal(path, '文件是空的', '请核对文件');
  }
}

async function* lines(path: string): Rows<string> {
  let row = 0;
  let rest = '';
  for await (const text of textOf(path)) {
    const found = (rest + text).split('\n');
    rest = found.pop() ?? '';
    if (rest.length > LONGEST) {
      throw refusal(path, `第 ${row + found.length + 1} 行过长`, CORRECT);
    }
    for (const content of found) {
      row += 1;
      if (content.trim() !== '') {
        yield { row, content };
      }
    }
  }
  if (rest.trim() !== '') {
    yield { row: row + 1, content: rest };
  }
}

async function* csvRows(path: string, columns: readonly string[]): Rows<Readonly<Record<string, string>>> {
  let header: readonly string[] | null = null;
  let row = 0;
  for await (const cells of recordsOf(path)) {
    row += 1;
    if (cells.every((cell) => cell.trim() === '')) {
      continue;
    }
    if (header === null) {
      header = headerOf(path, cells, columns);
    } else if (cells.length !== header.length) {
      throw refusal(path, `第 ${row} 行有 ${cells.length} 列，表头有 ${header.length} 列`, CORRECT);
    } else {
      yield { row, content: Object.fromEntries(header.map((name, place) => [name, cells[place] ?? ''])) };
    }
  }
}

/** The records as they stand, blank ones too. */
async function* recordsOf(path: string): AsyncGenerator<readonly string[]> {
  const parser = parse({ relax_column_count: true, max_record_size: LONGEST });
  // An error of either end stops the parser, and so the loop below.
  pipeline(textOf(path), parser, () => undefined);
  try {
    yield* parser as AsyncIterable<readonly string[]>;
  } catch (error) {
    const { records } = error as { records?: number };
    throw records === undefined
      ? error
      : refusal(path, `第 ${records + 1} 行读不出：引号没有闭合，或位置不对`, CORRECT, error);
  }
}

function headerOf(path: string, cells: readonly string[], columns: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw refusal(path, `表头缺少列：${missing.join('、')}`, `表头应有：${columns.join('、')}`);
  }
  const twice = names.find((name, place) => name !== '' && names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw refusal(path, `表头中 ${twice} 出现了两次`, CORRECT);
  }
  return names;
}
