/** Job: eligibility is worked out again for every unit whose facts a batch changed. */
import { z } from 'zod';
import { refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { bigintId, defineJob } from '../job';

export const refreshEligibilityJob = defineJob({
  name: 'refresh-eligibility',
  about: 'work out eligibility again for the units of a batch',
  queue: 'records',
  payload: z.strictObject({ batchId: bigintId }),
  attempts: 8,
  limitSeconds: 1800,
  run: async ({ store }, { batchId }) => {
    await refreshEligibility(store, { batchId });
  },
});
