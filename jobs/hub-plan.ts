/** The plan of the hub itself: every job, topic and schedule under this configuration. */
import type { Config } from '../src/config/environment';
import { configuredFeeds } from './feed-ports';
import type { Plan } from './plan';
import { declareSchedules } from './schedules';
import { JOBS } from './table';
import { TOPICS } from './topics';

export const hubPlan = (config: Config): Plan => ({
  jobs: JOBS,
  topics: TOPICS,
  schedules: declareSchedules(config, configuredFeeds(config)),
});
