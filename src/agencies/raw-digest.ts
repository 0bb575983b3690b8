/** The digest of a row as it was given: a row that was taken in before is known by it without being read again. Pure. */
import { hmacSha256, sha256Hex } from '../kernel/digest';
import type { Cell, RawRow, RecordType } from './agency';
import type { PersonKey } from './person';

/** Raise it whenever a reader makes something else of the same row, or refuses another; all rows are then read anew once. */
export const READER_VERSION = 1;

export type RawDigest = (values: NonNullable<RawRow['values']>) => string;

/** U+0000: a row with one in a cell is never taken in. */
const BETWEEN = '\u0000';

/**
 * In hex, over the allow-listed columns alone, in one order: where a row stands in a file, and what else the file holds,
 * is nothing to it. Where rows may name persons it is keyed, for a plain digest of a number can be found by trying.
 */
export function rawDigest(type: RecordType, key: PersonKey, version = READER_VERSION): RawDigest {
  const { agency, name, columns, namesPersons } = type;
  const reader = sha256Hex(JSON.stringify([version, agency, name, columns])).slice(0, 16);
  return (values) => {
    const text = reader + cellsText(values, columns);
    return namesPersons ? hmacSha256(key.commit, text).toString('hex') : sha256Hex(text);
  };
}

/** Cells that are all text, as those of a CSV are, one after the other; any others as JSON, which begins otherwise. */
function cellsText(values: Readonly<Record<string, Cell>>, columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    const cell = values[column] ?? '';
    if (typeof cell !== 'string') {
      return JSON.stringify(columns.map((name) => values[name] ?? ''));
    }
    text += BETWEEN + cell;
  }
  return text;
}
