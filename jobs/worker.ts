/** The worker process: relay, timetable, BullMQ workers and health page, started together and ended in order. */
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type Redis from 'ioredis';
import type { Config } from '../src/config/environment';
import { randomSecret } from '../src/kernel/ids';
import { producerRedis, workerRedis } from '../src/store/redis';
import type { Store } from '../src/store/transaction';
import { declareSince } from './buckets';
import { closeInOrder, type Part } from './closing';
import { startConsumers } from './consumers';
import { startHealth } from './health';
import { beat, HEARTBEAT_SECONDS } from './heartbeat';
import { createLive } from './live';
import { createOffers, type Offers } from './offers';
import { checkPlan, type Plan } from './plan';
import { reconcileSchedules } from './reconcile';
import { isAtWork, startRelay } from './relay';
import { createRunner, type Runner } from './runner';
import { type Tempo, tempoAt } from './tempo';
import { createTimetable, type Timetable } from './timetable';

export interface WorkerOptions {
  readonly config: Config;
  readonly store: Store;
  readonly redisUrl: string;
  readonly plan: Plan;
  /** Quicker times, for tests. */
  readonly tempo?: Partial<Tempo>;
}

export interface HubWorker {
  readonly name: string;
  readonly healthUrl: string;
  /** False: not everything had ended in order when the deadline passed. */
  close(): Promise<boolean>;
}

/** A Redis that is frozen does not answer to a farewell. */
const FAREWELL_MS = 1_000;

/** Ends a connection politely if it is up, and at once if it is not, or does not answer. */
const connectionPart = (name: string, redis: Redis): Part => ({
  name,
  async close() {
    if (redis.status === 'ready') {
      const said = redis.quit().catch(() => undefined);
      await Promise.race([said, sleep(FAREWELL_MS, undefined, { ref: false })]);
    }
    redis.disconnect();
  },
});

/** Repeats a task until the stop; a failure is logged, the next turn comes all the same. */
async function repeat(ms: number, runner: Runner, what: string, task: () => Promise<unknown>): Promise<void> {
  while (!runner.stop.aborted) {
    await task().catch((error) => runner.context.store.logger.warn({ err: error }, `${what} failed`));
    await sleep(ms, undefined, { signal: runner.stop }).catch(() => undefined);
  }
}

/** Sets the schedules in Redis at the start, whenever Redis comes (back), and from time to time; one after the other. */
function keepSchedules(runner: Runner, offers: Offers, redis: Redis): Promise<void> {
  const { store } = runner.context;
  const what = 'reconciling the schedules';
  let current: Promise<void> = Promise.resolve();
  const reconcile = async (): Promise<void> => {
    const ticks = offers.queue('ticks');
    const changed = ticks === null ? null : await reconcileSchedules(store, ticks, runner.plan.schedules);
    if (changed !== null && changed.set.length + changed.removed.length > 0) {
      store.logger.info({ ...changed }, 'schedules in redis reconciled');
    }
  };
  const next = (): Promise<void> => {
    current = current.then(async () => {
      if (!runner.stop.aborted) {
        await reconcile().catch((error) => store.logger.warn({ err: error }, `${what} failed`));
      }
    });
    return current;
  };
  redis.on('ready', () => void next());
  return repeat(runner.tempo.reconcileSeconds * 1000, runner, what, next).then(() => current);
}

/** What takes work and what does it, in the order in which it has to end. */
function startParts(
  runner: Runner,
  redisUrl: string,
): { redis: Redis; relay: ReturnType<typeof startRelay>; stages: Part[][] } {
  const { store, config } = runner.context;
  const prefix = config.REDIS_PREFIX;
  const redis = producerRedis(redisUrl, 'hub worker offers', store.logger);
  const consumer = workerRedis(redisUrl, 'hub worker', store.logger);
  const timetable: Timetable = createTimetable(runner);
  const offers = createOffers({ redis, prefix, plan: runner.plan, logger: store.logger });
  const relay = startRelay(runner, offers, createLive(redis, prefix));
  const consumers = startConsumers(runner, timetable, consumer);
  const loops = [
    keepSchedules(runner, offers, redis),
    repeat(config.SWEEP_SECONDS * 1000, runner, 'checking the schedules', timetable.check),
    repeat(HEARTBEAT_SECONDS * 1000, runner, 'the heartbeat', async () => {
      if (isAtWork(relay)) {
        await beat(store, runner.context.worker);
      }
    }),
  ];
  const stages: Part[][] = [
    [
      { name: 'relay', close: relay.close },
      { name: 'timers', close: () => Promise.all(loops) },
    ],
    [
      { name: 'workers', ...consumers },
      { name: 'scheduled runs', close: timetable.idle },
      { name: 'jobs', close: runner.idle },
    ],
    [{ name: 'queues', close: offers.close }],
    [connectionPart('redis offers', redis), connectionPart('redis', consumer)],
  ];
  return { redis, relay, stages };
}

/** The database belongs to the caller, who closes it after the worker. */
export async function startWorker(options: WorkerOptions): Promise<HubWorker> {
  const { config, store, plan } = options;
  checkPlan(plan);
  await declareSince(store, plan.schedules);
  const tempo: Tempo = { ...tempoAt(config.HUB_HASTE), ...options.tempo };
  const stop = new AbortController();
  // Everything that runs listens for the end.
  setMaxListeners(0, stop.signal);
  const name = `${hostname()}-${randomSecret(6)}`;
  const runner = createRunner({ base: { store, config, worker: name }, plan, tempo, stop: stop.signal });
  const { redis, relay, stages } = startParts(runner, options.redisUrl);
  const end = async (more: Part[][]): Promise<boolean> => {
    store.logger.info({ worker: name, running: runner.running() }, 'worker is ending');
    stop.abort(new Error('the worker is ending'));
    const inOrder = await closeInOrder([...stages, ...more], tempo.closeSeconds, store.logger);
    store.logger.info({ worker: name, inOrder }, 'worker ended');
    return inOrder;
  };
  try {
    const health = await startHealth({ config, store, redis, relay, runner });
    store.logger.info({ worker: name, health: health.url }, 'worker started');
    return {
      name,
      healthUrl: health.url,
      close: () => end([[{ name: 'health page', close: health.close }]]),
    };
  } catch (error) {
    await end([]);
    throw error;
  }
}
