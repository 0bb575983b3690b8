/** Job: listings whose three years have passed end, whether or not the source has said so. */
import { z } from 'zod';
import { expireListings } from '../../src/sanctions/steps/expire-listings';
import { transaction } from '../../src/store/transaction';
import { defineJob } from '../job';

const LIMIT = 200;

export const expireListingsJob = defineJob({
  name: 'expire-listings',
  about: 'end listings whose term has passed',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 1800,
  run: async ({ store }, _payload, signal) => {
    let expired = LIMIT;
    while (expired > 0) {
      signal.throwIfAborted();
      ({ expired } = await transaction(store, (tx) => expireListings(tx, { limit: LIMIT })));
    }
  },
});
