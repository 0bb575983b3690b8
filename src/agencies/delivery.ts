/** One delivery on its way in: rows in chunks, and what its end says about the whole. */
import { addDays, isCalendarDate } from '../calendar/gregorian';
import { fail, ok, type Result } from '../kernel/result';
import type { Mode, RawRow, RecordType } from './agency';

/** What only the end of a document, or of the last page, can say. Null: it says nothing about it. */
export interface DeliveryEnd {
  /** The day up to which the source is complete. */
  readonly asOf: string | null;
  readonly mode: Mode | null;
  /** Where the next poll goes on. */
  readonly cursor: string | null;
}

export type RawRows = AsyncGenerator<readonly RawRow[], DeliveryEnd, undefined>;

export interface Delivery {
  readonly recordType: RecordType;
  /** A file name or an address, never with a secret in it. */
  readonly source: string;
  /** Of the whole file, where there is one; null: worked out from the rows. */
  readonly digest: Buffer | null;
  readonly asOf: string | null;
  readonly mode: Mode | null;
  /** Its day stands in the document itself, so it must be read even when its bytes are those of the last one. */
  readonly selfDated: boolean;
  /** Ends by throwing SOURCE_UNREADABLE when the document is not whole; then nothing of it counts. */
  readonly rows: RawRows;
}

const MODES: Readonly<Record<string, Mode>> = { full: 'FULL', delta: 'DELTA', 全量: 'FULL', 增量: 'DELTA' };

export const modeOf = (word: unknown): Mode | null =>
  typeof word === 'string' ? (MODES[word] ?? null) : null;

export const dayOf = (word: unknown): string | null =>
  typeof word === 'string' && isCalendarDate(word) ? word : null;

/** The last day up to which a source can be complete: today, or tomorrow where its clock runs ahead of ours. */
export const latestAsOf = (today: string): string => addDays(today, 1);

/** The day up to which a list is said to be complete. A day to come would make its feed fresh until then. */
export function parseAsOf(text: string, today: string): Result<string> {
  const day = text.trim();
  if (!isCalendarDate(day)) {
    return fail(
      'INVALID_INPUT',
      `截止日期“${day.slice(0, 40)}”不是日期`,
      '应为实际存在的日期，写作 YYYY-MM-DD',
    );
  }
  return day <= latestAsOf(today)
    ? ok(day)
    : fail('INVALID_INPUT', `截止日期 ${day} 尚未到来（今天是 ${today}）`, '请核对截止日期，改正后重新交付');
}
