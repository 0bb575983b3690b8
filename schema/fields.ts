/** Short names for the field decorators: what a field is, and its description (Chinese first, then English). */
import { Args, Field, ID, Int, Query, registerEnumType } from 'type-graphql';
import { BigIntScalar, DateScalar, DateTimeScalar, DecimalScalar } from './scalars';

/** `OPTIONAL`: null where there is no value, or where the actor may not see it. */
export const OPTIONAL = true;

type Kind = () => never;

const scalar =
  (type: () => unknown) =>
  (description: string, nullable = false) =>
    Field(type as Kind, { description, nullable });

export const id = scalar(() => ID);
export const text = scalar(() => String);
export const texts = scalar(() => [String]);
export const whole = scalar(() => Int);
export const yesNo = scalar(() => Boolean);
export const day = scalar(() => DateScalar);
export const instant = scalar(() => DateTimeScalar);
export const amount = scalar(() => DecimalScalar);
export const number64 = scalar(() => BigIntScalar);

/** A value of a closed list. */
export const word = (values: object, description: string, nullable = false) =>
  Field(() => values, { description, nullable });

export const object = (type: () => unknown, description: string, nullable = false) =>
  Field(type as Kind, { description, nullable });

export const listOf = (type: () => unknown) => () => [type()];

export const list = (type: () => unknown, description: string, nullable = false) =>
  object(listOf(type), description, nullable);

interface LinkedOptions {
  /** A class of arguments (`@ArgsType`). */
  readonly args?: new () => object;
  readonly nullable?: boolean;
}

/** A field that leads to other rows, with arguments where it has any; answered by the link of the same name. */
export function linked(
  type: () => unknown,
  description: string,
  { args, nullable = false }: LinkedOptions = {},
): PropertyDecorator {
  return (prototype, key) => {
    Field(type as Kind, { description, nullable })(prototype, key);
    if (args !== undefined) {
      Args(() => args)(prototype, key, 0);
    }
  };
}

/** A root field of Query; its link stands in `entities.ts` under the same name, its guard in `@Access`. */
export function root(type: () => unknown, description: string, args?: new () => object): PropertyDecorator {
  return (prototype, key) => {
    Query(type as Kind, { description })(prototype, key, {});
    if (args !== undefined) {
      Args(() => args)(prototype, key, 0);
    }
  };
}

/** Gives a type of another area fields that lead here, so that no area's types need to know who refers to them. */
export function extend(
  type: { readonly prototype: object },
  fields: Readonly<Record<string, PropertyDecorator>>,
): void {
  for (const [name, decorate] of Object.entries(fields)) {
    decorate(type.prototype, name);
  }
}

/** A closed list of words, the same in the tables and in the schema; each word with its description. */
export function words<Name extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Name, string>>,
): Readonly<Record<Name, Name>> {
  const names = Object.keys(values) as Name[];
  const entries = Object.fromEntries(names.map((value) => [value, value])) as Record<Name, Name>;
  registerEnumType(entries, {
    name,
    description,
    valuesConfig: Object.fromEntries(names.map((value) => [value, { description: values[value] }])) as Record<
      Name,
      { description: string }
    >,
  });
  return entries;
}
