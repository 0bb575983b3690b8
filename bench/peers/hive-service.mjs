/** One service behind the federated gateway, the body’s name as argument: its part of the schema over its records. */
import http from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { createSchema, createYoga } from 'graphql-yoga';
import { contextOver, unitResolvers, viewOf, viewResolvers } from './loaders.mjs';
import { typeDefs } from './schema.mjs';
import { openPool } from './settings.mjs';

const part = process.argv[2];

/** A body knows a unit by its id alone and adds its own view of it. */
const entities = `
  scalar _Any
  union _Entity = Unit
  type Unit { id: ID! }
  type Query { _entities(representations: [_Any!]!): [_Entity]! }
`;

const view = `${part[0].toUpperCase()}${part.slice(1)}View`;

const schema =
  part === 'units'
    ? createSchema({ typeDefs: typeDefs([part]), resolvers: unitResolvers })
    : createSchema({
        typeDefs: [entities, typeDefs([part])],
        resolvers: {
          Query: {
            _entities: (_, { representations }) =>
              representations.map(({ id }) => ({ __typename: 'Unit', id })),
          },
          Unit: { [part]: viewOf },
          [view]: viewResolvers[view],
        },
      });

const pool = openPool();
const yoga = createYoga({
  schema,
  context: () => contextOver(pool),
  plugins: [useGraphQlJit()],
  logging: false,
  graphiql: false,
  landingPage: false,
});

const server = http.createServer(yoga);
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/graphql`));
// The gateway is gone, and so is what it was for.
process.once('disconnect', () => process.exit(0));
