/** Promise: every job, topic and schedule of the hub belongs together, and payloads take ids and nothing else. */
import fs from 'node:fs';
import path from 'node:path';
import { OFFER, SEND, TICK } from '../../jobs/consumers';
import { hubPlan } from '../../jobs/hub-plan';
import { checkPlan, planProblems, unreachableJobs } from '../../jobs/plan';
import { JOBS } from '../../jobs/table';
import { TOPICS } from '../../jobs/topics';
import { HubError } from '../../src/kernel/errors';
import { testConfig, testJob, testPlan } from './plan-for-tests';

const config = testConfig({
  FEED_HRSS: '/drop',
  FEED_UNION: 'http://union',
  FEED_COURT: 'http://court',
  FEED_FEDERATION: 'http://federation',
});
const plan = hubPlan(config);
const nothing = async () => undefined;

test('the plan of the hub has no problem, and nothing in it is out of reach', () => {
  expect(planProblems(plan)).toEqual([]);
  expect(unreachableJobs(plan, ['send'])).toEqual([]);
});

test('one file per job, one line per file', () => {
  const files = fs
    .readdirSync(path.join(__dirname, '../../jobs/handlers'))
    .map((file) => file.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual(JOBS.map(({ name }) => name).sort());
});

test('two handlers for one name, and a name without handler, stop the process', () => {
  const twice = testPlan([testJob('same', nothing), testJob('same', nothing)]);
  expect(() => checkPlan(twice)).toThrow(HubError);
  expect(() => checkPlan(twice)).toThrow(/same has two handlers/);
  const missing = { ...testPlan([testJob('here', nothing)]), jobs: [] };
  expect(() => checkPlan(missing)).toThrow(/here, which has no handler/);
  const schedule = {
    id: 'a:b',
    pattern: '* * * * *',
    missed: 'LATEST' as const,
    jobs: ['gone'],
    payloads: () => [],
  };
  expect(planProblems(testPlan([testJob('here', nothing)], [schedule, schedule]))).toEqual(
    expect.arrayContaining([
      'schedule a:b names job gone, which has no handler',
      'schedule a:b is declared twice',
      'schedule id a:b is not plain',
    ]),
  );
});

const UUID = '0190b6a0-0000-7000-8000-000000000001';
const SOUND: Readonly<Record<string, Record<string, string>>> = {
  'poll-feed': { agency: 'union', recordType: 'UNION_UNIT' },
  'mirror-listings': { batchId: '17' },
  'refresh-eligibility': { batchId: '17' },
  'concern-cases': { batchId: '17' },
  'reevaluate-batch': { batchId: '17' },
  'open-round': { bucket: '2026-03-01T00:00:00.000Z' },
  'evaluate-round': { roundId: UUID },
  send: { recipientId: 'credit-platform' },
};
const HOSTILE = ['', '1; drop table unit', '张某', '../../etc/passwd', 'x'.repeat(200), '{"name":"张某"}'];

test.each(JOBS.map((job) => [job.name, job] as const))('%s takes ids, and nothing else', (name, job) => {
  const sound = SOUND[name] ?? {};
  expect(job.parse(sound)).toEqual(sound);
  expect(() => job.parse({ ...sound, note: 'x' })).toThrow();
  for (const key of Object.keys(sound)) {
    for (const value of [...HOSTILE, 17, null, undefined, { id: '1' }, ['1']]) {
      expect(() => job.parse({ ...sound, [key]: value })).toThrow();
    }
  }
});

test.each(Object.entries(TOPICS))('the key of topic %s is ids that its jobs take', (_name, topic) => {
  const ids = { batchId: '17', roundId: UUID, recipientId: 'union', flagId: UUID };
  const keys = Object.fromEntries(
    Object.entries(ids).filter(([key, value]) => topic.key.safeParse({ [key]: value }).success),
  );
  expect(Object.keys(keys)).toHaveLength(1);
  expect(topic.key.safeParse({ ...keys, note: 'x' }).success).toBe(false);
  for (const job of topic.kind === 'WORK' ? topic.jobs : []) {
    expect(JOBS.find(({ name }) => name === job)?.parse(keys)).toEqual(keys);
  }
});

test('of a day: what ended is ended before eligibility is worked out', () => {
  expect(plan.schedules.find(({ id }) => id === 'day')?.jobs).toEqual([
    'expire-listings',
    'expire-flags',
    'reevaluate-overdue',
    'reevaluate-waiting',
    'mark-missed-reviews',
    'reassess-eligibility',
    'send-standing',
    'check-audit',
  ]);
});

test('listings are mirrored before eligibility is worked out, and neither waits for a case', () => {
  const jobsOf = (name: string) => {
    const topic = TOPICS[name];
    return topic?.kind === 'WORK' ? topic.jobs : [];
  };
  expect(jobsOf('FactsChanged')).toEqual(['mirror-listings', 'refresh-eligibility', 'concern-cases']);
  expect(jobsOf('CasesConcerned')).toEqual(['reevaluate-batch']);
});

test('what lies in Redis is ids and a fence', () => {
  expect(OFFER.safeParse({ row: '1', attempts: 1 }).success).toBe(true);
  expect(OFFER.safeParse({ row: '1', attempts: 1, topic: 'x' }).success).toBe(false);
  expect(SEND.safeParse({ recipientId: 'a b' }).success).toBe(false);
  expect(TICK.safeParse({ schedule: 'poll-union' }).success).toBe(true);
  expect(TICK.safeParse({ schedule: 'a:b' }).success).toBe(false);
});
