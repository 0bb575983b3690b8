/** Peer: Apollo Server, DataLoader, pg. */
import { serveApollo } from './apollo.mjs';
import { contextOver, resolvers } from './loaders.mjs';
import { typeDefs } from './schema.mjs';
import { openPool } from './settings.mjs';

const pool = openPool();
await serveApollo({ typeDefs: typeDefs(), resolvers, context: () => contextOver(pool) });
