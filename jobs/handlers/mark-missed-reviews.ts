/** Job: titles whose next re-review day has passed without a case become overdue. */
import { z } from 'zod';
import { markMissedReviews } from '../../src/reviews/runs/mark-missed-reviews';
import { defineJob } from '../job';

export const markMissedReviewsJob = defineJob({
  name: 'mark-missed-reviews',
  about: 'mark titles as overdue whose re-review was missed',
  queue: 'rounds',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 3600,
  run: async ({ store }, _payload, signal) => {
    await markMissedReviews(store, () => signal.throwIfAborted());
  },
});
