/** Promises of limits: a bad argument is said by its root, and what asks for too much is refused before anything is read. */
import { getIntrospectionQuery } from 'graphql';
import { openClient } from '../../src/store/connection';
import { poolOf } from '../../src/store/transaction';
import { codeOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let gateway: Asker;

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway();
});
afterAll(() => rig?.close());

describe('bad arguments', () => {
  const BAD: [string, string, object][] = [
    ['first too large', '{ units(first: 101) { ... on Problem { problem message } } }', {}],
    ['first zero', 'query ($n: Int) { units(first: $n) { ... on Problem { problem message } } }', { n: 0 }],
    [
      'first below a row',
      `{ unit(code: "${codeOf(1)}") { ... on Unit { flags(first: 1000) { totalCount edges { cursor } } } ... on Problem { problem message } } }`,
      {},
    ],
    [
      'no cursor',
      '{ units(after: "%%%") { ... on UnitConnection { pageInfo { hasNextPage } } ... on Problem { problem message } } }',
      {},
    ],
    [
      'a cursor of another list',
      '{ designations(after: "WyIxIl0") { ... on DesignationConnection { pageInfo { hasNextPage } } ... on Problem { problem message } } }',
      {},
    ],
    [
      'a cursor with a key of another type',
      `{ units(after: "${Buffer.from('["1; drop"]').toString('base64url')}") { ... on UnitConnection { pageInfo { hasNextPage } } ... on Problem { problem message } } }`,
      {},
    ],
    ['an id that is none', '{ reviewCase(id: "x") { ... on Problem { problem message } } }', {}],
  ];
  test.each(BAD)('%s: the root says so, in both lanes alike', async (_name, query, variables) => {
    const plain = await rig.gateway({ fast: false });
    const said = await gateway.text(query, variables, 'admin');
    expect(said).toContain('"problem":"INVALID_INPUT"');
    expect(await plain.text(query, variables, 'admin')).toBe(said);
  });

  test('a variable of the wrong type is a request error', async () => {
    const { status, errors } = await gateway.ask('query ($n: Int) { units(first: $n) { __typename } }', {
      n: 'many',
    });
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
});

describe('too much', () => {
  const deep = (levels: number): string => (levels === 0 ? 'name' : `parks { ${deep(levels - 1)} }`);
  const bomb = Array.from(
    { length: 12 },
    (_, n) => `fragment F${n} on Unit { ${n === 11 ? 'name' : `...F${n + 1} ...F${n + 1} ...F${n + 1}`} }`,
  ).join(' ');
  /** More roots than are allowed, each by its own name: the real ones twice over. */
  const ROOTS = ['health', 'me', 'unit', 'units', 'flags', 'batches', 'feeds'].flatMap((name) => [
    name,
    name,
    name,
  ]);
  const LARGE: [string, string][] = [
    ['depth', `{ unit(code: "x") { ... on Unit { ${deep(20)} } } }`],
    ['aliases', `{ health { ${Array.from({ length: 61 }, (_, n) => `a${n}: today`).join(' ')} } }`],
    ['roots', `{ ${Array.from({ length: 21 }, (_, n) => `a${n}: health { today }`).join(' ')} }`],
    ['fields through fragments', `{ unit(code: "x") { ... on Unit { ...F0 } } } ${bomb}`],
    [
      'rows',
      '{ units(first: 100) { ... on UnitConnection { edges { node { members(first: 100) { edges { node { flags(first: 100) { edges { node { id } } } } } } } } } } }',
    ],
    [
      'roots in a fragment',
      `{ ...R } fragment R on Query { ${ROOTS.map((name) => `${name} { __typename }`).join(' ')} }`,
    ],
    [
      'the schema under many names',
      `{ ${Array.from({ length: 50 }, (_, n) => `a${n}: __schema { types { name fields { name } } }`).join(' ')} }`,
    ],
    [
      'one schema with many names in it',
      `{ __schema { ${Array.from({ length: 50 }, (_, n) => `a${n}: types { name fields { name } }`).join(' ')} } }`,
    ],
    ['the depth of a type', `{ __type(name: "Unit") { ${'ofType { '.repeat(20)} name ${'}'.repeat(20)} } }`],
    ['one field very often', `{ health { ${'today '.repeat(3_900)} } }`],
    [
      'rows beside introspection',
      '{ __schema { queryType { name } } units(first: 100) { ... on UnitConnection { edges { node { members(first: 100) { edges { node { flags(first: 100) { edges { node { id } } } } } } } } } } }',
    ],
  ];
  test.each(LARGE)('%s is refused as TOO_COMPLEX', async (_name, query) => {
    const begun = Date.now();
    const { status, errors, data } = await gateway.ask(query);
    expect([status, errors?.[0]?.extensions.code, data]).toEqual([400, 'TOO_COMPLEX', undefined]);
    expect(errors?.[0]?.message).toMatch(/\d/);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  test('a document of too many words is not read, a body that is too large neither', async () => {
    expect((await gateway.ask(`{ ${'a '.repeat(9_000)} }`)).status).toBe(400);
    expect((await gateway.ask('#'.repeat(300_000))).status).toBe(413);
  });

  test('of a long document nothing is read for whoever is not signed in, wherever it stands', async () => {
    const unreadable = `{ ${'no document at all, '.repeat(150)}`;
    const refusal = { status: 401, errors: [{ extensions: { code: 'NOT_SIGNED_IN' } }] };
    expect(await gateway.ask(unreadable, {}, null)).toMatchObject(refusal);
    const address = `${gateway.url}/graphql?query=${encodeURIComponent(unreadable)}`;
    const asked = await fetch(address, { headers: { 'apollo-require-preflight': 'true' } });
    expect({ status: asked.status, ...((await asked.json()) as object) }).toMatchObject(refusal);
    expect(await gateway.ask(unreadable)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
    expect((await gateway.ask('{ health { service } }', {}, null)).data).toEqual({
      health: { service: 'tripartite-hub' },
    });
  });

  test('the schema is told to whoever is signed in, in the query that tools send, and to nobody else', async () => {
    const whole = await gateway.ask<{ __schema: { types: unknown[] } }>(getIntrospectionQuery(), {}, 'union');
    expect(whole.data.__schema.types.length).toBeGreaterThan(50);
    for (const query of [
      '{ __type(name: "Unit") { name } }',
      'query Q { ...F } fragment F on Query { __schema { queryType { name } } }',
    ]) {
      expect(await gateway.ask(query, {}, null)).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'NOT_SIGNED_IN' } }],
      });
      expect((await gateway.ask(query, {}, 'union')).status).toBe(200);
    }
  });
});

