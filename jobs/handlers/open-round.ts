/** Job: the scheduled re-review round of one bucket. The bucket is unique in review_round: it opens once, however often it runs. */
import { z } from 'zod';
import { systemActor } from '../../src/kernel/actor';
import { dateInShanghai } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import { openRound } from '../../src/reviews/steps/open-round';
import { transaction } from '../../src/store/transaction';
import { bucketId, defineJob } from '../job';

export const openRoundJob = defineJob({
  name: 'open-round',
  about: 'open the scheduled re-review round of a bucket',
  queue: 'rounds',
  payload: z.strictObject({ bucket: bucketId }),
  attempts: 8,
  limitSeconds: 300,
  run: async ({ store }, { bucket }) => {
    const day = dateInShanghai(new Date(bucket));
    const opened = await transaction(store, (tx) =>
      openRound(tx, {
        origin: 'SCHEDULE',
        bucket: `open-round@${bucket}`,
        title: `${day} 定期复核`,
        requestedByBody: 'office',
        reason: '按复核计划定期开展',
        asOf: day,
        actor: systemActor('schedule'),
      }),
    );
    if (!opened.ok) {
      throw new HubError(opened.failure.code, opened.failure.message, opened.failure.hint);
    }
  },
});
