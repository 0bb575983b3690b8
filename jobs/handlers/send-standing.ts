/** Job: what is in force and was not sent yet is queued for a recipient that came later, or for whom a grant began. */
import { z } from 'zod';
import { sendStandings } from '../../src/delivery/runs/send-standings';
import { defineJob, wordId } from '../job';

export const sendStandingJob = defineJob({
  name: 'send-standing',
  about: 'queue what is in force for recipients that were not sent it',
  queue: 'records',
  payload: z.union([z.strictObject({}), z.strictObject({ recipientId: wordId })]),
  attempts: 8,
  limitSeconds: 3600,
  run: async ({ store }, payload, signal) => {
    await sendStandings(store, {
      recipientId: 'recipientId' in payload ? payload.recipientId : null,
      signal,
    });
  },
});
