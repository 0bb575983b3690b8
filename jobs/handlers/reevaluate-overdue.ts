/** Job: cases whose time to put things right is over are looked at again. */
import { z } from 'zod';
import { reevaluateOverdue } from '../../src/reviews/runs/reevaluate-overdue';
import { defineJob } from '../job';

export const reevaluateOverdueJob = defineJob({
  name: 'reevaluate-overdue',
  about: 'evaluate cases again whose time for rectification is over',
  queue: 'rounds',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 3600,
  run: async ({ store }, _payload, signal) => {
    await reevaluateOverdue(store, () => signal.throwIfAborted());
  },
});
