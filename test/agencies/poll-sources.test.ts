/** The agencies' programs as sources: by cursor, patient with one that is down, busy, cut or lying. */

import type { SourceAddress } from '../../src/agencies/feeds/open-feed';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { codeOf } from '../units/city';
import { count, heads, PORTS, scratchIsEmpty } from './deliveries';
import { AS_OF, type Sources, startSources } from './sources';
import { freshWorld } from './world';

const world = freshWorld('2026-11-21T02:00:00Z');

let sources: Sources;
beforeEach(async () => {
  sources = await startSources(1000);
});
afterEach(() => sources.close());

test('half a list over HTTP is held, and the whole list ends the hold', async () => {
  const poll = () => sources.poll(world.store, 'federation', 'MEMBERSHIP');
  expect(await poll()).toMatchObject([{ state: 'ACCEPTED', asOf: AS_OF }]);
  await sources.control('federation', 'faults', { fault: 'half' });
  expect(await poll()).toMatchObject([{ state: 'HELD' }]);
  expect(await poll()).toMatchObject([{ state: 'SAME', batchId: null }]);
  expect((await world.feed('federation', 'MEMBERSHIP'))?.held_batch_id).not.toBeNull();
  expect(await count(world.store, `record_head where state = 'ABSENT'`)).toBe(0);
  await sources.control('federation', 'faults', { fault: 'none' });
  expect(await poll()).toMatchObject([{ state: 'SAME' }]);
  expect((await world.feed('federation', 'MEMBERSHIP'))?.held_batch_id).toBeNull();
});

test.each([
  ['union', 'UNION_UNIT'],
  ['court', 'DISPUTE_OUTCOME'],
  ['federation', 'MEMBERSHIP'],
])('%s down, cut off, busy for long, or answering with a web page: noted, and made up at the next poll', async (body, type) => {
  for (const fault of ['down', 'cut']) {
    await sources.control(body, 'faults', { fault });
    expect(await sources.poll(world.store, body, type)).toEqual([]);
    expect(await world.feed(body, type)).toMatchObject({
      last_success_at: null,
      last_error: expect.any(String),
      complete_as_of: null,
    });
  }
  await sources.control(body, 'faults', { fault: 'busy', retryAfter: 3600 });
  expect(await sources.poll(world.store, body, type)).toEqual([]);
  expect((await world.feed(body, type))?.last_error).toContain('429');
  await sources.control(body, 'faults', { fault: 'garbage' });
  expect(await sources.poll(world.store, body, type)).toMatchObject([{ state: 'REFUSED' }]);
  expect(await count(world.store, 'agency_record')).toBe(0);
  expect(await scratchIsEmpty(world.store)).toBe(true);
  await sources.control(body, 'faults', { fault: 'none' });
  expect(await sources.poll(world.store, body, type)).toMatchObject([{ state: 'ACCEPTED' }]);
  expect(await world.feed(body, type)).toMatchObject({ last_error: null, complete_as_of: AS_OF });
});

test('a source that is busy for a moment is waited for', async () => {
  await sources.control('federation', 'faults', { fault: 'busy', retryAfter: 1, times: 1 });
  expect(await sources.poll(world.store, 'federation', 'HONOUR')).toMatchObject([{ state: 'ACCEPTED' }]);
});

test('a wrong token is said to be one', async () => {
  const { url } = sources.addresses.court as { url: string };
  const wrong = { ...PORTS, sourceOf: (): SourceAddress => ({ url, token: 'wrong' }) };
  expect(await pollFeed(world.store, { agency: 'court', recordType: 'DISPUTE_OUTCOME' }, wrong)).toEqual([]);
  expect((await world.feed('court', 'DISPUTE_OUTCOME'))?.last_error).toContain('令牌');
});

test('new events alone are fetched, by cursor; a list is fetched whole', async () => {
  const item = {
    seq: 0,
    key: 'FH-new',
    version: 1,
    uscc: codeOf(1),
    enterprise: '甲',
    day: '2026-11-22',
    title: '先进',
    level: 'city',
    awarded: '2026-11-22',
  };
  await sources.poll(world.store, 'federation', 'HONOUR');
  const before = await world.feed('federation', 'HONOUR');
  await sources.control('federation', 'records', { type: 'honour', items: [item] });
  await sources.control('federation', 'faults', { asOf: '2026-11-22' });
  expect(await sources.poll(world.store, 'federation', 'HONOUR')).toMatchObject([
    { read: 1, accepted: 1, asOf: '2026-11-22' },
  ]);
  expect(Number((await world.feed('federation', 'HONOUR'))?.cursor)).toBe(Number(before?.cursor) + 1);

  await sources.poll(world.store, 'union', 'UNION_LETTER');
  const letter = {
    id: 'UL-new',
    rev: 1,
    employer: { uscc: codeOf(2), name: '乙' },
    date: '2026-11-22',
    no: '一',
    kind: 'opinion',
    sent: '2026-11-22',
  };
  await sources.control('union', 'records', { type: 'letter', items: [letter] });
  expect(await sources.poll(world.store, 'union', 'UNION_LETTER')).toMatchObject([{ read: 1, accepted: 1 }]);

  const [all] = await sources.poll(world.store, 'court', 'DISPUTE_OUTCOME');
  const paper = {
    编号: 'DP-new',
    版本: 1,
    统一社会信用代码: codeOf(3),
    被执行人名称: '丙',
    数据日期: '2026-11-22',
    案号: '一',
    结案日期: '2026-11-22',
    结案方式: '调解',
  };
  await sources.control('court', 'records', { type: 'dispute', items: [paper] });
  const [some] = await sources.poll(world.store, 'court', 'DISPUTE_OUTCOME');
  expect(some).toMatchObject({ accepted: 1, changed: 0 });
  expect(some?.read).toBeLessThan((all?.read ?? 0) / 2);
});

test('an entry that the court takes off its list is absent at the next poll', async () => {
  await sources.poll(world.store, 'court', 'DISHONESTY_ENTRY');
  const [entry] = await heads(world.store, 'DISHONESTY_ENTRY');
  await sources.control('court', 'records', { type: 'dishonesty', remove: [entry?.source_key] });
  expect(await sources.poll(world.store, 'court', 'DISHONESTY_ENTRY')).toMatchObject([
    { state: 'ACCEPTED', accepted: 0, absent: 1 },
  ]);
  expect(
    (await heads(world.store, 'DISHONESTY_ENTRY')).filter(({ state }) => state === 'ABSENT'),
  ).toMatchObject([{ source_key: entry?.source_key }]);
});
