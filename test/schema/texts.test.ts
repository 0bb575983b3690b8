/** Promises: the committed schema is what the code builds; every word of it is described, Chinese first, then English. */
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { hubSchema } from '../../schema/build';
import { problems } from '../../schema/emit';
import { printed, unnamedBreakings } from '../../schema/printed';

interface Described {
  readonly name: string;
  readonly description?: string | null;
}

function partsOf(type: GraphQLNamedType): [string, Described][] {
  if (isEnumType(type)) {
    return type.getValues().map((value) => [`${type.name}.${value.name}`, value]);
  }
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) {
    return [];
  }
  return Object.values(type.getFields()).flatMap((field): [string, Described][] => {
    const given: readonly Described[] = 'args' in field ? field.args : [];
    const args = given.map((one): [string, Described] => [`${type.name}.${field.name}(${one.name})`, one]);
    return [[`${type.name}.${field.name}`, field], ...args];
  });
}

const words = (): [string, Described][] =>
  Object.values(hubSchema().getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [
      ...(['Query', 'Mutation', 'Subscription'].includes(type.name)
        ? []
        : [[type.name, type] as [string, Described]]),
      ...partsOf(type),
    ]);

test('every type, field, argument and word is described in Chinese, then in English', () => {
  const TWO = /^[^A-Za-z]*\p{Script=Han}[\s\S]*[。；，] ?[\s\S]*[A-Za-z]{2,}/u;
  const lacking = words()
    .filter(([, { description }]) => !TWO.test(description ?? ''))
    .map(([name, { description }]) => `${name}: ${description ?? '(none)'}`);
  expect(words().length).toBeGreaterThan(700);
  expect(lacking).toEqual([]);
});

test('schema.graphql is committed as the code builds it, and nothing released was broken without a word', () => {
  expect(problems()).toEqual([]);
});

test('a breaking change must be named', () => {
  const schema = hubSchema();
  const released = printed(schema).replace(
    'type Unit {',
    'type Unit {\n  """以前有。 It was there."""\n  gone: String\n',
  );
  const [breaking = ''] = unnamedBreakings(released, schema, '');
  expect(breaking).toMatch(/Unit\.gone/);
  expect(unnamedBreakings(released, schema, `- ${breaking} 说明 why`)).toEqual([]);
  const added = printed(schema).replace(
    '  """行业门类（A–T）。 Industry section (A–T)."""\n  industry: String\n',
    '',
  );
  expect(unnamedBreakings(added, schema, '')).toEqual([]);
});
