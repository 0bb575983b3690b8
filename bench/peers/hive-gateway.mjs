/** Peer: Hive Gateway over six small services, one per body and one for units, titles, flags and cases. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import httpTransport from '@graphql-mesh/transport-http';
import { assertCompositionSuccess, composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { BODIES, typeDefs } from './schema.mjs';
import { port, ready } from './settings.mjs';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])`;
const UNIT = {
  units: 'extend type Unit @key(fields: "id", resolvable: false)',
  body: 'type Unit @key(fields: "id") { id: ID! }',
};

/** Started, and known by what it is for and where it answers. */
async function startService(name) {
  const child = fork(fileURLToPath(new URL('hive-service.mjs', import.meta.url)), [name]);
  const [url] = await once(child, 'message');
  return { name, url, typeDefs: parse([LINK, UNIT[name] ?? UNIT.body, typeDefs([name])].join('\n')) };
}

const services = await Promise.all(['units', ...BODIES].map(startService));
const composed = composeServices(services);
assertCompositionSuccess(composed);

const gateway = createGatewayRuntime({
  supergraph: composed.supergraphSdl,
  // Its planner in Rust, several times as fast here as the one it has by default.
  unifiedGraphHandler,
  transports: { http: httpTransport },
  logging: false,
  graphiql: false,
  landingPage: false,
  healthCheckEndpoint: '/health',
});

http.createServer(gateway).listen(port, '127.0.0.1', ready);
