/** PostgreSQL and Redis of one `hub up`: those of the configuration, else embedded ones in the data folder. */
import type { Config } from '../../src/config/environment';
import { createLogger } from '../../src/kernel/logger';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import { producerRedis, redisReady, requireSafeRedis } from '../../src/store/redis';
import { requirePostgres } from '../../src/store/require-postgres';
import type { RunningServer } from '../../src/store/server-process';
import { say } from '../screen';
import type { DataFolder } from './data-folder';

interface Server {
  readonly name: 'PostgreSQL' | 'Redis';
  readonly url: string;
  readonly version: string;
  /** Null: it was given, and is nobody's to stop here. */
  readonly own: RunningServer | null;
}

export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** "PostgreSQL 18.4，Redis 7.0.15" */
  readonly versions: string;
  /** Told when a server that was started here ends before it was stopped. */
  onDeath(tell: (message: string) => void): void;
  /** Stops those that were started here, Redis first. */
  stop(): Promise<void>;
}

const REDIS_SECONDS = 5;

async function redisVersion(url: string): Promise<string> {
  const redis = producerRedis(url, 'hub up', createLogger('up', 'silent'));
  try {
    await redisReady(redis, REDIS_SECONDS);
    return await requireSafeRedis(redis);
  } finally {
    redis.disconnect();
  }
}

/** A server is ready when it has answered, whoever started it; one of our own that does not fit is stopped again. */
async function ready(
  name: Server['name'],
  { own, url }: { own: RunningServer | null; url: string },
  versionOf: (url: string) => Promise<string>,
): Promise<Server> {
  try {
    return { name, url, own, version: await versionOf(url) };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

async function postgres(
  { DATABASE_URL: given }: Config,
  { postgres: directory }: DataFolder,
): Promise<Server> {
  const own = given === undefined ? await startPostgres({ directory, durable: true }) : null;
  return ready('PostgreSQL', { own, url: given ?? own?.url ?? '' }, requirePostgres);
}

async function redis({ REDIS_URL: given }: Config, { redis: directory }: DataFolder): Promise<Server> {
  const own =
    given === undefined
      ? await startRedis({ directory, appendonly: true, say: (line) => say(`  ${line}`) })
      : null;
  return ready('Redis', { own, url: given ?? own?.url ?? '' }, redisVersion);
}

export async function startServers(config: Config, folder: DataFolder): Promise<Servers> {
  const started = await Promise.allSettled([postgres(config, folder), redis(config, folder)]);
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    for (const { own } of servers.toReversed()) {
      await own?.stop();
    }
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const urlOf = (wanted: Server['name']): string => servers.find(({ name }) => name === wanted)?.url ?? '';
  return {
    databaseUrl: urlOf('PostgreSQL'),
    redisUrl: urlOf('Redis'),
    versions: servers.map(({ name, version }) => `${name} ${version}`).join('，'),
    onDeath(tell) {
      for (const { name, own } of servers) {
        own?.ended.then(({ how, lastLine }) => {
          if (!stopping) {
            tell(`${name} 意外退出（${how}），日志最后一行：${lastLine}`);
          }
        });
      }
    },
    stop,
  };
}
