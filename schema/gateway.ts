/** The gateway: Apollo Server on Fastify, live updates, health and the landing page on one port. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Config } from '../src/config/environment';
import type { Actor } from '../src/kernel/actor';
import { workerRedis } from '../src/store/redis';
import type { Store } from '../src/store/transaction';
import { decide } from './access';
import { hubSchema } from './build';
import { type HubContext, hubContext } from './context';
import { Edge } from './edge';
import { lanes } from './fast-lane';
import { readiness } from './health';
import { KnownQuestions } from './known-questions';
import { type DemoPage, serveLanding } from './landing';
import { isReadFor, limitsRule, MOST_TOKENS } from './limits';
import { Live } from './live';
import { serveLive } from './live-server';
import { PlanCache } from './plan-cache';
import { stringifyResult } from './question';
import { formatError, isUnavailable, notSignedIn, UNKNOWN_TOKEN } from './server-errors';
import { SignIn } from './sign-in';

export interface GatewayOptions {
  readonly config: Pick<Config, 'HOST' | 'PORT' | 'REDIS_PREFIX'>;
  /** The caller opened it, and closes it after the gateway. */
  readonly store: Store;
  readonly redisUrl: string;
  /** What the landing page shows, where there is one: null in front of anything but the demo city. */
  readonly demo?: () => Promise<DemoPage | null>;
  /** Given by tests alone: without the fast lane; other decisions; a shorter memory for tokens; listening plugins. */
  readonly fast?: boolean;
  readonly decideAs?: typeof decide;
  readonly tokenMs?: number;
  readonly plugins?: readonly ApolloServerPlugin<HubContext>[];
}

export interface Gateway {
  readonly url: string;
  close(): Promise<void>;
}

const IDLE_MS = 50;
const MOST_BODY_BYTES = 262_144;

function apolloServer(
  app: FastifyInstance,
  options: GatewayOptions,
  known: KnownQuestions,
): ApolloServer<HubContext> {
  return new ApolloServer<HubContext>({
    schema: hubSchema(),
    plugins: [
      lanes({ fast: options.fast ?? true, known }),
      ...(options.plugins ?? []),
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
      // These two would look at every field; the second also phones home where a key is set.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: [limitsRule],
    formatError: formatError(options.store.logger),
    stringifyResult,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: options.store.logger,
  });
}

/** A token that nobody holds is refused before anything is read. */
function authenticate(app: FastifyInstance, signIn: SignIn): WeakMap<FastifyRequest, Actor | null> {
  const actors = new WeakMap<FastifyRequest, Actor | null>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/graphql') {
      return;
    }
    const signed = await signIn.who(request.headers.authorization);
    if (!signed.known) {
      await reply.code(401).header('www-authenticate', 'Bearer').send(UNKNOWN_TOKEN);
      return;
    }
    actors.set(request, signed.actor);
  });
  return actors;
}

/** The document of a request, wherever it stands: in the body, or in the address. */
const documentOf = ({ body, query }: FastifyRequest): unknown =>
  ((body ?? query) as { query?: unknown } | null)?.query;

function addPages(
  app: FastifyInstance,
  { store, demo = async () => null }: GatewayOptions,
  redis: ReturnType<typeof workerRedis>,
): void {
  serveLanding(app, demo);
  app.get('/health/live', async () => ({ live: true }));
  app.get('/health/ready', async (_request, reply) => {
    const state = await readiness(store, redis);
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const away = isUnavailable(error);
    const status = away ? 503 : (error.statusCode ?? 500);
    if (status >= 500) {
      store.logger.error({ error: error.message }, 'a request failed before it was read');
    }
    const message = status < 500 ? error.message : '服务暂不可用。 The service is not available.';
    const code = away ? 'SERVER_UNAVAILABLE' : status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
    return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
  });
}

export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, store } = options;
  const app = Fastify({ logger: false, bodyLimit: MOST_BODY_BYTES, forceCloseConnections: 'idle' });
  const redis = workerRedis(options.redisUrl, 'gateway live', store.logger);
  const live = new Live(redis, config.REDIS_PREFIX, store.logger);
  const signIn = new SignIn(store, options.tokenMs);
  const plans = new PlanCache();
  const known = new KnownQuestions();
  const contextOf = (actor: Actor | null) => hubContext(store, plans, actor, options.decideAs ?? decide);
  const edge = new Edge({ signIn, known, mostBytes: MOST_BODY_BYTES, contextOf });
  if (options.fast ?? true) {
    edge.standBefore(app);
  }
  const actors = authenticate(app, signIn);
  addPages(app, options, redis);
  const apollo = apolloServer(app, options, known);
  await apollo.start();
  await app.register(fastifyApollo(apollo), {
    context: async (request: FastifyRequest) => {
      const actor = actors.get(request) ?? null;
      if (!isReadFor(actor !== null, documentOf(request))) {
        throw notSignedIn();
      }
      const context = contextOf(actor);
      const lane = edge.triedIn(request.raw) ? 'plain' : context.lane;
      return { ...context, lane };
    },
  });
  live.start();
  const url = await app.listen({ host: config.HOST, port: config.PORT }).catch(async (error: unknown) => {
    // The port is taken: nothing of this gateway stays behind.
    redis.disconnect();
    await apollo.stop();
    throw error;
  });
  const lines = serveLive(app.server, {
    schema: hubSchema(),
    live,
    logger: store.logger,
    who: (authorization) => signIn.who(authorization),
    contextFor: (signed) => contextOf(signed.known ? signed.actor : null),
  });
  return {
    url,
    /** In order: no new events, no new requests, those under way finished, Redis; the store is the caller's. */
    async close() {
      await lines.close();
      edge.close();
      // A connection that was answering when the end began stays open for the next question: closed once it is idle.
      const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_MS);
      await apollo.stop().finally(() => clearInterval(idle));
      redis.disconnect();
    },
  };
}
