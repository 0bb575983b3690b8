/** What each argument may hold, by its name, the same wherever it stands; said before anything is read or done. */
import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { type Arguments, BadArgument, isForm } from '../src/store/compile-parameters';
import { CODE_FAULTS, parseCode } from '../src/units/code';
import { isIntrospection } from './access';

type Bound =
  /** Characters; `least` 1: it must say something. */
  | { readonly kind: 'text'; readonly least: 0 | 1; readonly most: number }
  | { readonly kind: 'id'; readonly form: 'uuid' | 'bigint' }
  | { readonly kind: 'unitCode' };

interface Bounded {
  readonly bound: Bound;
  /** Of a list: how many. */
  readonly items?: number;
}

const word = (most: number): Bounded => ({ bound: { kind: 'text', least: 0, most } });
const said = (most: number): Bounded => ({ bound: { kind: 'text', least: 1, most } });
const uuid: Bounded = { bound: { kind: 'id', form: 'uuid' } };
const number: Bounded = { bound: { kind: 'id', form: 'bigint' } };
const unitCode: Bounded = { bound: { kind: 'unitCode' } };

/** Every argument and input field that is a text or an id; at start, one that is missing here stops it. */
const BOUNDS: Readonly<Record<string, Bounded>> = {
  id: uuid,
  roundId: uuid,
  caseId: uuid,
  candidateId: uuid,
  deliveryId: uuid,
  designationId: uuid,
  batchId: number,
  code: unitCode,
  unitCode,
  codes: { ...unitCode, items: 1_000 },
  unitCodes: { ...unitCode, items: 5_000 },
  after: word(400),
  regionCode: word(20),
  industry: word(20),
  localCode: word(64),
  nameContains: word(100),
  province: word(50),
  namingBody: said(200),
  subjectType: word(64),
  recordType: word(64),
  recipientId: word(64),
  action: word(64),
  actorId: word(128),
  subjectId: word(256),
  element: said(64),
  title: said(200),
  documentNo: said(100),
  reason: said(2_000),
  why: said(2_000),
  grounds: said(2_000),
  statement: said(2_000),
  note: word(2_000),
};

/** Lists of input objects. */
const MOST_OBJECTS = 20;

const refuse = (path: string, zh: string, en: string, code: BadArgument['code'] = 'INVALID_INPUT'): never => {
  throw new BadArgument(`参数 ${path}：${zh}。 The argument ${path} ${en}.`, code);
};

function checkedText(value: string, path: string, { least, most }: Extract<Bound, { kind: 'text' }>): string {
  // Such characters cannot be stored, or come back as others.
  if (/[\0\p{Cs}]/u.test(value)) {
    return refuse(path, '含有无法保存的字符', 'holds characters that cannot be stored');
  }
  if (value.length > most) {
    return refuse(
      path,
      `最多 ${most} 字，现为 ${value.length} 字`,
      `may have ${most} characters, not ${value.length}`,
    );
  }
  if (least > 0 && value.trim() === '') {
    return refuse(path, '不能为空', 'must not be blank');
  }
  return value;
}

function checkedCode(value: string, path: string): string {
  const parsed = parseCode(value.slice(0, 100));
  if (parsed.ok) {
    return parsed.code;
  }
  const named = `${path} “${value.slice(0, 40)}”`;
  return refuse(named, CODE_FAULTS[parsed.reason], FAULTS_IN_ENGLISH[parsed.reason], 'INVALID_CODE');
}

const FAULTS_IN_ENGLISH: Readonly<Record<keyof typeof CODE_FAULTS, string>> = {
  EMPTY: 'is empty',
  LENGTH: 'has not 18 characters',
  LETTER_I_OR_O: 'holds the letter I or O, which no code has',
  ALPHABET: 'holds a character that no code has',
  REGION_DIGITS: 'has no digits at the places 3 to 8',
  CHECK_DIGIT: 'has a check digit that does not fit',
};

function checkedScalar(value: unknown, path: string, bound: Bound): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  switch (bound.kind) {
    case 'text':
      return checkedText(value, path, bound);
    case 'unitCode':
      return checkedCode(value, path);
    case 'id':
      return isForm(value, bound.form) ? value : refuse(path, '不是编号', 'is no id');
    default:
      return bound satisfies never;
  }
}

function checkedList(
  value: readonly unknown[],
  path: string,
  most: number,
  one: (item: unknown, at: string) => unknown,
) {
  if (value.length > most) {
    return refuse(
      path,
      `最多 ${most} 项，现为 ${value.length} 项`,
      `may have ${most} items, not ${value.length}`,
    );
  }
  return value.map((item, place) => one(item, `${path}[${place}]`));
}

const bare = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);

function checkedValue(declared: GraphQLInputType, name: string, value: unknown, path: string): unknown {
  const type = bare(declared);
  if (value === null || value === undefined) {
    return value;
  }
  if (isListType(type)) {
    const most = BOUNDS[name]?.items ?? MOST_OBJECTS;
    return checkedList(value as readonly unknown[], path, most, (item, at) =>
      checkedValue(type.ofType, name, item, at),
    );
  }
  if (isInputObjectType(type)) {
    return checkedFields(Object.values(type.getFields()), value as Arguments, `${path}.`);
  }
  const bounded = BOUNDS[name];
  return bounded === undefined ? value : checkedScalar(value, path, bounded.bound);
}

type Declared = Pick<GraphQLArgument, 'name' | 'type'>;

function checkedFields(declared: readonly Declared[], values: Arguments, below: string): Arguments {
  const checked: Record<string, unknown> = { ...values };
  for (const { name, type } of declared) {
    if (Object.hasOwn(values, name)) {
      checked[name] = checkedValue(type, name, values[name], `${below}${name}`);
    }
  }
  return checked;
}

/** The arguments as they are used from here on: codes in capitals. Throws BadArgument, which names what does not hold. */
export const checkedArguments = (declared: readonly GraphQLArgument[], values: Arguments): Arguments =>
  checkedFields(declared, values, '');

function unbounded({ name, type }: Declared, seen: Set<string>): string[] {
  const inner = bare(type);
  if (isListType(inner)) {
    return unbounded({ name, type: inner.ofType }, seen);
  }
  if (isInputObjectType(inner)) {
    const known = seen.has(inner.name);
    seen.add(inner.name);
    return known ? [] : Object.values(inner.getFields()).flatMap((field) => unbounded(field, seen));
  }
  const text = isScalarType(inner) && (inner.name === 'String' || inner.name === 'ID');
  return text && BOUNDS[name] === undefined ? [name] : [];
}

/** At start: no text comes in whose length nobody has thought of. */
export function checkBounds(schema: GraphQLSchema): void {
  const seen = new Set<string>();
  const names = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospection(type))
    .flatMap((type) => Object.values(type.getFields()))
    .flatMap(({ args }) => args)
    .flatMap((argument) => unbounded(argument, seen));
  const missing = [...new Set(names)];
  if (missing.length > 0) {
    throw new TypeError(`Nobody said how long these arguments may be: ${missing.join(', ')}`);
  }
}
