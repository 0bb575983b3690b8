/** Job: flags whose end has come are withdrawn, a few hundred per transaction. */
import { z } from 'zod';
import { expireFlags } from '../../src/flags/steps/expire-flags';
import { transaction } from '../../src/store/transaction';
import { defineJob } from '../job';

const LIMIT = 200;

export const expireFlagsJob = defineJob({
  name: 'expire-flags',
  about: 'withdraw flags whose end has come',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 8,
  limitSeconds: 1800,
  run: async ({ store }, _payload, signal) => {
    let expired = LIMIT;
    while (expired > 0) {
      signal.throwIfAborted();
      ({ expired } = await transaction(store, (tx) => expireFlags(tx, { limit: LIMIT })));
    }
  },
});
