/** Job: listings that time alone changes: the term has passed, a removal takes effect; whatever the source says by now. */
import { z } from 'zod';
import { revisitListings } from '../../src/sanctions/steps/revisit-listings';
import { transaction } from '../../src/store/transaction';
import { defineJob } from '../job';

const LIMIT = 200;

export const expireListingsJob = defineJob({
  name: 'expire-listings',
  about: 'look again at listings whose term has passed or whose removal takes effect',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 1800,
  run: async ({ store }, _payload, signal) => {
    let revisited = LIMIT;
    while (revisited > 0) {
      signal.throwIfAborted();
      ({ revisited } = await transaction(store, (tx) => revisitListings(tx, { limit: LIMIT })));
    }
  },
});
