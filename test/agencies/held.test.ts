/** Half a file never reads as hundreds of removals: it waits for an officer, who lets it in or drops it. */

import type { BatchReport } from '../../src/agencies/report';
import type { Actor } from '../../src/kernel/actor';
import { codeOf } from '../units/city';
import {
  count,
  heads,
  importHrss,
  insurance,
  insurances,
  scratchIsEmpty,
  tablesHolding,
  UNWANTED,
  writeHrss,
} from './deliveries';
import { city, officerOf } from './officer';
import { freshWorld } from './world';

const world = freshWorld('2026-03-04T02:00:00Z');

const { answer, stateOfFeed } = officerOf(world);

const present = async () =>
  (await heads(world.store, 'SOCIAL_INSURANCE'))
    .filter(({ state }) => state === 'PRESENT')
    .map(({ source_key }) => source_key);

/** 100 registrations, then a list with 60 of them, one changed and one new. */
async function holdHalf(): Promise<BatchReport> {
  await world.deliver(insurances(100));
  const rows = insurances(60, (number) => (number === 1 ? { 版本: '2', 参保人数: '77' } : {}));
  return world.deliver(
    [...rows, insurance(500), insurance(501, { 登记日期: '20260230' })],
    'social-insurance',
    'full',
    '20260302',
  );
}

test('a list that lost more than a fifth is held: records as they were, the feed unconfirmed, an officer told', async () => {
  const held = await holdHalf();
  expect(held).toMatchObject({ state: 'HELD', read: 62, accepted: 0, absent: 0, quarantined: 1 });
  expect(held.reason).toContain('其中 40 条不再出现');
  expect(await present()).toHaveLength(100);
  expect(await stateOfFeed()).toBe('HELD');
  expect(await world.query(`select key from outbox where topic = 'BatchHeld'`)).toEqual([
    { key: { batchId: held.batchId } },
  ]);
  expect(await world.query('select employees from unit where code = $1', [codeOf(1)])).toEqual([
    { employees: 11 },
  ]);
  expect(await scratchIsEmpty(world.store)).toBe(true);
  expect(await tablesHolding(world.store, UNWANTED)).toEqual([]);
});

test('exactly a fifth less is let through', async () => {
  await world.deliver(insurances(100));
  expect(await world.deliver(insurances(80))).toMatchObject({ state: 'ACCEPTED', absent: 20 });
  expect(await stateOfFeed()).toBe('FRESH');
});

test('released: let in as it stood, what was missing is absent, the counts add up, the feed is confirmed', async () => {
  const held = await holdHalf();
  const released = await answer(held, 'RELEASE');
  expect(released).toMatchObject({
    ok: true,
    value: {
      state: 'RELEASED',
      read: 62,
      accepted: 2,
      added: 1,
      changed: 1,
      unchanged: 59,
      quarantined: 1,
      absent: 40,
    },
  });
  expect(await present()).toHaveLength(61);
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await world.query('select complete_as_of, last_batch_id, held_batch_id from feed')).toEqual([
    { complete_as_of: '2026-03-02', last_batch_id: held.batchId, held_batch_id: null },
  ]);
  expect(await count(world.store, 'held_row')).toBe(0);
  expect(await world.query('select employees from unit where code = $1', [codeOf(1)])).toEqual([
    { employees: 77 },
  ]);
  const told = await world.query<{ key: unknown }>(`select key from outbox where topic = 'FactsChanged'`);
  expect(told.map(({ key }) => key)).toContainEqual({ batchId: held.batchId });
  const audited = await world.query(
    `select action, actor_id, detail ->> 'why' as why from audit_entry order by seq`,
  );
  expect(audited).toEqual([
    { action: 'batch.accepted', actor_id: 'system:test', why: null },
    { action: 'batch.held', actor_id: 'system:test', why: null },
    { action: 'batch.released', actor_id: 'o1', why: '已与来源核实' },
  ]);
});

