/** Peer: GraphQL Yoga, DataLoader, graphql-jit, pg. */
import http from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { createSchema, createYoga } from 'graphql-yoga';
import { contextOver, resolvers } from './loaders.mjs';
import { typeDefs } from './schema.mjs';
import { openPool, port, ready } from './settings.mjs';

const pool = openPool();
const yoga = createYoga({
  schema: createSchema({ typeDefs: typeDefs(), resolvers }),
  context: () => contextOver(pool),
  plugins: [useGraphQlJit()],
  logging: false,
  graphiql: false,
  landingPage: false,
});

http.createServer(yoga).listen(port, '127.0.0.1', ready);
