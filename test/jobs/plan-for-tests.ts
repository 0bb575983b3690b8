/** A small plan whose jobs do as the test says: for what must hold of any job. */
import { z } from 'zod';
import { defineJob, type Ids, type JobContext, type TableJob } from '../../jobs/job';
import type { Plan } from '../../jobs/plan';
import type { Schedule } from '../../jobs/schedules';
import { readConfig } from '../../src/config/environment';

export type Work = (context: JobContext, ids: Ids, signal: AbortSignal) => Promise<void>;

export const testJob = (name: string, run: Work, more: Partial<TableJob> = {}): TableJob => ({
  ...defineJob({
    name,
    about: 'for a test',
    queue: 'records',
    payload: z.record(z.string(), z.string()),
    attempts: 8,
    limitSeconds: 60,
    run,
  }),
  ...more,
});

/** FactsChanged leads to `jobs` in their order; RoundAdvanced, a signal, starts the first of them. */
export const testPlan = (jobs: readonly TableJob[], schedules: readonly Schedule[] = []): Plan => ({
  jobs,
  topics: {
    FactsChanged: { kind: 'WORK', key: z.record(z.string(), z.string()), jobs: jobs.map((job) => job.name) },
    RoundAdvanced: {
      kind: 'SIGNAL',
      key: z.record(z.string(), z.string()),
      wakes: 'SUBSCRIBERS',
      ...(jobs[0] === undefined ? {} : { starts: jobs[0].name }),
    },
  },
  schedules,
});

/** Ports chosen by the system, everything else as given. */
export const testConfig = (environment: Record<string, string>) => ({
  ...readConfig(environment),
  WORKER_PORT: 0,
});
