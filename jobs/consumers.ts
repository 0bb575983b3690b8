/** The BullMQ workers of this process: each takes the jobs of one queue and asks PostgreSQL what they mean. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';
import type Redis from 'ioredis';
import { z } from 'zod';
import { bigintId, QUEUES, type QueueName, wordId } from './job';
import { KEEP, queueName } from './offers';
import { runRow } from './rows';
import type { Runner } from './runner';
import type { Timetable } from './timetable';

/** What a job in Redis may carry: ids, and the fence of the offer. */
export const OFFER = z.strictObject({ row: bigintId, attempts: z.number().int().min(1) });
export const TICK = z.strictObject({ schedule: wordId });
export const SEND = z.strictObject({ recipientId: wordId });

async function process(runner: Runner, timetable: Timetable, queue: QueueName, data: unknown): Promise<void> {
  switch (queue) {
    case 'ticks':
      await timetable.tick(TICK.parse(data).schedule);
      return;
    case 'sending':
      await runner.run('send', SEND.parse(data), runner.stop);
      return;
    case 'records':
    case 'rounds': {
      const offer = OFFER.parse(data);
      await runRow(runner, { id: offer.row, attempts: offer.attempts });
      return;
    }
    default: {
      const never: never = queue;
      throw new Error(`unknown queue ${never}`);
    }
  }
}

function startConsumer(name: QueueName, runner: Runner, timetable: Timetable, redis: Redis): Worker {
  const { store, config } = runner.context;
  const worker = new Worker(queueName(name), (job) => process(runner, timetable, name, job.data), {
    connection: redis,
    prefix: config.REDIS_PREFIX,
    concurrency: QUEUES[name].concurrency,
    lockDuration: 60_000,
    stalledInterval: 15_000,
    // A deployment stalls jobs and is no failure of theirs; the fence in PostgreSQL keeps them from running twice.
    maxStalledCount: 5,
    ...({ removeOnComplete: { count: 0 }, removeOnFail: KEEP.removeOnFail } as const),
  });
  // The connection logs that it is gone; what else goes wrong with one job is said here.
  worker.on('error', (error) => store.logger.debug({ err: error, queue: name }, 'redis worker'));
  worker.on('failed', (job, error) => {
    if (!runner.stop.aborted) {
      store.logger.warn({ err: error, queue: name, job: job?.name, id: job?.id }, 'job failed');
    }
  });
  worker.on('lockRenewalFailed', (ids) => {
    store.logger.warn({ queue: name, jobs: ids }, 'redis no longer knows these jobs; PostgreSQL does');
  });
  return worker;
}

const ANSWER_MS = 1_000;

/** A frozen Redis keeps its connections open and says nothing. */
const answers = (redis: Redis): Promise<boolean> =>
  Promise.race([
    redis.ping().then(
      () => true,
      () => false,
    ),
    sleep(ANSWER_MS, false, { ref: false }),
  ]);

export function startConsumers(
  runner: Runner,
  timetable: Timetable,
  redis: Redis,
): { close(): Promise<void> } {
  const workers = (Object.keys(QUEUES) as QueueName[]).map((name) =>
    startConsumer(name, runner, timetable, redis),
  );
  return {
    async close() {
      // Without Redis nothing can be waited for there: what ran is ended by the runner.
      const force = redis.status !== 'ready' || !(await answers(redis));
      await Promise.all(workers.map((worker) => worker.close(force)));
    },
  };
}
