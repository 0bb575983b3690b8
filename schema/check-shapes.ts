/** At start: every field of the schema has what answers it, and what is never null in one is never null in the other. */
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { SqlType } from '../src/store/scalar-text';
import type { ReadField } from '../src/store/shape';
import { isIntrospection } from './access';
import type { Entity } from './entity';

/** SQL type → GraphQL scalars it may be shown as; an enum is text. */
const SHOWN_AS: Readonly<Record<SqlType, readonly string[]>> = {
  text: ['String', 'ID'],
  int: ['Int'],
  bigint: ['ID', 'BigInt'],
  uuid: ['ID'],
  boolean: ['Boolean'],
  date: ['Date'],
  timestamptz: ['DateTime'],
  numeric: ['Decimal'],
  bytea: ['String'],
  'text[]': ['String'],
};

type Field = GraphQLField<unknown, unknown>;

const PAGES = /(Connection|Edge)$|^PageInfo$/;

function readProblem(field: Field, read: ReadField): string | null {
  if (isNonNullType(field.type) && read.nullable) {
    return 'is never null in the schema, but may be in the database';
  }
  const named = getNamedType(field.type);
  const fits = isEnumType(named) ? read.type === 'text' : SHOWN_AS[read.type].includes(named.name);
  const outer = isNonNullType(field.type) ? field.type.ofType : field.type;
  return fits && isListType(outer) === (read.type === 'text[]')
    ? null
    : `is ${String(field.type)} in the schema and ${read.type} in the database`;
}

function fieldProblem(entity: Entity, field: Field): string | null {
  const link = entity.links[field.name];
  if (link !== undefined) {
    const leads = getNamedType(field.type).name;
    const wanted = link.kind === 'connection' ? `${link.to}Connection` : link.to;
    return entity.name === 'Query' || leads === wanted ? null : `leads to ${leads}, its link to ${wanted}`;
  }
  const shaped = entity.shape.fields[field.name];
  if (shaped === undefined) {
    return 'is answered by nothing';
  }
  return shaped.kind === 'computed' ? null : readProblem(field, shaped);
}

function typeProblems(type: GraphQLObjectType, entity: Entity | undefined): string[] {
  if (entity === undefined) {
    return [`${type.name} is answered by no entity`];
  }
  const fields = type.getFields();
  const problems = Object.values(fields).map((field) => [field.name, fieldProblem(entity, field)]);
  const unused = [...Object.keys(entity.links), ...Object.keys(entity.shape.fields)]
    .filter((name) => fields[name] === undefined)
    .map((name) => [name, 'is in the shape and not in the schema']);
  return [...problems, ...unused]
    .filter(([, text]) => text !== null)
    .map(([name, text]) => `${type.name}.${name} ${text}`);
}

/** Types made of other means: pages, problems, and the roots that act. */
const isShaped = (type: GraphQLObjectType): boolean =>
  !isIntrospection(type) &&
  !PAGES.test(type.name) &&
  type.name !== 'Mutation' &&
  type.name !== 'Subscription' &&
  !type.getInterfaces().some((one) => one.name === 'Problem');

export function shapeProblems(schema: GraphQLSchema, entities: ReadonlyMap<string, Entity>): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType).filter(isShaped);
  const names = new Set(types.map((type) => type.name));
  const unused = [...entities.keys()]
    .filter((name) => !names.has(name))
    .map((name) => `${name} is not in the schema`);
  return [...types.flatMap((type) => typeProblems(type, entities.get(type.name))), ...unused];
}

export function checkShapes(schema: GraphQLSchema, entities: ReadonlyMap<string, Entity>): void {
  const problems = shapeProblems(schema, entities);
  if (problems.length > 0) {
    throw new TypeError(`The schema and its shapes disagree:\n  ${problems.join('\n  ')}`);
  }
}
