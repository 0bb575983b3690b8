/** The run's Redis with a key prefix of its own for a test file. */
import { randomBytes } from 'node:crypto';
import Redis from 'ioredis';
import { shared } from './shared-servers';

export interface TestRedis {
  readonly url: string;
  /** For BullMQ's `prefix`, for channels and keys. */
  readonly prefix: string;
  /** Removes every key under the prefix. */
  close(): Promise<void>;
}

export function freshRedis(): TestRedis {
  const url = shared('HUB_TEST_REDIS');
  const prefix = `{t${randomBytes(6).toString('hex')}}`;
  return {
    url,
    prefix,
    async close() {
      const redis = new Redis(url);
      for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
        if ((keys as string[]).length > 0) {
          await redis.unlink(...(keys as string[]));
        }
      }
      await redis.quit();
    },
  };
}
