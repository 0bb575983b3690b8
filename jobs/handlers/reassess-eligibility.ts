/** Job: what time alone changes in eligibility: the last day of a grade, a source that became late. */
import { z } from 'zod';
import { reassessEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { defineJob } from '../job';

export const reassessEligibilityJob = defineJob({
  name: 'reassess-eligibility',
  about: 'work out eligibility again where only time has passed',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 1800,
  run: async ({ store }) => {
    await reassessEligibility(store);
  },
});
