/** The expression language of conditions: CEL with typed names, exact decimals and dates; unknown is a third answer. Pure. */
import { Environment, type ParseResult } from '@marcbachmann/cel-js';
import { addDays } from '../calendar/gregorian';
import { addMonths } from '../calendar/months';
import { Decimal } from './decimal';

export type ValueType = 'BOOL' | 'INT' | 'DECIMAL' | 'DATE' | 'TEXT' | 'DATES';

const CEL_TYPES: Readonly<Record<ValueType, string>> = {
  BOOL: 'bool',
  INT: 'int',
  DECIMAL: 'Decimal',
  DATE: 'string',
  TEXT: 'string',
  DATES: 'list<string>',
};

/** What an expression may name: the type of each fact and material field, and the value of each parameter. */
export interface Vocabulary {
  readonly variables: Readonly<Record<string, ValueType>>;
  readonly constants: Readonly<Record<string, { readonly type: ValueType; readonly value: unknown }>>;
}

/** True, false, or null: what would decide it is unknown. */
export type Answer = boolean | null;

export type Context = Readonly<Record<string, unknown>>;

export interface Expression {
  readonly text: string;
  /** The facts and fields that it reads, in order. */
  readonly reads: readonly string[];
  readonly constants: readonly string[];
  ask(context: Context): Answer;
}

export const toCel = (type: ValueType, value: unknown): unknown => {
  switch (type) {
    case 'INT':
      return BigInt(value as number);
    case 'DECIMAL':
      return Decimal.parse(String(value));
    case 'BOOL':
    case 'DATE':
    case 'TEXT':
    case 'DATES':
      return value;
    default:
      return type satisfies never;
  }
};

const memory = new Map<string, string>();
const MOST_REMEMBERED = 1_000;

/** The same few days are asked for each unit of a round. */
function remembered(key: string, work: () => string): string {
  const known = memory.get(key);
  if (known !== undefined) {
    return known;
  }
  if (memory.size >= MOST_REMEMBERED) {
    memory.clear();
  }
  const result = work();
  memory.set(key, result);
  return result;
}

export const monthsBefore = (date: string, months: number): string =>
  remembered(`${date} -${months}m`, () => addMonths(date, -months));

function baseEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false });
  environment.registerFunction('monthsBefore(string, int): string', (date: string, months: bigint) =>
    monthsBefore(date, Number(months)),
  );
  environment.registerFunction('daysBefore(string, int): string', (date: string, days: bigint) =>
    remembered(`${date} -${days}d`, () => addDays(date, -Number(days))),
  );
  environment.registerType('Decimal', { ctor: Decimal, fields: {} });
  environment.registerOperator(
    'Decimal + Decimal',
    (a: Decimal, b: Decimal) => new Decimal(a.hundredths + b.hundredths),
  );
  environment.registerOperator(
    'Decimal - Decimal',
    (a: Decimal, b: Decimal) => new Decimal(a.hundredths - b.hundredths),
  );
  environment.registerOperator('Decimal * int', (a: Decimal, b: bigint) => new Decimal(a.hundredths * b));
  environment.registerOperator(
    'Decimal >= Decimal',
    (a: Decimal, b: Decimal) => a.hundredths >= b.hundredths,
  );
  environment.registerOperator('Decimal > Decimal', (a: Decimal, b: Decimal) => a.hundredths > b.hundredths);
  environment.registerOperator(
    'Decimal <= Decimal',
    (a: Decimal, b: Decimal) => a.hundredths <= b.hundredths,
  );
  environment.registerOperator('Decimal < Decimal', (a: Decimal, b: Decimal) => a.hundredths < b.hundredths);
  environment.registerOperator('Decimal == int', (a: Decimal, b: bigint) => a.hundredths === b * 100n);
  return environment;
}

const BASE = baseEnvironment();

/** Compiles once; returns the reason as text when the expression cannot be used. */
export function compileExpression(text: string, vocabulary: Vocabulary): Expression | string {
  const environment = BASE.clone();
  for (const [name, type] of Object.entries(vocabulary.variables)) {
    environment.registerVariable(name, CEL_TYPES[type]);
  }
  for (const [name, { type, value }] of Object.entries(vocabulary.constants)) {
    environment.registerConstant(name, CEL_TYPES[type], toCel(type, value));
  }
  const checked = environment.check(text);
  if (!checked.valid) {
    return (checked.error?.message ?? 'cannot be read').split('\n')[0] ?? 'cannot be read';
  }
  if (checked.type !== 'bool') {
    return `gives ${checked.type}, not true or false`;
  }
  const program = environment.parse(text);
  const names = namesIn(program.ast);
  const reads = names.filter((name) => name in vocabulary.variables);
  return {
    text,
    reads,
    constants: names.filter((name) => name in vocabulary.constants),
    ask: asker(program, reads, /&&|\|\||\?/.test(text)),
  };
}

/**
 * Three answers (Kleene): `known || unknown` is true when the known part is. CEL has it so: an error on one side of
 * `&&` or `||` is absorbed by the other. Where nothing could absorb it, the program is not even run.
 */
function asker(program: ParseResult, reads: readonly string[], absorbs: boolean): Expression['ask'] {
  return (context) => {
    const complete = reads.every((name) => context[name] !== undefined);
    if (complete) {
      return program(context) as boolean;
    }
    if (!absorbs) {
      return null;
    }
    try {
      return program(context) as boolean;
    } catch {
      return null;
    }
  };
}

interface Node {
  readonly op: string;
  readonly args: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** Every name in the expression, once, in order of its first place. */
function namesIn(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) {
    for (const part of node) namesIn(part, found);
  } else if (isNode(node)) {
    if (node.op === 'id' && typeof node.args === 'string' && !found.includes(node.args)) {
      found.push(node.args);
    }
    namesIn(node.args, found);
  }
  return found;
}
