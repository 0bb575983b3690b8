/** `hub worker` */
import { hubPlan } from '../../jobs/hub-plan';
import { startWorker } from '../../jobs/worker';
import type { Config } from '../../src/config/environment';
import { closeStore } from '../../src/store/data-source';
import { requireCurrentSchema } from '../../src/store/migrate';
import { producerRedis, redisReady, requireSafeRedis } from '../../src/store/redis';
import type { Store } from '../../src/store/transaction';
import type { Command } from '../command';
import { configWithKey, openHubStore, redisUrl } from '../open';
import { withPort } from '../ports';
import { untilSignal } from '../signals';

const REDIS_SECONDS = 5;

/** A Redis that loses jobs by its own settings is refused; one that is away is waited for while the work goes on. */
async function checkRedis(config: Config, store: Store): Promise<void> {
  const redis = producerRedis(redisUrl(config), 'hub worker start', store.logger);
  try {
    const reachable = await redisReady(redis, REDIS_SECONDS).then(
      () => true,
      () => false,
    );
    if (reachable) {
      await requireSafeRedis(redis);
    } else {
      store.logger.warn('starting without redis: the work goes on from PostgreSQL, only later');
    }
  } finally {
    redis.disconnect();
  }
}

export const command: Command = {
  async run() {
    const config = configWithKey();
    const store = await openHubStore(config, 'worker');
    try {
      await requireCurrentSchema(store);
      await checkRedis(config, store);
      const worker = await withPort(
        { variable: 'WORKER_PORT', host: config.HOST, port: config.WORKER_PORT },
        () => startWorker({ config, store, redisUrl: redisUrl(config), plan: hubPlan(config) }),
      );
      process.send?.({ ready: worker.healthUrl });
      return await untilSignal(store.logger, worker.close);
    } finally {
      await closeStore(store);
    }
  },
};
