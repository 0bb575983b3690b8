/** Job: the audit log is recomputed, and where its chains end is kept. */
import { z } from 'zod';
import { checkAudit } from '../../src/audit/runs/check-audit';
import { defineJob } from '../job';

export const checkAuditJob = defineJob({
  name: 'check-audit',
  about: 'recompute the audit log and keep where its chains end',
  queue: 'records',
  payload: z.strictObject({}),
  attempts: 3,
  limitSeconds: 3600,
  run: async ({ store }) => {
    await checkAudit(store);
  },
});
