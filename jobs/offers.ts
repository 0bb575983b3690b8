/** Offering work through Redis: BullMQ jobs that carry ids only. It may fail or lose at any time; nothing rests on it. */
import { Queue } from 'bullmq';
import type Redis from 'ioredis';
import type { Logger } from '../src/kernel/logger';
import { QUEUES, type QueueName } from './job';
import { jobsOf, type Plan } from './plan';
import type { OutboxRow } from './rows';

/** Finished jobs tell nothing that PostgreSQL does not; a few failed ones are kept for the eye. */
export const KEEP = { removeOnComplete: true, removeOnFail: { age: 86_400, count: 200 } } as const;

export const queueName = (name: QueueName): string => name;

export function openQueue(name: QueueName, connection: Redis, prefix: string): Queue {
  const queue = new Queue(queueName(name), {
    connection,
    prefix,
    defaultJobOptions: { ...KEEP, attempts: 1, sizeLimit: 1_000 },
    streams: { events: { maxLen: 100 } },
  });
  // Without a listener an error of the connection would end the process; the connection logs it.
  queue.on('error', () => undefined);
  return queue;
}

export interface Offers {
  /** Whether an offer would have a chance just now. */
  available(): boolean;
  /** False: not taken; the caller runs the rows itself. */
  offerRows(rows: readonly OutboxRow[]): Promise<boolean>;
  offerSend(recipientIds: readonly string[]): Promise<void>;
  queue(name: QueueName): Queue | null;
  close(): Promise<void>;
}

/** The queue of a topic is that of its first job. */
const queueOf = (plan: Plan, row: OutboxRow): QueueName => jobsOf(plan, row.topic)[0]?.queue ?? 'records';

/** `o_<row>_<fence>`: free of colons, never digits only, and never the id of an earlier offer. */
const rowJob = (row: OutboxRow) => ({
  name: row.topic,
  data: { row: row.id, attempts: row.attempts },
  opts: { jobId: `o_${row.id}_${row.attempts}` },
});

export interface OffersOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly plan: Plan;
  readonly logger: Logger;
}

export function createOffers({ redis, prefix, plan, logger }: OffersOptions): Offers {
  const queues = new Map<QueueName, Queue>();
  let closed = false;
  const available = () => !closed && redis.status === 'ready';
  // Opened at the first use with Redis up: a queue that is opened without it never recovers.
  const queue = (name: QueueName): Queue | null => {
    const open = queues.get(name) ?? (available() ? openQueue(name, redis, prefix) : null);
    if (open !== null) {
      queues.set(name, open);
    }
    return open;
  };
  const add = async (name: QueueName, jobs: Parameters<Queue['addBulk']>[0]): Promise<boolean> => {
    try {
      const target = available() ? queue(name) : null;
      await target?.addBulk(jobs);
      return target !== null;
    } catch (error) {
      logger.warn({ err: error, queue: name, jobs: jobs.length }, 'offer through redis failed');
      return false;
    }
  };
  return {
    available,
    queue,
    async offerRows(rows) {
      const taken = await Promise.all(
        (Object.keys(QUEUES) as QueueName[]).map((name) => {
          const own = rows.filter((row) => queueOf(plan, row) === name);
          return own.length === 0 ? true : add(name, own.map(rowJob));
        }),
      );
      return taken.every(Boolean);
    },
    async offerSend(recipientIds) {
      const jobs = recipientIds.map((recipientId) => ({
        name: 'send',
        data: { recipientId },
        // A kept failure would swallow every later wake-up of this recipient.
        opts: { jobId: `d_${recipientId}`, removeOnFail: true },
      }));
      await (jobs.length === 0 ? undefined : add('sending', jobs));
    },
    async close() {
      closed = true;
      await Promise.all([...queues.values()].map((open) => open.close()));
    },
  };
}
