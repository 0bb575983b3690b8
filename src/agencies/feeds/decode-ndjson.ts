/** JSON lines to raw rows; the last line says how many there were, and without it the feed broke off. */
import type { RawRow } from '../agency';
import { dayOf, modeOf, type RawRows } from '../delivery';
import { pick } from './decode-json';
import { decodeText } from './decode-text';
import { unreadable } from './unreadable';

const LONGEST_LINE = 1024 * 1024;
/** Looked at beside the allowed columns: the place of the line in the feed. */
const SEQ = 'seq';

interface LastLine {
  readonly asOf: string;
  readonly mode: ReturnType<typeof modeOf>;
  readonly lines: number;
}

/**
 * `after`: where the last poll ended. The lines of a feed are numbered one by one, so the next cursor is counted and
 * never believed: one wrong number would skip all that is yet to come. Null: a file, which may be any part of a feed.
 */
export async function* decodeNdjson(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly string[],
  after: number | null,
): RawRows {
  let last: LastLine | null = null;
  let number = 0;
  for await (const lines of linesOf(bytes)) {
    const rows: RawRow[] = [];
    for (const line of lines) {
      if (last !== null) {
        throw unreadable('末行之后还有内容');
      }
      last = readLastLine(line);
      if (last === null) {
        number += 1;
        const { [SEQ]: place, ...values } = pick(line, [...columns, SEQ]) ?? {};
        if (after !== null && place !== undefined && place !== after + number) {
          throw unreadable(`第 ${number} 行的 ${SEQ} 应为 ${after + number}：编号须逐行加一，不得缺行`);
        }
        rows.push({ number, values: Object.keys(values).length === 0 ? null : values });
      }
    }
    yield rows;
  }
  if (last === null) {
    throw unreadable('缺少末行，文件不完整');
  }
  if (last.lines !== number) {
    throw unreadable(`标明 ${last.lines} 行，实收 ${number} 行`);
  }
  return { asOf: last.asOf, mode: last.mode, cursor: after === null ? null : String(after + number) };
}

function readLastLine(line: string): LastLine | null {
  if (!line.includes('"end"')) {
    return null;
  }
  const values = pick(line, ['end', 'asOf', 'mode', 'lines']);
  if (values?.end !== true) {
    return null;
  }
  const asOf = dayOf(values.asOf);
  const mode = modeOf(values.mode);
  if (asOf === null || mode === null || typeof values.lines !== 'number') {
    throw unreadable('末行没有截止日期、方式或行数');
  }
  return { asOf, mode, lines: values.lines };
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let rest = '';
  for await (const text of decodeText(bytes)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) {
      throw unreadable('行过长，版式不符');
    }
    yield lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') {
    yield [rest];
  }
}
