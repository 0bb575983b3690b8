/** Job: every case that waits is looked at again, for what no batch tells: a feed that is fresh again, new material. */
import { z } from 'zod';
import { reevaluateWaiting } from '../../src/reviews/runs/reevaluate-waiting';
import { defineJob } from '../job';

export const reevaluateWaitingJob = defineJob({
  name: 'reevaluate-waiting',
  about: 'evaluate all waiting cases again',
  queue: 'rounds',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 3600,
  run: async ({ store }, _payload, signal) => {
    await reevaluateWaiting(store, { batchId: null }, () => signal.throwIfAborted());
  },
});
