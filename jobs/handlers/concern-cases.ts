/** Job: word is left of a batch that may have an answer for waiting cases. */
import { z } from 'zod';
import { concernCases } from '../../src/reviews/steps/concern-cases';
import { transaction } from '../../src/store/transaction';
import { bigintId, defineJob } from '../job';

export const concernCasesJob = defineJob({
  name: 'concern-cases',
  about: 'leave word of a batch for the cases that wait',
  queue: 'records',
  payload: z.strictObject({ batchId: bigintId }),
  attempts: 8,
  limitSeconds: 60,
  run: ({ store }, { batchId }) => transaction(store, (tx) => concernCases(tx, { batchId })),
});
