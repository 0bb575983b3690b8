/** Apollo Server on Fastify as the hub has it, in production mode and without what slows every field. */
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { port, ready } from './settings.mjs';

/** `context` makes what the resolvers of one request share. */
export async function serveApollo({ typeDefs, resolvers, context, plugins = [] }) {
  const apollo = new ApolloServer({
    typeDefs,
    resolvers,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ...plugins],
  });
  await apollo.start();
  const app = Fastify({ logger: false });
  app.post('/graphql', fastifyApolloHandler(apollo, { context: async () => context() }));
  await app.listen({ host: '127.0.0.1', port });
  ready();
}
