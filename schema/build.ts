/** The executable schema: type-graphql's classes, every guard in its place, every field answered by its response key. */
import 'reflect-metadata';
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { declaredGuard, type Guard, guardText, isIntrospection } from './access';
import { AgencyMutations } from './agencies/mutations';
import { AgencyQueries } from './agencies/queries';
import { AuditQueries } from './audit/queries';
import { DeliveryMutations } from './deliveries/mutations';
import { DeliveryQueries } from './deliveries/queries';
import { DesignationQueries } from './designations/queries';
import './incentives/queries';
import { checkBounds } from './bounds';
import { checkShapes } from './check-shapes';
import { FlagSubscriptions } from './flags/live';
import { FlagQueries } from './flags/queries';
import { resolveEvent } from './live-event';
import { resolveRoot } from './plain-lane';
import { admitting } from './read-back';
import { ENTITIES } from './registry';
import { RoundSubscriptions } from './reviews/live';
import { ReviewMutations } from './reviews/mutations';
import { ReviewQueries } from './reviews/queries';
import { ListingQueries } from './sanctions/queries';
import { TYPE_KEY } from './selected';
import { UnitMutations } from './units/mutations';
import { UnitQueries } from './units/queries';

type Fields = GraphQLField<unknown, unknown>;

/** The node type of a connection or edge; any other type is what it is. */
function subjectOf(type: GraphQLNamedType): GraphQLNamedType {
  if (!isObjectType(type) || !/(Connection|Edge)$/.test(type.name)) {
    return type;
  }
  const inner = type.getFields().node ?? type.getFields().edges;
  return inner === undefined ? type : subjectOf(getNamedType(inner.type));
}

const guardOf = (type: GraphQLNamedType): Guard | null => {
  const subject = subjectOf(type);
  return isObjectType(subject) ? declaredGuard(subject) : null;
};

/** Its type's guard, its own, and that of what it leads to: all must hold. What nobody declared stops the start. */
function guardsOf(type: GraphQLObjectType, field: Fields): readonly Guard[] {
  const declared = [guardOf(type), declaredGuard(field)].filter((guard) => guard !== null);
  if (declared.length === 0) {
    throw new TypeError(`${type.name}.${field.name}: nobody declared who may read it`);
  }
  const target = guardOf(getNamedType(field.type));
  const all = new Map(
    [...declared, ...(target === null ? [] : [target])].map((guard) => [guardText(guard), guard]),
  );
  return [...all.values()];
}

const byResponseKey: GraphQLFieldResolver<unknown, unknown> = (source, _arguments, _context, info) =>
  (source as Record<string, unknown>)[info.path.key];

/** The columns a computed field needs stand under its response key. */
function resolverOf(type: GraphQLObjectType, field: Fields): GraphQLFieldResolver<unknown, unknown> {
  const shaped = ENTITIES.get(type.name)?.shape.fields[field.name];
  if (shaped?.kind !== 'computed') {
    return byResponseKey;
  }
  return (source, _arguments, _context, info) => {
    const values = (source as Record<string, unknown>)[info.path.key] as Record<string, unknown> | null;
    return values === null ? null : shaped.compute(values);
  };
}

const ROOT_RESOLVERS: Readonly<Record<string, GraphQLFieldResolver<unknown, unknown>>> = {
  Query: resolveRoot as GraphQLFieldResolver<unknown, unknown>,
  Subscription: resolveEvent as GraphQLFieldResolver<unknown, unknown>,
};

/** Subscriptions listen to Redis by themselves; type-graphql only wants to be given something. */
const NO_PUBLISHER = { publish: () => undefined, subscribe: () => EMPTY };
const EMPTY: AsyncIterable<unknown> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

function finish(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType = (value: unknown) => (value as Record<string, string>)[TYPE_KEY];
    }
    if (!isObjectType(type) || isIntrospection(type)) {
      continue;
    }
    for (const field of Object.values(type.getFields())) {
      field.extensions = { ...field.extensions, guards: guardsOf(type, field) };
      const root = ROOT_RESOLVERS[type.name];
      if (root !== undefined) {
        field.resolve = root;
      } else if (type.name === 'Mutation' && field.resolve) {
        // type-graphql's own resolver: it does something before it answers.
        field.resolve = admitting(field.resolve as never) as GraphQLFieldResolver<unknown, unknown>;
      } else {
        field.resolve = resolverOf(type, field);
      }
    }
  }
  checkShapes(schema, ENTITIES);
  checkBounds(schema);
  return schema;
}

let built: GraphQLSchema | null = null;

/** type-graphql's declarations are one per process, and so is what is built of them. */
export function hubSchema(): GraphQLSchema {
  built ??= finish(
    buildSchemaSync({
      resolvers: [
        UnitQueries,
        DesignationQueries,
        FlagQueries,
        ListingQueries,
        DeliveryQueries,
        AuditQueries,
        ReviewQueries,
        AgencyQueries,
        UnitMutations,
        ReviewMutations,
        DeliveryMutations,
        AgencyMutations,
        RoundSubscriptions,
        FlagSubscriptions,
      ],
      pubSub: NO_PUBLISHER,
      validate: false,
      emitSchemaFile: false,
    }),
  );
  return built;
}
