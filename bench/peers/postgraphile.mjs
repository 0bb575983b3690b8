/** Peer: PostGraphile 5 over the hub’s tables; its own documents are in postgraphile/. */
import './postgraphile/node-20.mjs';
import http from 'node:http';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { undeclaredKeys, unitsByTitleLevel, viewsOfRecords } from './postgraphile/schema.mjs';
import { POOL, port, ready } from './settings.mjs';

const { connectionString, max } = POOL;

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [undeclaredKeys, unitsByTitleLevel, viewsOfRecords],
  pgServices: [makePgService({ connectionString, schemas: ['public'], poolConfig: { max }, pubsub: false })],
  // Also by columns that only come second in an index.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  schema: { defaultBehavior: '-insert -update -delete' },
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
});

const server = http.createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(port, '127.0.0.1', ready);
