/** Every job of the hub: one line per name. Adding a job is adding its file and its line. */
import { checkAuditJob } from './handlers/check-audit';
import { cleanUpJob } from './handlers/clean-up';
import { concernCasesJob } from './handlers/concern-cases';
import { evaluateRoundJob } from './handlers/evaluate-round';
import { expireFlagsJob } from './handlers/expire-flags';
import { expireListingsJob } from './handlers/expire-listings';
import { markMissedReviewsJob } from './handlers/mark-missed-reviews';
import { mirrorListingsJob } from './handlers/mirror-listings';
import { openRoundJob } from './handlers/open-round';
import { pollFeedJob } from './handlers/poll-feed';
import { reassessEligibilityJob } from './handlers/reassess-eligibility';
import { reevaluateBatchJob } from './handlers/reevaluate-batch';
import { reevaluateOverdueJob } from './handlers/reevaluate-overdue';
import { reevaluateWaitingJob } from './handlers/reevaluate-waiting';
import { refreshEligibilityJob } from './handlers/refresh-eligibility';
import { sendJob } from './handlers/send';
import { sendStandingJob } from './handlers/send-standing';
import { sweepJob } from './handlers/sweep';
import type { TableJob } from './job';

export const JOBS: readonly TableJob[] = [
  pollFeedJob,
  mirrorListingsJob,
  refreshEligibilityJob,
  concernCasesJob,
  reevaluateBatchJob,
  openRoundJob,
  evaluateRoundJob,
  expireFlagsJob,
  expireListingsJob,
  reevaluateOverdueJob,
  reevaluateWaitingJob,
  markMissedReviewsJob,
  reassessEligibilityJob,
  sendJob,
  sendStandingJob,
  sweepJob,
  cleanUpJob,
  checkAuditJob,
];
