/** Scalars of the hub: the JSON text is what the compiler wrote; a variable is checked before it is bound. */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDay, isInstant } from '../src/store/compile-parameters';

interface TextScalar {
  readonly name: string;
  readonly description: string;
  readonly form: RegExp;
  /** The form is right; is the value? */
  readonly holds?: (text: string) => boolean;
  readonly write?: (value: unknown) => string;
}

function textScalar(scalar: TextScalar): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    if (typeof value !== 'string' || !scalar.form.test(value) || scalar.holds?.(value) === false) {
      throw new GraphQLError(`${scalar.name} 的写法不对：${scalar.description}`);
    }
    return value;
  };
  return new GraphQLScalarType<string, string>({
    name: scalar.name,
    description: scalar.description,
    serialize: (value) => check(scalar.write?.(value) ?? value),
    parseValue: check,
    parseLiteral: (node: ValueNode) => check(node.kind === Kind.STRING ? node.value : null),
  });
}

export const DateScalar = textScalar({
  name: 'Date',
  description: '日期，YYYY-MM-DD，按北京时间。 A calendar day, YYYY-MM-DD, in Asia/Shanghai.',
  form: /^\d{4}-\d{2}-\d{2}$/,
  holds: isDay,
});

export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description: '时刻，UTC，精确到毫秒，如 2026-11-21T08:00:00.000Z。 An instant in UTC to the millisecond.',
  form: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/,
  holds: isInstant,
  write: (value) => (value instanceof Date ? value.toISOString() : String(value)),
});

export const BigIntScalar = textScalar({
  name: 'BigInt',
  description: '整数，以文本表示，不丢精度。 A whole number as text, so that no digit is lost.',
  form: /^-?\d{1,19}$/,
});

export const DecimalScalar = textScalar({
  name: 'Decimal',
  description: '小数，以文本表示，不丢精度。 A decimal number as text, so that no digit is lost.',
  form: /^-?\d+(\.\d+)?$/,
});
