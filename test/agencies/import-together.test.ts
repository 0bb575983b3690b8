/** Big files in flat memory, several imports at once, and what a killed one left behind. */
import { socialInsurance } from '../../src/agencies/hrss/record-types';
import type { Load } from '../../src/agencies/load';
import { mergeLoad } from '../../src/agencies/steps/merge-load';
import { transaction } from '../../src/store/transaction';
import { ACTOR, count, importHrss, inspection, insurances, scratchIsEmpty, writeHrss } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

test('progress is told while a big file is read, in memory that stays flat', async () => {
  const file = writeHrss(world.folder, 'social-insurance-20260301-full-1.csv', insurances(8_000));
  const seen: number[] = [];
  const report = await importHrss(world.store, file, {
    progress: ({ rows }: { rows: number }) => seen.push(rows),
  });
  expect(report).toMatchObject({ read: 8_000, accepted: 8_000 });
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.at(-1)).toBe(8_000);
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
});

test('two imports of one feed at once: in turn, nothing doubled', async () => {
  const one = writeHrss(world.folder, 'social-insurance-20260301-full-1.csv', insurances(300));
  const other = writeHrss(
    world.folder,
    'social-insurance-20260301-full-2.csv',
    [...insurances(300)].reverse(),
  );
  const reports = await Promise.all([
    importHrss(world.store, one),
    importHrss(world.store, other),
    importHrss(world.store, one),
  ]);
  expect(reports.reduce((sum, { added }) => sum + added, 0)).toBe(300);
  expect(
    reports.every(
      ({ state, read, accepted, unchanged }) => state === 'SAME' || read === accepted + unchanged,
    ),
  ).toBe(true);
  expect(await count(world.store, 'agency_record')).toBe(300);
  expect(await count(world.store, 'unit')).toBe(300);
});

test('imports of different feeds at once do not wait for each other and do not mix', async () => {
  const files = [
    writeHrss(world.folder, 'social-insurance-20260301-full-1.csv', insurances(200)),
    writeHrss(
      world.folder,
      'inspection-case-20260301-delta-1.csv',
      Array.from({ length: 200 }, (_, n) => inspection(n + 1)),
    ),
  ];
  await Promise.all(files.map((file) => importHrss(world.store, file)));
  expect(await count(world.store, `record_head where record_type = 'INSPECTION_CASE'`)).toBe(200);
  expect(await count(world.store, `record_head where record_type = 'SOCIAL_INSURANCE'`)).toBe(200);
});

test('what a killed run left in the scratch tables is gone after the next run of its feed', async () => {
  await world.deliver(insurances(30));
  await world.query(
    `insert into import_seen select hashtextextended('load:hrss/SOCIAL_INSURANCE', 0), array_agg(record_id) from record_head`,
  );
  // Left there, it would say that all of them were in the list.
  expect(await world.deliver(insurances(30).slice(5))).toMatchObject({ absent: 5 });
  expect(await scratchIsEmpty(world.store)).toBe(true);
});

test('events of an earlier day brought later do not set back the day up to which the feed is complete', async () => {
  await world.deliver([inspection(1)], 'inspection-case', 'delta', '20260301');
  await world.deliver([inspection(2)], 'inspection-case', 'delta', '20260201');
  expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({ complete_as_of: '2026-03-01' });
});

const loaded = (change: Partial<Load>): Load => ({
  loadId: '1',
  recordType: socialInsurance,
  mode: 'FULL',
  source: 'test',
  digest: Buffer.alloc(32),
  asOf: '2026-03-01',
  cursor: null,
  file: null,
  read: 0,
  unchanged: 0,
  profile: { rows: 0, filled: {} },
  lastBatchId: null,
  polled: true,
  actor: ACTOR,
  ...change,
});
const merge = (load: Load) => transaction(world.store, (tx) => mergeLoad(tx, load));

test('a load that was read against another state of the feed is not merged', async () => {
  await world.deliver(insurances(30));
  await expect(merge(loaded({}))).rejects.toMatchObject({ code: 'SERVER_UNAVAILABLE' });
});

test('a load whose rows were lost before the merge is not taken for an empty list', async () => {
  const { batchId } = await world.deliver(insurances(10));
  // Ten rows were read and found unchanged; PostgreSQL crashed, and its scratch tables are empty again.
  const lost = loaded({ lastBatchId: batchId, read: 10, unchanged: 10 });
  await expect(merge(lost)).rejects.toMatchObject({ code: 'SERVER_UNAVAILABLE' });
  expect(await count(world.store, `record_head where state = 'ABSENT'`)).toBe(0);
});
