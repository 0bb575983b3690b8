/** What a source gives for one column, in the form that is let in: whatever is nested deeper than a list stays outside. Pure. */
import type { Cell, Nested, Plain } from '../agency';

const NESTED: Nested = { nested: true };

const plainOf = (value: unknown): Plain | Nested =>
  typeof value === 'object' && value !== null ? NESTED : (value as Plain);

/** `value`: as a parser of JSON or XML gives it. */
export const cellOf = (value: unknown): Cell =>
  value === undefined ? undefined : Array.isArray(value) ? value.map(plainOf) : plainOf(value);
