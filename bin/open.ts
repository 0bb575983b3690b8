/** How a command gets at the database and Redis: as configured, else those of the `hub up` that runs on this folder. */
import path from 'node:path';
import { type Config, readConfig } from '../src/config/environment';
import { systemClock } from '../src/kernel/clock';
import { HubError } from '../src/kernel/errors';
import { createLogger } from '../src/kernel/logger';
import { closeStore, openStore, type StoreOptions } from '../src/store/data-source';
import { runningServer } from '../src/store/server-record';
import type { Store } from '../src/store/transaction';
import { TABLES } from './tables';
import { openDataFolder, personKey } from './up/data-folder';

/**
 * The configuration of a process that reads deliveries: with the key for fields on persons, given or kept. Where
 * there is no database, that is said first: nothing is made in a data folder for a process that cannot begin.
 */
export function configWithKey(): Config {
  const config = readConfig();
  databaseUrl(config);
  const HUB_PERSON_KEY = config.HUB_PERSON_KEY ?? personKey(openDataFolder(config.HUB_DATA));
  return Object.freeze({ ...config, HUB_PERSON_KEY });
}

const missing = (what: string, variable: string): HubError =>
  new HubError('SERVER_UNAVAILABLE', `没有可用的 ${what}`, `先运行 npm start，或设置 ${variable}。`);

export function databaseUrl(config: Config): string {
  const url = config.DATABASE_URL ?? runningServer(path.join(config.HUB_DATA, 'postgres'))?.url;
  if (url === undefined) {
    throw missing('PostgreSQL', 'DATABASE_URL');
  }
  return url;
}

export function redisUrl(config: Config): string {
  const url = config.REDIS_URL ?? runningServer(path.join(config.HUB_DATA, 'redis'))?.url;
  if (url === undefined) {
    throw missing('Redis', 'REDIS_URL');
  }
  return url;
}

export const openHubStore = (
  config: Config,
  name: string,
  url = databaseUrl(config),
  more: Pick<StoreOptions, 'statementSeconds'> = {},
): Promise<Store> =>
  openStore({
    ...more,
    url,
    tables: TABLES,
    clock: systemClock,
    logger: createLogger(name, config.LOG_LEVEL),
    poolSize: config.POOL_SIZE,
    name: `hub ${name}`,
  });

/** For commands that say what they do on the screen: the log keeps to warnings. */
export async function withStore<T>(
  name: string,
  work: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig();
  const quiet = config.LOG_LEVEL === 'info' ? { ...config, LOG_LEVEL: 'warn' as const } : config;
  const store = await openHubStore(quiet, name);
  try {
    return await work(store, config);
  } finally {
    await closeStore(store);
  }
}
