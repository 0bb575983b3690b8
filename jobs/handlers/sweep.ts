/** Job: finds what is undone although nobody was told of it, and starts it. */
import { z } from 'zod';
import { defineJob } from '../job';
import { findUndone } from '../sweep';

export const sweepJob = defineJob({
  name: 'sweep',
  about: 'find undone work and start it',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 1,
  limitSeconds: 120,
  run: async ({ store, start }) => {
    const undone = await findUndone(store);
    for (const roundId of undone.rounds) {
      start('evaluate-round', { roundId });
    }
    for (const recipientId of undone.recipients) {
      start('send', { recipientId });
    }
  },
});
