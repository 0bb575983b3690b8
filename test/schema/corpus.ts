/** Documents that all three readings must answer with the same bytes: some made by walking the schema, some by hand. */
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { hubSchema } from '../../schema/build';
import type { Asked } from './asked';
import { codeOf, uuidOf } from './city';
import { AREAS_BY_HAND } from './corpus-areas';
import { generated } from './corpus-generated';
import { SHAPES_BY_HAND } from './corpus-shapes';

type Field = GraphQLField<unknown, unknown>;

const PROBLEM = '... on Problem { __typename problem message hint }';

/** Arguments without which a field has no answer. */
const NEEDED: Readonly<Record<string, string>> = {
  'Query.unit': `code: "${codeOf(4)}"`,
  'Query.reviewRound': `id: "${uuidOf(15, 1)}"`,
  'Query.reviewCase': `id: "${uuidOf(16, 1001)}"`,
};

function argumentsOf(type: GraphQLObjectType, field: Field, first: number): string {
  const given = [
    NEEDED[`${type.name}.${field.name}`],
    field.args.some(({ name }) => name === 'first') ? `first: ${first}` : undefined,
  ];
  const text = given.filter((one) => one !== undefined).join(', ');
  return text === '' ? '' : `(${text})`;
}

/** Every scalar of a type, and of what it leads to so many steps on. */
export function everything(type: GraphQLObjectType, steps: number, first = 2): string {
  const parts = Object.values(type.getFields()).map((field) => {
    const target = getNamedType(field.type);
    if (isLeafType(target)) {
      return field.name;
    }
    if (!isObjectType(target)) {
      return '';
    }
    const made = /(Connection|Edge|PageInfo|View|Basis)$/.test(target.name);
    if (steps === 0 && !made) {
      return '';
    }
    const below = everything(target, made ? steps : steps - 1, first);
    return below === '' ? '' : `${field.name}${argumentsOf(type, field, first)} { ${below} }`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

function queryType(): GraphQLObjectType {
  const query = hubSchema().getQueryType();
  if (!query) {
    throw new Error('no Query');
  }
  return query;
}

function rootText(field: Field, below: (data: GraphQLObjectType) => string, first = 2): string {
  const target = getNamedType(field.type);
  const head = `${field.name}${argumentsOf(queryType(), field, first)}`;
  if (isObjectType(target)) {
    return `${head} { ${below(target)} }`;
  }
  const data = isUnionType(target) ? target.getTypes()[0] : undefined;
  return data === undefined
    ? head
    : `${head} { __typename ... on ${data.name} { ${below(data)} } ${PROBLEM} }`;
}

const computed = (text: string): { plain?: true } =>
  /\b(feeds|nextActions)\b/.test(text) ? { plain: true } : {};

/** Each root with all scalars of its rows, and once more with what one step from them leads to. */
function roots(): Asked[] {
  return Object.values(queryType().getFields()).flatMap((field) =>
    [0, 1].map((steps) => {
      const query = `{ ${rootText(field, (data) => everything(data, steps))} }`;
      return { name: `root ${field.name}, ${steps} steps`, query, ...computed(query) };
    }),
  );
}

/** Each field of a unit that leads elsewhere, mostly two steps deep. */
function ofUnit(): Asked[] {
  const unit = hubSchema().getType('Unit');
  if (!isObjectType(unit)) {
    return [];
  }
  return Object.values(unit.getFields()).flatMap((field) => {
    const target = getNamedType(field.type);
    if (!isObjectType(target)) {
      return [];
    }
    // Units below a unit lead on to everything again.
    const below = everything(target, ['parks', 'members'].includes(field.name) ? 0 : 2);
    const text = `{ unit(code: "${codeOf(4)}") { ... on Unit { id ${field.name}${argumentsOf(unit, field, 2)} { ${below} } } ${PROBLEM} } }`;
    return [{ name: `Unit.${field.name}, two steps`, query: text, ...computed(text) }];
  });
}

const once = (all: readonly Asked[]): Asked[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.query, one.variables]), one])).values(),
];

export const CORPUS: readonly Asked[] = once([
  ...roots(),
  ...ofUnit(),
  ...SHAPES_BY_HAND,
  ...AREAS_BY_HAND,
  ...generated(160),
]);

/** A list asked for page by page, with the cursor that the page before gave. */
export interface Paged extends Asked {
  /** Response keys down to the page. */
  readonly path: readonly string[];
}

const page = (field: Field): string => {
  const result = getNamedType(field.type);
  const type = isUnionType(result) ? result.getTypes()[0] : result;
  const edge = isObjectType(type) ? getNamedType(type.getFields().edges?.type ?? type) : undefined;
  const node = isObjectType(edge) ? getNamedType(edge.getFields().node?.type ?? edge) : undefined;
  const below = isObjectType(node) ? everything(node, 0) : '__typename';
  const inside = `totalCount edges { cursor node { ${below} } } pageInfo { hasNextPage endCursor }`;
  return isUnionType(result) ? `... on ${type?.name} { ${inside} } ${PROBLEM}` : inside;
};

const takesCursor = ({ args }: Field): boolean => args.some(({ name }) => name === 'after');

/** Every list at the root, and every list below a unit. */
export function pagedLists(): Paged[] {
  const roots = Object.values(queryType().getFields()).filter(takesCursor);
  const unit = hubSchema().getType('Unit');
  const below = isObjectType(unit) ? Object.values(unit.getFields()).filter(takesCursor) : [];
  const lists = [
    ...roots.map((field) => ({
      name: field.name,
      query: `query ($after: String) { ${field.name}(first: 3, after: $after) { ${page(field)} } }`,
      path: [field.name],
    })),
    ...below.map((field) => ({
      name: `Unit.${field.name}`,
      query: `query ($after: String) { unit(code: "${codeOf(40)}") { ... on Unit { ${field.name}(first: 1, after: $after) { ${page(field)} } } ${PROBLEM} } }`,
      path: ['unit', field.name],
    })),
  ];
  return lists.map((list) => ({ ...list, ...computed(list.query) }));
}
