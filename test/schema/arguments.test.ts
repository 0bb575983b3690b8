/** Promises of arguments: whatever is given, it is answered in words that name it; nothing of it fails inside. */
import * as fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { checkedArguments } from '../../schema/bounds';
import { hubSchema } from '../../schema/build';
import { BadArgument } from '../../src/store/compile-parameters';
import { codeOf, uuidOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let gateway: Asker;
let logged: jest.SpyInstance;

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway();
  logged = jest.spyOn(rig.store.logger, 'error');
});
afterAll(() => rig?.close());

const cursorOf = (...keys: unknown[]) => Buffer.from(JSON.stringify(keys)).toString('base64url');

const TEXTS = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '-',
  "'; drop table unit; --",
  '%_\\',
  '99999999999999999999999999',
  '-1',
  '1e9',
  'NaN',
  '2999-13-45',
  '0000-01-01',
  '2023-02-29',
  '2026-11-21T99:99:99.000Z',
  '2026-11-21T08:00:00.000Z',
  '2026-11-21',
  uuidOf(16, 1001),
  codeOf(1),
  codeOf(1).toLowerCase(),
  '长'.repeat(3_000),
  cursorOf('1'),
  cursorOf('2999-13-45', uuidOf(2, 11)),
  cursorOf('2026-11-21 25:00:00+00', uuidOf(2, 11)),
  cursorOf('0000-00-00', 'x'),
  cursorOf('a\u0000', '\ud800'),
  cursorOf('999999999999999999999'),
  cursorOf(null),
];
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 40 }));
const anyInt = fc.constantFrom(0, 1, -1, 20, 101, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1e300, 0.5);

function values(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) {
    return values(type.ofType);
  }
  if (isListType(type)) {
    return fc.array(values(type.ofType), { maxLength: 3 });
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const required = fields.filter(({ type: own }) => isNonNullType(own)).map(({ name }) => name);
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, values(field.type)])), {
      requiredKeys: required,
    });
  }
  if (isEnumType(type)) {
    return fc.constantFrom(...type.getValues().map(({ name }) => name));
  }
  switch (type.name) {
    case 'Int':
      return anyInt;
    case 'Boolean':
      return fc.boolean();
    default:
      return text;
  }
}

const givenTo = (args: readonly GraphQLArgument[]) =>
  fc.record(Object.fromEntries(args.map((argument) => [argument.name, values(argument.type)])), {
    requiredKeys: args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  });

/** Something of each page, so that every argument comes to the database. */
function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  const pages = (isUnionType(type) ? type.getTypes() : []).filter(({ name }) => name.endsWith('Connection'));
  const own = pages.map(
    ({ name }) => `... on ${name} { totalCount edges { cursor } pageInfo { hasNextPage } }`,
  );
  return `{ __typename ${own.join(' ')} ... on Problem { problem message hint } }`;
}

const ROOTS = (['Query', 'Mutation'] as const).flatMap((kind) => {
  const type = hubSchema().getType(kind);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.filter(({ args }) => args.length > 0).map((field) => [kind, field.name, field] as const);
});

test.each(ROOTS)('%s.%s', async (kind, name, field) => {
  const declared = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = field.args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const query = `${kind.toLowerCase()} (${declared}) { ${name}(${passed}) ${selectionOf(field)} }`;
  await fc.assert(
    fc.asyncProperty(givenTo(field.args), async (variables) => {
      logged.mockClear();
      const { status, errors, data } = await gateway.ask<Record<string, { problem?: string; hint?: string }>>(
        query,
        variables as object,
        'city',
      );
      expect(logged).not.toHaveBeenCalled();
      const codes = (errors ?? []).map(({ extensions }) => extensions.code);
      expect([status, codes]).toEqual(
        errors === undefined ? [200, []] : [400, codes.map(() => 'BAD_USER_INPUT')],
      );
      const said = data?.[name];
      expect(said?.problem === undefined || /\p{Script=Han}/u.test(said.hint ?? '')).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('what is larger than a request may be is not read', async () => {
  const { status } = await gateway.ask('query ($c: String!) { unit(code: $c) { __typename } }', {
    c: 'x'.repeat(1_000_000),
  });
  expect(status).toBe(413);
});

describe('the code of a unit', () => {
  const QUERY =
    'query ($c: String!) { unit(code: $c) { __typename ... on Unit { code } ... on Problem { problem message hint } } }';
  const said = async (code: string) =>
    (await gateway.ask<{ unit: Record<string, string> }>(QUERY, { c: code })).data.unit;

  test('small letters and blanks are taken for what they stand for', async () => {
    const code = codeOf(7);
    for (const written of [code, code.toLowerCase(), ` ${code.slice(0, 8)} ${code.slice(8)} `]) {
      expect(await said(written)).toEqual({ __typename: 'Unit', code });
    }
  });

  const wrong = codeOf(7).replace(/.$/, (last) => (last === '1' ? '2' : '1'));
  test.each([
    ['', '未提供代码'],
    ['91371000', '长度'],
    [codeOf(7).replace('MAT', 'MIT'), 'I 或 O'],
    [codeOf(7).replace('MAT', 'MA-'), '字符'],
    [wrong, '校验位'],
  ])('%j is refused with what is wrong: %s', async (code, words) => {
    const answer = await said(code);
    expect(answer).toMatchObject({ __typename: 'InvalidInput', problem: 'INVALID_CODE' });
    expect(answer.message).toContain(words);
    expect(answer.hint).toContain('18');
  });

  test('a valid one that nobody has is not found', async () => {
    expect(await said(codeOf(999_999))).toMatchObject({ problem: 'NOT_FOUND' });
  });
});

describe('bounds', () => {
  const argumentsOf = (kind: string, name: string) => {
    const type = hubSchema().getType(kind);
    return isObjectType(type) ? (type.getFields()[name]?.args ?? []) : [];
  };
  const round = { title: '专项', forBody: 'office', reason: '投诉集中' };
  const checked = (input: object) => checkedArguments(argumentsOf('Mutation', 'triggerReview'), { input });

  test.each([
    [{ ...round, reason: '' }, 'input.reason'],
    [{ ...round, reason: '　' }, 'input.reason'],
    [{ ...round, reason: '长'.repeat(2_001) }, 'input.reason'],
    [{ ...round, title: '长'.repeat(201) }, 'input.title'],
    [{ ...round, unitCodes: Array(5_001).fill(codeOf(1)) }, 'input.unitCodes'],
    [{ ...round, unitCodes: [codeOf(1), codeOf(2), '乱'] }, 'input.unitCodes[2]'],
  ])('%#: the argument is named', (input, path) => {
    expect(() => checked(input)).toThrow(BadArgument);
    expect(() => checked(input)).toThrow(`参数 ${path}`);
  });

  test('what keeps to them goes through, codes in capitals', () => {
    const most = {
      ...round,
      reason: '长'.repeat(2_000),
      unitCodes: Array(5_000).fill(codeOf(1).toLowerCase()),
    };
    const { input } = checked(most) as { input: { unitCodes: string[] } };
    expect(new Set(input.unitCodes)).toEqual(new Set([codeOf(1)]));
  });
});
