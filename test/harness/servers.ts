/** A PostgreSQL and a Redis of its own, migrated, for tests that restart, flush, freeze or kill a server. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import { migrate } from '../../src/store/migrate';
import type { RunningServer } from '../../src/store/server-process';
import { storesOf, type TestDatabase } from './database';
import { testLogger } from './logger';
import { removeRunDirectory } from './run-directory';
import { shared } from './shared-servers';

export interface ServerPair {
  /** The same after every restart. */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly directory: string;
  postgres: RunningServer;
  redis: RunningServer;
  store: TestDatabase['store'];
  /** Stops the server (unless it is down already) and starts it again on the same data. */
  restartPostgres(): Promise<void>;
  restartRedis(): Promise<void>;
  close(): Promise<void>;
}

/** `durable`: as `npm start` runs PostgreSQL, so that a killed server loses nothing. */
export async function startServerPair(options: { durable?: boolean } = {}): Promise<ServerPair> {
  const directory = path.join(shared('HUB_TEST_DIRECTORY'), `pair-${randomBytes(4).toString('hex')}`);
  fs.mkdirSync(directory, { mode: 0o711 });
  const startOne = () =>
    startPostgres({ directory: path.join(directory, 'postgres'), durable: options.durable ?? false });
  const startOther = () => startRedis({ directory: path.join(directory, 'redis'), appendonly: true });
  const [postgres, redis] = await Promise.all([startOne(), startOther()]);
  await migrate(postgres.url, testLogger);
  const stores = storesOf(postgres.url);
  const pair: ServerPair = {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    directory,
    postgres,
    redis,
    store: stores.open,
    async restartPostgres() {
      await pair.postgres.stop();
      pair.postgres = await startOne();
    },
    async restartRedis() {
      await pair.redis.stop();
      pair.redis = await startOther();
    },
    async close() {
      await stores.closeAll();
      await Promise.all([pair.postgres.stop(), pair.redis.stop()]);
      removeRunDirectory(directory);
    },
  };
  return pair;
}
