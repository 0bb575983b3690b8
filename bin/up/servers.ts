/** PostgreSQL and Redis of one `hub up`: those of the configuration, else embedded ones in the data folder. */
import type { Config } from '../../src/config/environment';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import type { RunningServer } from '../../src/store/server-process';
import { say } from '../screen';
import type { DataFolder } from './data-folder';

export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Stops those that were started here, Redis first. */
  stop(): Promise<void>;
}

const given = (url: string): RunningServer => ({ url, pid: 0, stop: async () => undefined });

export async function startServers(config: Config, folder: DataFolder): Promise<Servers> {
  const { DATABASE_URL, REDIS_URL } = config;
  const started = await Promise.allSettled([
    DATABASE_URL === undefined
      ? startPostgres({ directory: folder.postgres, durable: true })
      : given(DATABASE_URL),
    REDIS_URL === undefined
      ? startRedis({ directory: folder.redis, appendonly: true, say: (line) => say(`  ${line}`) })
      : given(REDIS_URL),
  ]);
  const [postgres, redis] = started;
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return {
      databaseUrl: postgres.value.url,
      redisUrl: redis.value.url,
      async stop() {
        await redis.value.stop();
        await postgres.value.stop();
      },
    };
  }
  await Promise.all(started.map((one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
  throw started.find((one) => one.status === 'rejected')?.reason;
}
