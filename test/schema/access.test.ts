/** Promises: every field says who may read it; the table of it is committed; what is refused does not come through. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import {
  type ActorDecisions,
  allowsField,
  decide,
  guardsOf,
  guardText,
  isIntrospection,
} from '../../schema/access';
import { hubSchema } from '../../schema/build';
import { RECORD_AREAS } from '../../src/access/areas';
import type { Actor, Body, Role } from '../../src/kernel/actor';
import { codeOf } from './city';
import { CORPUS } from './corpus';
import { type Rig, startRig } from './rig';

const FILE = join(__dirname, 'access.table.txt');
const DAY = '2026-11-21';

const types = (): GraphQLObjectType[] =>
  Object.values(hubSchema().getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospection(type));

const fields = (): [string, GraphQLField<unknown, unknown>][] =>
  types().flatMap((type) =>
    Object.values(type.getFields()).map((field): [string, GraphQLField<unknown, unknown>] => [
      `${type.name}.${field.name}`,
      field,
    ]),
  );

function table(): string {
  const lines = fields().map(
    ([name, field]) => `${name.padEnd(44)} ${guardsOf(field).map(guardText).join('  and  ')}`,
  );
  return `${lines.sort().join('\n')}\n`;
}

test('who may read and do what is the committed table', () => {
  const printed = table();
  if (process.env.UPDATE_TABLES) {
    writeFileSync(FILE, printed);
  }
  expect(printed).toBe(readFileSync(FILE, 'utf8'));
});

test('each record type is guarded by its own area, and by nothing wider', () => {
  const areas = new Set<string>(RECORD_AREAS);
  const found = types()
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'AgencyRecord'))
    .map(
      (type) => new Set(Object.values(type.getFields()).flatMap((field) => guardsOf(field).map(guardText))),
    );
  for (const guards of found) {
    expect(guards.size).toBe(1);
    areas.delete([...guards].join().replace('reads ', ''));
  }
  expect([...areas]).toEqual([]);
});

const person = (role: Role, body: Body | null, region: string | null = null): Actor => ({
  id: role,
  name: role,
  role,
  body,
  region,
});

const EVERYBODY: readonly (Actor | null)[] = [
  null,
  ...(['hrss', 'union', 'confederation', 'federation', 'court'] as const).map((body) =>
    person('AGENCY_READER', body),
  ),
  person('COUNTY_OFFICER', 'office', '371002'),
  person('CITY_OFFICER', 'office'),
  person('ADMIN', null),
];

test('a field that can be masked where its row is seen is nullable', () => {
  const wrong = types().flatMap((type) => {
    const own = Object.values(type.getFields());
    return own
      .filter(
        (field) => isNonNullType(field.type) && !['Query', 'Mutation', 'Subscription'].includes(type.name),
      )
      .filter((field) =>
        EVERYBODY.some((actor) => {
          const decisions = decide(actor, DAY);
          const seesRow = own.some((other) => allowsField(decisions, other));
          return seesRow && !allowsField(decisions, field);
        }),
      )
      .map((field) => `${type.name}.${field.name}`);
  });
  expect(wrong).toEqual([]);
});

test('a root that can refuse is a union with NotAllowed', () => {
  const roots = ['Query', 'Mutation', 'Subscription'].flatMap((name) => {
    const type = hubSchema().getType(name);
    return isObjectType(type) ? Object.values(type.getFields()) : [];
  });
  const open = roots.filter((field) => allowsField(decide(null, DAY), field)).map(({ name }) => name);
  expect(open).toEqual(['health']);
  for (const field of roots.filter(({ name }) => name !== 'health')) {
    const result = getNamedType(field.type);
    const members = isUnionType(result) ? result.getTypes().map(({ name }) => name) : [];
    expect([field.name, members.includes('NotAllowed')]).toEqual([field.name, true]);
  }
});

/** Signed in, and nothing else. */
const refuseAll = (): ActorDecisions => ({
  key: 'refused',
  signedIn: true,
  regional: false,
  may: () => false,
  mayAct: () => false,
});

describe('with a principal that may nothing', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  /** What may come through: the day, oneself, type names, and refusals. */
  function guarded(value: unknown, path: string): string[] {
    if (Array.isArray(value)) {
      return value.flatMap((one) => guarded(one, path));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([key, below]) => guarded(below, `${path}.${key}`));
    }
    return value === null ? [] : [`${path} ${String(value)}`];
  }
  const OPEN = /^\.(health|me)(_\d+)?\.|\.(__typename|t|q|problem|message|hint)(_\d+)? /;

  test.each([true, false])('nothing guarded comes through (fast lane: %s)', async (fast) => {
    const gateway = await rig.gateway({ fast, decideAs: refuseAll });
    for (const asked of CORPUS) {
      const { data } = await gateway.ask(asked.query, asked.variables ?? {}, 'admin');
      expect([asked.name, guarded(data, '').filter((line) => !OPEN.test(line))]).toEqual([asked.name, []]);
    }
  });

  test.each([
    true,
    false,
  ])('of a row that is seen, nothing guarded comes through (fast lane: %s)', async (fast) => {
    const onlyUnits = (): ActorDecisions => ({
      ...refuseAll(),
      key: 'units',
      may: (area) => area === 'units',
    });
    const gateway = await rig.gateway({ fast, decideAs: onlyUnits });
    const unit = hubSchema().getType('Unit');
    const links = isObjectType(unit)
      ? Object.values(unit.getFields()).filter((field) => !allowsField(onlyUnits(), field))
      : [];
    expect(links.length).toBeGreaterThan(6);
    for (const field of links) {
      const query = `{ unit(code: "${codeOf(4)}") { ... on Unit { name ${field.name} { __typename } } } }`;
      const { data, extensions } = await gateway.ask<{ unit: Record<string, unknown> }>(query);
      expect(data.unit).toEqual({ name: expect.any(String), [field.name]: null });
      expect(extensions?.masked.map(({ path }) => path)).toEqual([`unit.${field.name}`]);
    }
  });
});
