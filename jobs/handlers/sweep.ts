/** Job: finds what is undone although nobody was told of it, and starts it. */
import { z } from 'zod';
import { noteFeedStates } from '../../src/agencies/steps/note-feed-states';
import { transaction } from '../../src/store/transaction';
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
    const turned = await transaction(store, noteFeedStates);
    if (turned.length > 0) {
      store.logger.warn({ turned }, 'feeds became late or fresh');
      // Lost with this process, it costs a day at most: the same is done each night.
      start('reassess-eligibility', {});
    }
  },
});
