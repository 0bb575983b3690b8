/** Job: waiting cases for which a batch may have brought what they wait for are looked at again. */
import { z } from 'zod';
import { reevaluateWaiting } from '../../src/reviews/runs/reevaluate-waiting';
import { bigintId, defineJob } from '../job';

export const reevaluateBatchJob = defineJob({
  name: 'reevaluate-batch',
  about: 'evaluate waiting cases again that a batch tells of',
  queue: 'rounds',
  payload: z.strictObject({ batchId: bigintId }),
  attempts: 8,
  limitSeconds: 3600,
  run: async ({ store }, { batchId }, signal) => {
    await reevaluateWaiting(store, { batchId }, () => signal.throwIfAborted());
  },
});
