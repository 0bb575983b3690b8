/** Promise: every list is answered with the same number of statements for 1, 10 and 100 parents, whatever hangs below. */
import { getNamedType, isObjectType, isUnionType } from 'graphql';
import { hubSchema } from '../../schema/build';
import { poolOf } from '../../src/store/transaction';
import { onStatement } from '../harness/statements';
import { codeOf } from './city';
import { everything } from './corpus';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let fast: Asker;
let plain: Asker;
let statements = 0;
/** The look-up of a token is no part of a list. */
const HOUR = 3_600_000;

beforeAll(async () => {
  rig = await startRig();
  fast = await rig.gateway({ tokenMs: HOUR });
  plain = await rig.gateway({ fast: false, tokenMs: HOUR });
  onStatement(poolOf(rig.store), () => {
    statements += 1;
  });
});
afterAll(() => rig?.close());

/** Lists at the root: the node, and everything one step from it. */
function lists(): [string, (first: number) => string][] {
  const query = hubSchema().getQueryType();
  const fields = query ? Object.values(query.getFields()) : [];
  return fields.flatMap((field): [string, (first: number) => string][] => {
    const result = getNamedType(field.type);
    const page = isUnionType(result)
      ? result.getTypes().find(({ name }) => name.endsWith('Connection'))
      : undefined;
    const edge = page && getNamedType(page.getFields().edges?.type ?? page);
    const node = isObjectType(edge) ? getNamedType(edge.getFields().node?.type ?? edge) : undefined;
    if (page === undefined || !isObjectType(node)) {
      return [];
    }
    const below = everything(node, 1, 1);
    const text = (first: number) =>
      `{ ${field.name}(first: ${first}) { ... on ${page.name} { totalCount pageInfo { hasNextPage } edges { node { ${below} } } } } }`;
    return [[field.name, text]];
  });
}

type Listed = Record<string, { edges: unknown[] }>;

async function counted(
  gateway: Asker,
  query: string,
  name: string,
): Promise<{ rows: number; statements: number }> {
  const before = statements;
  const { data, errors } = await gateway.ask<Listed>(query);
  expect(errors).toBeUndefined();
  return { rows: data[name]?.edges.length ?? 0, statements: statements - before };
}

/** In the test city these are fewer than a hundred by nature. */
const SHORT: Readonly<Record<string, number>> = { recipients: 2, feeds: 28 };

test.each(lists())('%s', async (name, query) => {
  for (const gateway of [fast, plain]) {
    // The token is looked up now and then; here it is remembered.
    await gateway.ask('{ health { today } }');
    const counts = [];
    for (const first of [1, 10, 100]) {
      counts.push(await counted(gateway, query(first), name));
    }
    const most = SHORT[name] ?? 100;
    expect(counts.map(({ rows }) => rows)).toEqual([1, Math.min(10, most), most]);
    expect(counts.map((one) => one.statements)).toEqual([1, 1, 1]);
  }
});

test('one object with everything two steps below it is one statement', async () => {
  const unit = hubSchema().getType('Unit');
  const below = isObjectType(unit) ? everything(unit, 1, 3).replace(/nextActions/g, '') : '';
  const query = `{ unit(code: "${codeOf(40)}") { ... on Unit { ${below} } } }`;
  for (const gateway of [fast, plain]) {
    await gateway.ask('{ health { today } }');
    const before = statements;
    const { data } = await gateway.ask<{ unit: { id: string } }>(query);
    expect(data.unit.id).toBe('40');
    expect(statements - before).toBe(1);
  }
});

test('several roots are one statement in the fast lane, and one each in the plain lane', async () => {
  const query = '{ a: units(first: 1) { __typename } b: flags(first: 1) { __typename } c: health { today } }';
  await fast.ask('{ health { today } }');
  await plain.ask('{ health { today } }');
  let before = statements;
  await fast.ask(query);
  expect(statements - before).toBe(1);
  before = statements;
  await plain.ask(query);
  expect(statements - before).toBe(3);
});
