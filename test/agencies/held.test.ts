/** Half a file never reads as hundreds of removals: it waits for an officer, who lets it in or drops it. */
import fs from 'node:fs';
import { feedState } from '../../src/agencies/feed-state';
import { findRecordType } from '../../src/agencies/registry';
import type { BatchReport } from '../../src/agencies/report';
import { releaseBatch } from '../../src/agencies/steps/release-batch';
import type { Actor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { codeOf } from '../units/city';
import {
  count,
  heads,
  importHrss,
  insurance,
  insurances,
  type Row,
  scratchIsEmpty,
  tablesHolding,
  temporaryFolder,
  UNWANTED,
  writeHrss,
} from './deliveries';

let database: TestDatabase;
let store: Store;
let folder: string;
let serial = 0;

const city: Actor = { id: 'o1', name: '市三方办', role: 'CITY_OFFICER', body: 'office', region: null };

beforeEach(async () => {
  database = await freshDatabase();
  store = await database.store(fixedClock('2026-03-01T02:00:00Z'));
  folder = temporaryFolder();
});
afterEach(async () => {
  fs.rmSync(folder, { recursive: true });
  await database.close();
});

const deliver = (rows: readonly Row[], type = 'social-insurance', mode = 'full', day = '20260301') =>
  importHrss(store, writeHrss(folder, `${type}-${day}-${mode}-${++serial}.csv`, rows));

const answer = (batch: BatchReport, given: 'RELEASE' | 'DROP', actor = city, why = '已与来源核实') =>
  transaction(store, (tx) => releaseBatch(tx, { batchId: batch.batchId ?? '', answer: given, why, actor }));

const stateOfFeed = async (recordType = 'SOCIAL_INSURANCE') => {
  const [feed] = await query<{ completeAsOf: string | null; heldBatchId: string | null }>(
    store,
    `select complete_as_of as "completeAsOf", held_batch_id as "heldBatchId" from feed where record_type = $1`,
    [recordType],
  );
  const limits = findRecordType('hrss', recordType)?.limits;
  return limits === undefined ? null : feedState(feed ?? null, limits, '2026-03-01').state;
};

const present = async () =>
  (await heads(store, 'SOCIAL_INSURANCE'))
    .filter(({ state }) => state === 'PRESENT')
    .map(({ source_key }) => source_key);

/** 100 registrations, then a list with 60 of them, one changed and one new. */
async function holdHalf(): Promise<BatchReport> {
  await deliver(insurances(100));
  const rows = insurances(60, (number) => (number === 1 ? { 版本: '2', 参保人数: '77' } : {}));
  return deliver(
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
  expect(await query(store, `select key from outbox where topic = 'BatchHeld'`)).toEqual([
    { key: { batchId: held.batchId } },
  ]);
  expect(await query(store, 'select employees from unit where code = $1', [codeOf(1)])).toEqual([
    { employees: 11 },
  ]);
  expect(await scratchIsEmpty(store)).toBe(true);
  expect(await tablesHolding(store, UNWANTED)).toEqual([]);
});

test('exactly a fifth less is let through', async () => {
  await deliver(insurances(100));
  expect(await deliver(insurances(80))).toMatchObject({ state: 'ACCEPTED', absent: 20 });
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
  expect(await query(store, 'select complete_as_of, last_batch_id, held_batch_id from feed')).toEqual([
    { complete_as_of: '2026-03-02', last_batch_id: held.batchId, held_batch_id: null },
  ]);
  expect(await count(store, 'held_row')).toBe(0);
  expect(await query(store, 'select employees from unit where code = $1', [codeOf(1)])).toEqual([
    { employees: 77 },
  ]);
  const told = await query<{ key: unknown }>(store, `select key from outbox where topic = 'FactsChanged'`);
  expect(told.map(({ key }) => key)).toContainEqual({ batchId: held.batchId });
  const audited = await query(
    store,
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
  expect(await count(store, 'held_row')).toBe(0);
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await query(store, 'select complete_as_of from feed')).toEqual([{ complete_as_of: '2026-03-01' }]);
  const rows = insurances(60, (number) => (number === 1 ? { 版本: '2', 参保人数: '77' } : {}));
  const again = await deliver(
    [...rows, insurance(500), insurance(501, { 登记日期: '20260230' })],
    'social-insurance',
    'full',
    '20260303',
  );
  expect(again).toMatchObject({ state: 'SAME', reason: '与已弃用批次内容相同' });
  expect(await query(store, 'select complete_as_of from feed')).toEqual([{ complete_as_of: '2026-03-01' }]);
});

test('the held list once more waits with the first; a whole one replaces it without an officer', async () => {
  const held = await holdHalf();
  const file = writeHrss(folder, 'social-insurance-20260303-full-99.csv', insurances(30));
  const worse = await importHrss(store, file);
  expect(worse.state).toBe('HELD');
  expect(
    await query(store, 'select id, state from batch where id = any ($1) order by id', [
      [held.batchId, worse.batchId],
    ]),
  ).toEqual([
    { id: held.batchId, state: 'DROPPED' },
    { id: worse.batchId, state: 'HELD' },
  ]);
  expect(await importHrss(store, file)).toMatchObject({ state: 'SAME', reason: '与待审批次内容相同' });
  expect(await stateOfFeed()).toBe('HELD');
  const whole = await deliver(insurances(101), 'social-insurance', 'full', '20260304');
  expect(whole).toMatchObject({ state: 'ACCEPTED', unchanged: 100, added: 1 });
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await query(store, 'select state, reason from batch where id = $1', [worse.batchId])).toEqual([
    { state: 'DROPPED', reason: expect.stringContaining(`已由批次 ${whole.batchId} 的完整名单取代`) },
  ]);
  const told = await query<{ key: unknown }>(store, `select key from outbox where topic = 'FactsChanged'`);
  expect(told.map(({ key }) => key)).toContainEqual({ batchId: whole.batchId });
});

