/** Job: listing decisions and removals of an accepted batch become listings, flags and recalls. */
import { z } from 'zod';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { bigintId, defineJob } from '../job';

export const mirrorListingsJob = defineJob({
  name: 'mirror-listings',
  about: 'mirror the listing decisions and removals of a batch',
  queue: 'records',
  payload: z.strictObject({ batchId: bigintId }),
  attempts: 8,
  limitSeconds: 600,
  run: async ({ store }, { batchId }) => {
    await mirrorListings(store, { batchId });
  },
});
