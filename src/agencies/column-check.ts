/** The check of one column; what it makes of words that come again and again is remembered. Pure but for that memory. */
import type { z } from 'zod';
import type { Cell } from './agency';

export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reasons: readonly string[] };

/** Days, grades, branches, small numbers. Longer cells are mostly given once, and so are those after so many others. */
const LONGEST_WORD = 12;
const MOST_WORDS = 500;

/** A column of a fixed form, such as a day, a code or one of our words: what passes the check there is no name. */
export const isExact = (schema: z.ZodType): boolean => !schema.safeParse('任意文字').success;

/** The same answer as the schema's for every cell, a blank one (undefined) included. */
export function columnCheck(schema: z.ZodType): (cell: Cell) => Checked {
  const known = new Map<string, Checked>();
  const blank = check(schema, undefined);
  const remembers = isExact(schema);
  return (cell) => {
    if (cell === undefined) {
      return blank;
    }
    if (!remembers || typeof cell !== 'string' || cell.length > LONGEST_WORD) {
      return check(schema, cell);
    }
    const before = known.get(cell);
    if (before !== undefined) {
      return before;
    }
    const checked = check(schema, cell);
    if (known.size < MOST_WORDS) {
      known.set(cell, checked);
    }
    return checked;
  };
}

function check(schema: z.ZodType, cell: Cell): Checked {
  const parsed = schema.safeParse(cell);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, reasons: parsed.error.issues.map(({ message }) => message) };
}
