/** Job: ask one source what is new of one record type. A source that is silent leaves a note on its feed, no failure. */
import { z } from 'zod';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { pollPorts } from '../feed-ports';
import { defineJob, wordId } from '../job';

export const pollFeedJob = defineJob({
  name: 'poll-feed',
  about: 'ask a source what is new of one record type',
  queue: 'records',
  payload: z.strictObject({ agency: wordId, recordType: wordId }),
  // The next poll comes in any case.
  attempts: 1,
  limitSeconds: 1800,
  run: async ({ store, config }, { agency, recordType }) => {
    await pollFeed(store, { agency, recordType }, pollPorts(config));
  },
});
