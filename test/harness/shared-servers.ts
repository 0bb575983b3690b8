/** The two servers all test files share: started once per run, known to the workers through the environment. */
import fs from 'node:fs';
import path from 'node:path';
import { createLogger } from '../../src/kernel/logger';
import { openClient, withDatabase } from '../../src/store/connection';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import { migrate } from '../../src/store/migrate';
import { newRunDirectory, removeRunDirectory, removeStaleRuns } from './run-directory';

const TEMPLATE = 'hub_template';

interface Environment {
  readonly HUB_TEST_DATABASE: string;
  readonly HUB_TEST_TEMPLATE: string;
  readonly HUB_TEST_REDIS: string;
  readonly HUB_TEST_DIRECTORY: string;
}

/** Migrated once; cloning it takes a twentieth of a second. */
async function makeTemplate(url: string): Promise<void> {
  const client = await openClient(url, { role: 'owner', name: 'test setup' });
  try {
    await client.query(`create database ${TEMPLATE}`);
    await migrate(withDatabase(url, TEMPLATE), createLogger('test', 'silent'));
    await client.query(`alter database ${TEMPLATE} with is_template true allow_connections false`);
  } finally {
    await client.end();
  }
}

/** Starts both and returns how to stop them. */
export async function startSharedServers(): Promise<() => Promise<void>> {
  await removeStaleRuns();
  const directory = newRunDirectory();
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(stops.splice(0).map((stopServer) => stopServer()));
    if (fs.existsSync(directory)) {
      removeRunDirectory(directory);
    }
  };
  try {
    const [postgres, redis] = await Promise.all([
      startPostgres({ directory: path.join(directory, 'postgres'), durable: false }),
      startRedis({ directory: path.join(directory, 'redis'), appendonly: true, say: console.log }),
    ]);
    stops.push(postgres.stop, redis.stop);
    await makeTemplate(postgres.url);
    const environment: Environment = {
      HUB_TEST_DATABASE: postgres.url,
      HUB_TEST_TEMPLATE: TEMPLATE,
      HUB_TEST_REDIS: redis.url,
      HUB_TEST_DIRECTORY: directory,
    };
    Object.assign(process.env, environment);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the run's set-up left for this worker. */
export function shared(name: keyof Environment): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: this test needs the servers that jest's global set-up starts`);
  }
  return value;
}
