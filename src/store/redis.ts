/** Redis connections of two kinds, and what a Redis must be like for queues to live in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import Redis, { type RedisOptions } from 'ioredis';
import { HubError } from '../kernel/errors';
import type { Logger } from '../kernel/logger';
import { causeOf, unreachable } from './unreachable';

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

/** Where a connection leads, as it was given. */
function addressOf({ options }: Redis): string {
  return options.path ?? `redis://${options.host ?? ''}:${options.port ?? ''}`;
}

/** Resolves when commands are taken; fails after some seconds, with the cause and what to do. */
export async function redisReady(redis: Redis, seconds = 10): Promise<void> {
  if (redis.status === 'ready') {
    return;
  }
  let cause = `${seconds} 秒内没有应答`;
  const remember = (error: Error): void => {
    cause = causeOf(error);
  };
  redis.on('error', remember);
  const ready = new Promise((resolve) => redis.once('ready', () => resolve(true)));
  const timer = new AbortController();
  const late = sleep(seconds * 1_000, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([ready, late]);
  timer.abort();
  redis.off('error', remember);
  if (!inTime) {
    throw unreachable('Redis', addressOf(redis), cause);
  }
}

export interface RedisFacts {
  readonly version: string;
  readonly evictionPolicy: string;
  readonly appendOnly: boolean;
}

export async function redisFacts(redis: Redis): Promise<RedisFacts> {
  const info = await redis.info().catch((error) => {
    throw unreachable('Redis', addressOf(redis), causeOf(error), error);
  });
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
    ...(old ? [{ message: `Redis ${facts.version} 太旧`, hint: '改用 Redis 或 Valkey 6.2 以上。' }] : []),
    ...(facts.evictionPolicy === 'noeviction'
      ? []
      : [
          {
            message: `Redis 会丢弃键（maxmemory-policy ${facts.evictionPolicy}），锁和任务可能丢失`,
            hint: '执行 CONFIG SET maxmemory-policy noeviction 并写入 redis.conf；本系统应独用一个 Redis。',
          },
        ]),
    ...(facts.appendOnly
      ? []
      : [
          {
            message: 'Redis 没有开启 AOF，重启后会丢失数据',
            hint: '执行 CONFIG SET appendonly yes 并写入 redis.conf。',
          },
        ]),
  ];
}

/** Its version; refuses to go on with a Redis that may lose jobs by its own settings. */
export async function requireSafeRedis(redis: Redis): Promise<string> {
  const facts = await redisFacts(redis);
  const problems = redisProblems(facts);
  if (problems.length > 0) {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      problems.map((problem) => problem.message).join('；'),
      problems.map((problem) => problem.hint).join(''),
    );
  }
  return facts.version;
}