test('the very list that was accepted before confirms itself and ends the hold', async () => {
  const held = await holdHalf();
  const told = await count(store, `outbox where topic = 'FactsChanged'`);
  expect(await deliver(insurances(100), 'social-insurance', 'full', '20260304')).toMatchObject({
    state: 'SAME',
  });
  expect(await stateOfFeed()).toBe('FRESH');
  expect(await query(store, 'select state from batch where id = $1', [held.batchId])).toEqual([
    { state: 'DROPPED' },
  ]);
  expect(await count(store, `outbox where topic = 'FactsChanged'`)).toBe(told + 1);
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

test('an id that now names another code holds the delivery', async () => {
  await deliver(insurances(30));
  const held = await deliver(
    insurances(30, (number) => (number === 3 ? { 版本: '2', 统一社会信用代码: codeOf(900) } : {})),
  );
  expect(held).toMatchObject({ state: 'HELD', reason: expect.stringContaining('1 个编号改指另一单位代码') });
  expect(
    (await heads(store, 'SOCIAL_INSURANCE')).find(({ source_key }) => source_key === 'SI-3')?.unit_code,
  ).toBe(codeOf(3));
});

const incident = (number: number, change: Row = {}): Row => ({
  记录编号: `PO-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260201',
  文书号: `演监令〔2026〕${number}号`,
  作出日期: '20260105',
  期限届满日: '20260120',
  涉及人数: '12',
  金额: '1000.00',
  是否履行: '否',
  ...change,
});
const incidents = (from: number, change: Row = {}) =>
  Array.from({ length: 25 }, (_, place) => incident(from + place, change));

test('a field that is suddenly empty, a format that changed: held', async () => {
  await deliver(incidents(1), 'pay-order', 'delta');
  const emptied = await deliver(incidents(101, { 是否履行: '' }), 'pay-order', 'delta');
  expect(emptied).toMatchObject({ state: 'HELD', reason: expect.stringContaining('obeyed') });
  const changed = await deliver(incidents(201, { 作出日期: '2026-1-5' }), 'pay-order', 'delta');
  expect(changed).toMatchObject({ state: 'HELD', reason: expect.stringContaining('25 行被隔离') });
});

test('of a feed of events several deliveries wait, each is answered, and the feed is confirmed after the last', async () => {
  await deliver(incidents(1), 'pay-order', 'delta');
  const one = await deliver(incidents(101, { 是否履行: '' }), 'pay-order', 'delta');
  const other = await deliver(incidents(201, { 是否履行: '' }), 'pay-order', 'delta');
  const good = await deliver(incidents(301), 'pay-order', 'delta');
  expect([one.state, other.state, good.state]).toEqual(['HELD', 'HELD', 'ACCEPTED']);
  expect(await stateOfFeed('PAY_ORDER')).toBe('HELD');
  expect((await answer(other, 'RELEASE')).ok).toBe(true);
  expect(await stateOfFeed('PAY_ORDER')).toBe('HELD');
  expect((await answer(one, 'DROP')).ok).toBe(true);
  expect(await stateOfFeed('PAY_ORDER')).toBe('FRESH');
  expect(await count(store, `record_head where record_type = 'PAY_ORDER'`)).toBe(75);
});

test('what was held never overwrites what came in newer meanwhile', async () => {
  await deliver(incidents(1), 'pay-order', 'delta');
  const held = await deliver(incidents(1, { 版本: '2', 是否履行: '' }), 'pay-order', 'delta');
  await deliver(incidents(1, { 版本: '3', 是否履行: '是' }), 'pay-order', 'delta');
  const released = await answer(held, 'RELEASE');
  expect(released).toMatchObject({ ok: true, value: { read: 25, accepted: 0, quarantined: 25 } });
  const [kept] = await query<{ obeyed: boolean }>(
    store,
    `select (data ->> 'obeyed')::boolean as obeyed from record_head h join agency_record r on r.id = h.record_id limit 1`,
  );
  expect(kept?.obeyed).toBe(true);
});

const removal = (number: number, change: Row = {}): Row => ({
  记录编号: `LR-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260201',
  移出文书号: `演移出〔2026〕${number}号`,
  列入决定文书号: `演列入〔2023〕${number}号`,
  移出类型: '期满',
  移出决定日期: '20260128',
  实际移出日期: '20260201',
  ...change,
});

test('a record that carries its own document of removal is never held, whatever else is wrong with its delivery', async () => {
  await deliver(
    Array.from({ length: 30 }, (_, n) => removal(n + 1)),
    'listing-removal',
    'delta',
  );
  const spoilt = Array.from({ length: 30 }, (_, n) =>
    removal(n + 101, n > 0 ? { 移出类型: '不详之词' } : { 实际移出日期: '' }),
  );
  const renamed = removal(1, { 版本: '2', 统一社会信用代码: codeOf(700) });
  const report = await deliver([...spoilt, renamed], 'listing-removal', 'delta');
  expect(report).toMatchObject({ state: 'ACCEPTED', read: 31, accepted: 2, quarantined: 29 });
});
