/** The parameters of one statement: which value stands behind each $n, and how it is checked when it is bound. */
import type { FailureCode } from '../kernel/errors';
import type { PageSize } from './selection';
import type { EnvironmentName } from './shape';

/** An argument that no statement is written or run with: said to the caller, never to PostgreSQL. */
export class BadArgument extends Error {
  constructor(
    message: string,
    readonly code: Extract<FailureCode, 'INVALID_INPUT' | 'INVALID_CODE' | 'NOT_ALLOWED'> = 'INVALID_INPUT',
  ) {
    super(message);
    this.name = 'BadArgument';
  }
}

export type Arguments = Readonly<Record<string, unknown>>;

export type Parameter =
  | { readonly kind: 'environment'; readonly name: EnvironmentName }
  | {
      readonly kind: 'argument';
      readonly slot: number;
      readonly path: readonly string[];
      readonly type: string;
    }
  | { readonly kind: 'first'; readonly slot: number | null; readonly size: PageSize }
  | {
      readonly kind: 'after';
      readonly slot: number;
      readonly place: number;
      readonly types: readonly string[];
    };

export interface Values {
  /** Of each field with arguments, in the order in which they were met. */
  readonly slots: readonly Arguments[];
  readonly environment: Readonly<Record<EnvironmentName, unknown>>;
}

/** Hands out $1, $2 …; the same value asked for twice is one parameter. */
export class Parameters {
  readonly list: Parameter[] = [];
  readonly #places = new Map<string, string>();

  place(parameter: Parameter, type: string): string {
    const key = `${JSON.stringify(parameter)}::${type}`;
    const known = this.#places.get(key);
    if (known !== undefined) {
      return known;
    }
    this.list.push(parameter);
    const written = `$${this.list.length}::${type}`;
    this.#places.set(key, written);
    return written;
  }
}

export function argumentAt(values: Arguments | undefined, path: readonly string[]): unknown {
  let value: unknown = values;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) {
      return undefined;
    }
    value = (value as Arguments)[name];
  }
  return value ?? undefined;
}

export const isGiven = (values: Arguments | undefined, path: readonly string[]): boolean =>
  argumentAt(values, path) !== undefined;

/** How many rows a page may have: the argument, or what is usual. */
export function pageLimit(first: unknown, size: PageSize): number {
  if (first === undefined || first === null) {
    return size.usual;
  }
  if (typeof first !== 'number' || !Number.isInteger(first) || first < 1 || first > size.most) {
    throw new BadArgument(`first 应在 1 至 ${size.most} 之间。 first must be between 1 and ${size.most}.`);
  }
  return first;
}

/** A day of the calendar, of a year that a record can be of. */
export const isDay = (text: string): boolean => {
  const day = text.slice(0, 10);
  const time = /^[12]\d{3}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};

/** An instant of UTC, as PostgreSQL or JSON writes it. */
export const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(\+00|Z)$/.test(text) &&
  isDay(text) &&
  !Number.isNaN(Date.parse(text.replace(' ', 'T').replace('+00', 'Z')));

const matches = (form: RegExp) => (text: string) => form.test(text);

/** Which texts PostgreSQL takes for a value of the type: the others are refused before it has to. */
const FORMS: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
  bigint: matches(/^-?\d{1,18}$/),
  int: matches(/^-?\d{1,9}$/),
  numeric: matches(/^-?\d{1,18}(\.\d{1,6})?$/),
  boolean: matches(/^(true|false)$/),
  date: (text) => text.length === 10 && isDay(text),
  timestamptz: isInstant,
};

export const isForm = (text: string, type: string): boolean =>
  FORMS[type]?.(text) ?? !text.includes('\u0000');

const fits = (value: unknown, type: string): boolean => {
  const given = Array.isArray(value) ? value : [value];
  return given.every((one) => typeof one !== 'string' || isForm(one, type.replace('[]', '')));
};

function argumentValue(values: Values, parameter: Extract<Parameter, { kind: 'argument' }>): unknown {
  const value = argumentAt(values.slots[parameter.slot], parameter.path);
  if (!fits(value, parameter.type)) {
    const name = parameter.path.join('.');
    throw new BadArgument(`参数 ${name} 的写法不对。 The argument ${name} is not well formed.`);
  }
  return value;
}

/** The keys inside a cursor, as texts; PostgreSQL casts them to the types of their columns. */
function cursorKeys(after: unknown, types: readonly string[]): readonly string[] {
  const refused = () =>
    new BadArgument('after 不是本列表给出的游标。 after is not a cursor that this list gave.');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(String(after), 'base64url').toString('utf8'));
  } catch {
    throw refused();
  }
  const wellFormed = (key: unknown, place: number) =>
    typeof key === 'string' && fits(key, types[place] ?? '');
  if (!Array.isArray(read) || read.length !== types.length || !read.every(wellFormed)) {
    throw refused();
  }
  return read as string[];
}

function parameterValue(parameter: Parameter, values: Values): unknown {
  switch (parameter.kind) {
    case 'environment':
      return values.environment[parameter.name];
    case 'argument':
      return argumentValue(values, parameter);
    case 'first': {
      const given = parameter.slot === null ? undefined : values.slots[parameter.slot];
      return pageLimit(given?.first, parameter.size);
    }
    case 'after':
      return cursorKeys(values.slots[parameter.slot]?.after, parameter.types)[parameter.place];
    default:
      return parameter satisfies never;
  }
}

/** The values to send with a statement, in order. Throws BadArgument. */
export const bindValues = (list: readonly Parameter[], values: Values): unknown[] =>
  list.map((parameter) => parameterValue(parameter, values));