test('dropped: nothing of it stays, and the same list again is neither taken nor held again', async () => {
  const held = await holdHalf();
  expect(await answer(held, 'DROP')).toMatchObject({ ok: true, value: { state: 'DROPPED' } });
  expect(await present()).toHaveLength(100);
  expect(await count(world.store, 'held_row')).toBe(0);
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await world.query('select complete_as_of from feed')).toEqual([{ complete_as_of: '2026-03-01' }]);
  const rows = insurances(60, (number) => (number === 1 ? { 版本: '2', 参保人数: '77' } : {}));
  const again = await world.deliver(
    [...rows, insurance(500), insurance(501, { 登记日期: '20260230' })],
    'social-insurance',
    'full',
    '20260303',
  );
  expect(again).toMatchObject({
    state: 'DROPPED',
    batchId: held.batchId,
    reason: `内容与已弃用批次 ${held.batchId} 相同，未接收`,
  });
  expect(await world.query('select complete_as_of from feed')).toEqual([{ complete_as_of: '2026-03-01' }]);
});

test('the held list once more waits with the first; a whole one replaces it without an officer', async () => {
  const held = await holdHalf();
  const file = writeHrss(world.folder, 'social-insurance-20260303-full-99.csv', insurances(30));
  const worse = await importHrss(world.store, file);
  expect(worse.state).toBe('HELD');
  expect(
    await world.query('select id, state from batch where id = any ($1) order by id', [
      [held.batchId, worse.batchId],
    ]),
  ).toEqual([
    { id: held.batchId, state: 'DROPPED' },
    { id: worse.batchId, state: 'HELD' },
  ]);
  expect(await importHrss(world.store, file)).toMatchObject({
    state: 'HELD',
    batchId: worse.batchId,
    reason: `内容与待核批次 ${worse.batchId} 相同，须先放行或弃用该批次`,
  });
  expect(await stateOfFeed()).toBe('HELD');
  const whole = await world.deliver(insurances(101), 'social-insurance', 'full', '20260304');
  expect(whole).toMatchObject({ state: 'ACCEPTED', unchanged: 100, added: 1 });
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await world.query('select state, reason from batch where id = $1', [worse.batchId])).toEqual([
    { state: 'DROPPED', reason: expect.stringContaining(`已由批次 ${whole.batchId} 的完整名单取代`) },
  ]);
  const told = await world.query<{ key: unknown }>(`select key from outbox where topic = 'FactsChanged'`);
  expect(told.map(({ key }) => key)).toContainEqual({ batchId: whole.batchId });
});

test('a held list brought again as changes is taken as changes: only its mode had made it a list of removals', async () => {
  await world.deliver(insurances(100));
  const rows = insurances(60, (number) => (number === 1 ? { 版本: '2', 参保人数: '77' } : {}));
  const file = writeHrss(world.folder, 'social-insurance-20260302-full-9.csv', rows);
  const held = await importHrss(world.store, file);
  expect(held.state).toBe('HELD');
  expect(await importHrss(world.store, file, { mode: 'DELTA' })).toMatchObject({
    state: 'ACCEPTED',
    changed: 1,
    unchanged: 59,
    absent: 0,
  });
  expect(await present()).toHaveLength(100);
  expect(await stateOfFeed()).toBe('HELD');
  // And the other way round: what was accepted as changes has not yet spoken as a list.
  expect(await answer(held, 'DROP')).toMatchObject({ ok: true });
  expect(await importHrss(world.store, file)).toMatchObject({ state: 'HELD' });
});

test('the very list that was accepted before confirms itself and ends the hold', async () => {
  const held = await holdHalf();
  const told = await count(world.store, `outbox where topic = 'FactsChanged'`);
  expect(await world.deliver(insurances(100), 'social-insurance', 'full', '20260304')).toMatchObject({
    state: 'SAME',
  });
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await world.query('select state from batch where id = $1', [held.batchId])).toEqual([
    { state: 'DROPPED' },
  ]);
  expect(await count(world.store, `outbox where topic = 'FactsChanged'`)).toBe(told + 1);
});

test('only a city officer answers, with a reason, and once', async () => {
  const held = await holdHalf();
  const county: Actor = { ...city, role: 'COUNTY_OFFICER', region: '371002' };
  expect(await answer(held, 'RELEASE', county)).toMatchObject({
    ok: false,
    failure: { code: 'NOT_ALLOWED' },
  });
  expect(await answer(held, 'RELEASE', city, ' ')).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  const both = await Promise.all([answer(held, 'RELEASE'), answer(held, 'DROP')]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'WRONG_STATE' } });
  for (const batchId of ['999999', 'x', '']) {
    expect(await answer({ ...held, batchId }, 'DROP')).toMatchObject({
      ok: false,
      failure: { code: 'NOT_FOUND' },
    });
  }
});
