/** Job: everything that is due for one recipient is sent, lane by lane. */
import { z } from 'zod';
import { paceAt } from '../../src/delivery/pace';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { defineJob, wordId } from '../job';
import { recipientKey } from '../keys';

export const sendJob = defineJob({
  name: 'send',
  about: 'send what is due for a recipient',
  queue: 'sending',
  payload: z.strictObject({ recipientId: wordId }),
  attempts: 1,
  limitSeconds: 3600,
  run: async ({ store, worker, config }, { recipientId }, signal) => {
    const key = recipientKey(config);
    await sendToRecipient(store, { recipientId, worker, key, signal, pace: paceAt(config.HUB_HASTE) });
  },
});
