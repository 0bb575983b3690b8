/** Job: throws away what is long done, and looks for what must never be. */
import { z } from 'zod';
import { defineJob } from '../job';
import { cleanUp, reportEscalatedRecalls, reportSleepingLanes } from '../sweep';

export const cleanUpJob = defineJob({
  name: 'clean-up',
  about: 'throw away done outbox rows, old buckets and what quarantined rows said long ago',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 2,
  limitSeconds: 600,
  run: async ({ store }) => {
    await reportSleepingLanes(store);
    await reportEscalatedRecalls(store);
    await cleanUp(store);
  },
});
