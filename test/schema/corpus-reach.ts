/** How far the corpus reaches: which fields and arguments there are, and which of them a document gives. */
import {
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { hubSchema } from '../../schema/build';
import type { Asked } from './asked';

/** Object types that a query leads to. */
function types(): GraphQLObjectType[] {
  const found = new Set<GraphQLObjectType>();
  const look = (type: GraphQLObjectType): void => {
    if (found.has(type)) {
      return;
    }
    found.add(type);
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      const members = isUnionType(target) ? target.getTypes() : [target];
      members.filter(isObjectType).forEach(look);
    }
  };
  const query = hubSchema().getQueryType();
  if (query) {
    look(query);
  }
  return [...found];
}

/** `Type.field`; of the problems only what all of them have, which is answered as any of them. */
export const fieldsThereAre = (): string[] =>
  types()
    .filter((type) => type.getInterfaces().every(({ name }) => name !== 'Problem'))
    .flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));

const membersOf = (type: GraphQLInputType): string[] => {
  const named = getNamedType(type);
  return isInputObjectType(named)
    ? Object.keys(named.getFields()).map((member) => `${named.name}.${member}`)
    : [];
};

/** `Type.field(argument)`, and `Filter.member`. */
export const argumentsThereAre = (): string[] => [
  ...new Set(
    types().flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args.flatMap(({ name, type: declared }) => [
          `${type.name}.${field.name}(${name})`,
          ...membersOf(declared),
        ]),
      ),
    ),
  ),
];

export function argumentsGiven({ query, variables = {} }: Asked): string[] {
  const given: string[] = [];
  const info = new TypeInfo(hubSchema());
  const note = (type: GraphQLInputType | null | undefined, value: unknown): void => {
    const named = getNamedType(type ?? undefined);
    if (isInputObjectType(named) && typeof value === 'object' && value !== null) {
      given.push(...Object.keys(value).map((member) => `${named.name}.${member}`));
    }
  };
  visit(
    parse(query),
    visitWithTypeInfo(info, {
      Argument({ name, value }) {
        given.push(`${info.getParentType()?.name}.${info.getFieldDef()?.name}(${name.value})`);
        if (value.kind === Kind.VARIABLE) {
          note(info.getInputType(), variables[value.name.value]);
        }
      },
      ObjectField({ name }) {
        const owner = getNamedType(info.getParentInputType() ?? undefined);
        given.push(`${owner?.name}.${name.value}`);
      },
    }),
  );
  return given;
}
