/** Redis connections of two kinds, and what a Redis must be like for queues to live in it. */
import Redis, { type RedisOptions } from 'ioredis';
import { HubError } from '../kernel/errors';
import type { Logger } from '../kernel/logger';

/** A frozen server keeps TCP open: no data for so long (six times the queue's own wait) counts as a broken line. */
const SOCKET_TIMEOUT_MS = 30_000;

const COMMON: RedisOptions = {
  connectTimeout: 10_000,
  keepAlive: 10_000,
  // How long a closed line may still hold up the end of the process.
  disconnectTimeout: 300,
  socketTimeout: SOCKET_TIMEOUT_MS,
  retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 2_000),
};

/** One line in the log when the connection breaks and one when it is back, not one per attempt. */
function logOutages(redis: Redis, name: string, logger: Logger): Redis {
  let broken = false;
  redis.on('error', (error: Error) => {
    if (!broken) {
      broken = true;
      logger.warn({ connection: name, error: error.message }, 'Redis connection lost');
    }
  });
  redis.on('ready', () => {
    if (broken) {
      broken = false;
      logger.info({ connection: name }, 'Redis connection is back');
    }
  });
  return redis;
}

/**
 * ioredis leaves the timer of `socketTimeout` running when a line breaks with a command under way: half a minute
 * later it would cut the new line, or hold up the end of the process. Copies (BullMQ makes its own for blocking
 * commands) are treated alike.
 */
function guard(redis: Redis, name: string, logger: Logger): Redis {
  redis.on('close', () => {
    // biome-ignore lint/complexity/useLiteralKeys: it is private, and there is no other way to it
    clearTimeout(redis['socketTimeoutTimer']);
    // biome-ignore lint/complexity/useLiteralKeys: as above
    redis['socketTimeoutTimer'] = undefined;
  });
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => guard(duplicate(override), name, logger);
  return logOutages(redis, name, logger);
}

function open(url: string, name: string, logger: Logger, options: RedisOptions): Redis {
  const all = { ...COMMON, ...options, connectionName: name };
  return guard(url.startsWith('/') ? new Redis({ ...all, path: url }) : new Redis(url, all), name, logger);
}

/** For workers and subscribers: waits out any outage, commands queue up meanwhile. */
export function workerRedis(url: string, name: string, logger: Logger): Redis {
  return open(url, name, logger, { maxRetriesPerRequest: null });
}

/** For those who add jobs and publish: fails at once when Redis is away, for the truth is in PostgreSQL anyway. */
export function producerRedis(url: string, name: string, logger: Logger): Redis {
  return open(url, name, logger, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 5_000,
  });
}

/** Resolves when commands are taken; fails after some seconds, with what to do. */
export async function redisReady(redis: Redis, seconds = 10): Promise<void> {
  if (redis.status === 'ready') {
    return;
  }
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      redis.off('ready', ready);
      reject(
        new HubError(
          'SERVER_UNAVAILABLE',
          `Redis does not answer within ${seconds} s.`,
          'Check that it runs and that REDIS_URL is right.',
        ),
      );
    }, seconds * 1_000);
    const ready = () => {
      clearTimeout(timer);
      resolve();
    };
    redis.once('ready', ready);
  });
}

export interface RedisFacts {
  readonly version: string;
  readonly evictionPolicy: string;
  readonly appendOnly: boolean;
}

export async function redisFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info();
  const value = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  return {
    version: value('redis_version'),
    evictionPolicy: value('maxmemory_policy'),
    appendOnly: value('aof_enabled') === '1',
  };
}

/** Empty when queues may live there. */
export function redisProblems(facts: RedisFacts): { readonly message: string; readonly hint: string }[] {
  const [major = 0, minor = 0] = facts.version.split('.').map(Number);
  const old = major < 6 || (major === 6 && minor < 2);
  return [
    ...(old
      ? [{ message: `Redis ${facts.version} is too old`, hint: 'Use Redis or Valkey 6.2 or later.' }]
      : []),
    ...(facts.evictionPolicy === 'noeviction'
      ? []
      : [
          {
            message: `Redis evicts keys (maxmemory-policy ${facts.evictionPolicy}): locks and jobs would vanish`,
            hint: 'CONFIG SET maxmemory-policy noeviction, and give the hub a Redis of its own.',
          },
        ]),
    ...(facts.appendOnly
      ? []
      : [
          {
            message: 'Redis keeps no append-only file',
            hint: 'CONFIG SET appendonly yes (and in redis.conf).',
          },
        ]),
  ];
}

/** Refuses to go on with a Redis that may lose jobs by its own settings. */
export async function requireSafeRedis(redis: Redis): Promise<void> {
  const problems = redisProblems(await redisFacts(redis));
  if (problems.length > 0) {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      problems.map((problem) => problem.message).join('; '),
      problems.map((problem) => problem.hint).join(' '),
    );
  }
}
