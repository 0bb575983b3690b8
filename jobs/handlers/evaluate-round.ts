/** Job: evaluate what is not yet evaluated of a round; several workers may share one round. */
import { z } from 'zod';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { defineJob, uuidId } from '../job';

export const evaluateRoundJob = defineJob({
  name: 'evaluate-round',
  about: 'evaluate the open cases of a round, in batches',
  queue: 'rounds',
  payload: z.strictObject({ roundId: uuidId }),
  attempts: 8,
  limitSeconds: 3600,
  run: async ({ store }, { roundId }, signal) => {
    // Between two batches is the place to stop: each batch is a transaction of its own.
    await evaluateRound(store, { roundId }, () => signal.throwIfAborted());
  },
});
