/** A feed that goes late, or comes back without news, is noticed once each time, and eligibility is worked out again. */
import { sweepJob } from '../../jobs/handlers/sweep';
import type { JobContext } from '../../jobs/job';
import { noteFeedStates } from '../../src/agencies/steps/note-feed-states';
import { transaction } from '../../src/store/transaction';
import { insurances } from './deliveries';
import { officerOf } from './officer';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');
const { answer } = officerOf(world);

const feed = { agency: 'hrss', recordType: 'SOCIAL_INSURANCE' };
const turned = () => transaction(world.store, noteFeedStates);

test('late and fresh again, each told once; a first delivery was told by its own batch', async () => {
  expect(await turned()).toEqual([]);
  await world.deliver(insurances(30));
  expect(await turned()).toEqual([]);
  world.clock.set('2026-04-10T02:00:00Z'); // 40 days: not late yet
  expect(await turned()).toEqual([]);
  world.clock.set('2026-04-11T02:00:00Z');
  const both = await Promise.all([turned(), turned()]);
  expect(both.flat()).toEqual([{ ...feed, state: 'LATE' }]);
  expect(await turned()).toEqual([]);
  expect(await world.deliver(insurances(30), 'social-insurance', 'full', '20260411')).toMatchObject({
    state: 'SAME',
  });
  expect(await turned()).toEqual([{ ...feed, state: 'FRESH' }]);
  expect(await turned()).toEqual([]);
});

test('held and confirmed again, though nothing of the batch was let in', async () => {
  await world.deliver(insurances(30));
  await turned();
  const held = await world.deliver(insurances(10));
  expect(await turned()).toEqual([{ ...feed, state: 'HELD' }]);
  await answer(held, 'DROP');
  expect(await turned()).toEqual([{ ...feed, state: 'FRESH' }]);
});

test('the sweep has eligibility worked out again when a feed turned, and only then', async () => {
  await world.deliver(insurances(30));
  const started: string[] = [];
  const context = {
    store: world.store,
    start: (name: string) => started.push(name),
  } as unknown as JobContext;
  const sweep = () => sweepJob.run(context, {}, new AbortController().signal);
  await sweep();
  expect(started).toEqual([]);
  world.clock.set('2026-05-01T02:00:00Z');
  await sweep();
  await sweep();
  expect(started).toEqual(['reassess-eligibility']);
});
