/** The three tables a worker goes by: jobs, topics, schedules. They are checked before anything is run. */
import { HubError } from '../src/kernel/errors';
import type { TableJob } from './job';
import type { Schedule } from './schedules';
import type { Topic } from './topics';

export interface Plan {
  readonly jobs: readonly TableJob[];
  readonly topics: Readonly<Record<string, Topic>>;
  readonly schedules: readonly Schedule[];
}

export function jobNamed(plan: Plan, name: string): TableJob {
  const job = plan.jobs.find((candidate) => candidate.name === name);
  if (job === undefined) {
    throw new HubError('CONFIGURATION_INVALID', `there is no job named ${name}`);
  }
  return job;
}

export const topicsOf = (plan: Plan, kind: Topic['kind']): string[] =>
  Object.entries(plan.topics)
    .filter(([, topic]) => topic.kind === kind)
    .map(([name]) => name);

/** The jobs of a topic in their order; none for a signal. */
export function jobsOf(plan: Plan, topicName: string): TableJob[] {
  const topic = plan.topics[topicName];
  return topic?.kind === 'WORK' ? topic.jobs.map((name) => jobNamed(plan, name)) : [];
}

/** What a topic leads to, whichever its kind. */
const ledTo = (topic: Topic): readonly string[] =>
  topic.kind === 'WORK' ? topic.jobs : topic.starts === undefined ? [] : [topic.starts];

/** Which topic or schedule wants which job. */
function wanted(plan: Plan): { job: string; by: string }[] {
  return [
    ...Object.entries(plan.topics).flatMap(([topic, entry]) =>
      ledTo(entry).map((job) => ({ job, by: `topic ${topic}` })),
    ),
    ...plan.schedules.flatMap(({ id, jobs }) => jobs.map((job) => ({ job, by: `schedule ${id}` }))),
  ];
}

export function planProblems(plan: Plan): string[] {
  const names = plan.jobs.map((job) => job.name);
  const ids = plan.schedules.map((schedule) => schedule.id);
  const twice = (list: readonly string[]) => list.filter((one, place) => list.indexOf(one) !== place);
  return [
    ...twice(names).map((name) => `job ${name} has two handlers`),
    ...wanted(plan)
      .filter(({ job }) => !names.includes(job))
      .map(({ job, by }) => `${by} names job ${job}, which has no handler`),
    ...twice(ids).map((id) => `schedule ${id} is declared twice`),
    // BullMQ takes an id with colons for a leftover of an older release.
    ...ids.filter((id) => !/^[a-z][a-z0-9-]*$/.test(id)).map((id) => `schedule id ${id} is not plain`),
    ...topicsOf(plan, 'WORK')
      .filter((topic) => !wanted(plan).some(({ by }) => by === `topic ${topic}`))
      .map((topic) => `topic ${topic} leads to no job`),
  ];
}

/** Jobs that nothing leads to. `startedElsewhere`: by the relay or the sweep. */
export function unreachableJobs(plan: Plan, startedElsewhere: readonly string[]): string[] {
  const reached = new Set([...startedElsewhere, ...wanted(plan).map(({ job }) => job)]);
  return plan.jobs.map((job) => job.name).filter((name) => !reached.has(name));
}

export function checkPlan(plan: Plan): void {
  const problems = planProblems(plan);
  if (problems.length > 0) {
    throw new HubError(
      'CONFIGURATION_INVALID',
      `The job table has ${problems.length} problem(s): ${problems.join('; ')}`,
    );
  }
}
