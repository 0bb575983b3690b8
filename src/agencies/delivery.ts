/** One delivery on its way in: rows in chunks, and what its end says about the whole. */
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

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const dayOf = (word: unknown): string | null =>
  typeof word === 'string' && DAY.test(word) ? word : null;
