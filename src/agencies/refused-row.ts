/** What is kept of a row that was refused: enough to find and to mend it, nothing that may be a person's name or number. */
import type { z } from 'zod';
import { personalNumberIn } from '../kernel/free-text';
import { normaliseName } from '../units/name';
import type { Cell, ReadRow } from './agency';
import { isExact } from './column-check';
import * as fields from './fields';

export type Given = Readonly<Record<string, Cell>>;

/** Stands where something was left out. */
export const HIDDEN = '已隐去';

/** U+0000 and halves of surrogate pairs: PostgreSQL text holds neither. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: U+0000 is what is looked for
const UNSTORABLE = /\u0000|\p{Surrogate}/u;
/** Asked of every cell: few hold a half of any pair, and to look for the lone ones takes longer. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: U+0000 is what is looked for
const SUSPECT = /[\u0000\ud800-\udfff]/;
export const isBroken = (value: unknown): boolean =>
  typeof value === 'string' && SUSPECT.test(value) && UNSTORABLE.test(value);

/** A cell that is not text in the agreed encoding is kept in hex: a number in it reads as it would have been read. */
const wordsOf = (cell: unknown): string =>
  typeof cell === 'object' && cell !== null && 'undecodable' in cell
    ? Buffer.from(String(cell.undecodable), 'hex').toString('latin1')
    : String(cell);

const holdsNumber = (cell: Cell): boolean =>
  (Array.isArray(cell) ? cell : [cell]).some((one) => personalNumberIn(wordsOf(one)) !== null);

const masked = (cell: Cell): Cell => (holdsNumber(cell) ? HIDDEN : cell);

const maybe = (schema: z.ZodType<string>, cell: Cell): string | null => {
  const read = schema.safeParse(cell);
  return read.success && !isBroken(read.data) ? read.data : null;
};

/** What is asked of a record type: its columns by their use, and the check of each. */
interface Refusable {
  readonly envelope: {
    readonly key: string;
    readonly code: string;
    readonly organisationCode?: string;
    readonly name: string;
    readonly mayNamePersons?: boolean;
  };
  readonly checks: Readonly<Record<string, z.ZodType>>;
  readonly persons: readonly unknown[];
}

type Refusal = (number: number, given: Given, field: string, reason: string) => ReadRow;

export function makeRefusal({ envelope, checks, persons }: Refusable): Refusal {
  const exact = new Set(Object.keys(checks).filter((column) => checks[column] && isExact(checks[column])));
  const onPersons = persons.length > 0 || envelope.mayNamePersons === true;
  const keep = (given: Given, column: string): Cell =>
    exact.has(column) && checks[column]?.safeParse(given[column]).success === true
      ? masked(given[column])
      : HIDDEN;
  return (number, given, field, reason) => {
    // A cell that slid into the wrong column brings its neighbours along: where one is a person's number, a text may be the name.
    const personal = onPersons || Object.values(given).some(holdsNumber);
    const kept = Object.keys(given).map((column) => [column, personal ? keep(given, column) : given[column]]);
    const name = maybe(fields.unitName, given[envelope.name]);
    return {
      ok: false,
      row: {
        number,
        sourceKey: maybe(fields.key, given[envelope.key]),
        unitCode: maybe(fields.employerCode, given[envelope.code]),
        organisationCode: maybe(fields.organisationCode, given[envelope.organisationCode ?? '']),
        nameNormalised: name === null ? null : normaliseName(name),
        field,
        reason,
        bytes: Buffer.from(JSON.stringify(Object.fromEntries(kept))),
      },
    };
  };
}