describe('names of variables', () => {
  const one = (name: string) =>
    `query ($${name}: UnitFilter) { units(filter: $${name}, first: 1) { ... on UnitConnection { totalCount } } }`;

  test.each([
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
  ])('%s carries its filter', async (name) => {
    const query = one(name);
    const counted = async (variables: object) =>
      (await gateway.ask<{ units: { totalCount: number } }>(query, variables)).data.units.totalCount;
    expect(await counted({})).toBe(120);
    expect(await counted({ [name]: { regionCode: '371002' } })).toBe(60);
    expect(await counted({})).toBe(120);
  });

  test('those that GraphQL keeps for itself are refused: their filter would be lost', async () => {
    const response = await gateway.ask(one('__proto__'), JSON.parse('{"__proto__":{"regionCode":"371002"}}'));
    expect([response.status, response.data]).toEqual([400, undefined]);
  });
});

test('a question that takes too long is ended and told so', async () => {
  const pool = poolOf(rig.store);
  const hold = await openClient(rig.databaseUrl, { role: 'owner', name: 'test' });
  await hold.query('begin');
  await hold.query('lock table listing_event in access exclusive mode');
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  for (const client of clients) {
    await client.query(`set statement_timeout = '200ms'`);
    client.release();
  }
  try {
    const { errors } = await gateway.ask(
      '{ listings(first: 1) { ... on ListingConnection { edges { node { events { kind } } } } } }',
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('用时过长'),
      extensions: { code: 'TOO_COMPLEX' },
    });
  } finally {
    await hold.end();
  }
});
