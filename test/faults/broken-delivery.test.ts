/**
 * Promise: what a source delivers broken is refused, quarantined or held, never half written; its counts add up; the
 * next sound delivery is taken as if nothing had been.
 * Bound: one poll (60 s; here 1 s).
 */
import fs from 'node:fs';
import path from 'node:path';
import type { DropMode } from '../../examples/agencies/hrss-delivery';
import { runDrop } from '../../examples/agencies/hrss-drop';
import { query, type Store } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { until } from '../harness/until';
import { type Program, startWorker, untilSaid } from './programs';
import { placeOn, type Rig, startRig } from './rig';
import { AS_OF, REGISTRATIONS } from './small-city';

const LIST = 'social-insurance';
const EVENTS = 'inspection-case';
const TYPES = { [LIST]: 'SOCIAL_INSURANCE', [EVENTS]: 'INSPECTION_CASE' } as const;
type Type = keyof typeof TYPES;

let rig: Rig;
let store: Store;
let worker: Program;
/** What 人社 holds to be true, delivery by delivery; and what it puts into the drop folder. */
let books: string;
let drop: string;

beforeAll(async () => {
  rig = await startRig(await placeOn());
  ({ store } = rig);
  books = path.join(rig.city.files, 'hrss');
  drop = path.join(rig.city.files, 'drop');
  fs.mkdirSync(drop);
  worker = await startWorker({ ...rig.hub, FEED_HRSS: drop });
});
afterEach(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  for (const table of ['import_stage', 'import_seen', 'import_reject']) {
    expect(await query(store, `select from ${table} limit 1`)).toEqual([]);
  }
});
afterAll(() => rig.close());

function copy(file: string, as = file): void {
  fs.copyFileSync(path.join(books, file), path.join(drop, as));
  fs.copyFileSync(
    path.join(books, file.replace('.csv', '.done')),
    path.join(drop, as.replace('.csv', '.done')),
  );
}

const plan = (mode: DropMode, type: Type, day: string, percent = 10) => ({
  data: books,
  drop,
  mode,
  day,
  number: 1,
  types: [type],
  percent,
  column: null,
});

/** Puts a broken delivery, made from the books, into the drop folder. */
const deliverBroken = async (mode: DropMode, type: Type, day: string): Promise<string> =>
  (await runDrop(plan(mode, type, day)))[0] ?? '';

/** The books go on by a day, and are delivered as they are. */
async function deliver(
  mode: 'changed' | 'unchanged',
  type: Type,
  day: string,
  percent = 10,
): Promise<string> {
  const [file = ''] = await runDrop({ ...plan(mode, type, day, percent), drop: books });
  copy(file);
  return file;
}

interface Feed {
  readonly last_error: string | null;
  readonly held_batch_id: string | null;
  readonly complete_as_of: string | null;
  readonly last_polled_at: Date | null;
}

async function feedOf(type: Type): Promise<Feed | undefined> {
  const [feed] = await query<Feed>(store, `select * from feed where agency = 'hrss' and record_type = $1`, [
    TYPES[type],
  ]);
  return feed;
}

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_unchanged: number;
  readonly rows_quarantined: number;
}

const batchesOf = (source: string): Promise<Batch[]> =>
  query<Batch>(store, 'select * from batch where source = $1 order by id', [source]);

/** All versions of all records of a type: equal when nothing was written. */
const recordsOf = (type: Type) =>
  query(
    store,
    `select count(*)::int as versions, max(r.id) as newest, count(*) filter (where r.state = 'ABSENT')::int as absent,
       (select md5(string_agg(source_key || version || state, ' ' order by source_key)) from record_head
        where agency = 'hrss' and record_type = $1) as heads
     from agency_record r where r.agency = 'hrss' and r.record_type = $1`,
    [TYPES[type]],
  );

async function isTaken(type: Type, file: string): Promise<boolean> {
  const sql = 'select from taken_file where record_type = $1 and file = $2';
  return (await query(store, sql, [TYPES[type], file])).length > 0;
}

const untilTaken = (type: Type, file: string): Promise<void> =>
  until(`${file} is taken`, () => isTaken(type, file));

const untilBatch = (file: string): Promise<void> =>
  until(`${file} has a batch`, async () => (await batchesOf(file)).length > 0);

const lines = (file: string) => worker.said('delivery').filter(({ source }) => source === file);

test('broken rows are quarantined with number, field and reason, the rest is taken, and the counts add up', async () => {
  const { feeds } = JSON.parse(fs.readFileSync(path.join(rig.city.files, 'city.json'), 'utf8')) as {
    feeds: Record<string, { rows: number; spoilt: number }>;
  };
  const files = fs.readdirSync(books).filter((file) => file.endsWith('.csv') && !file.startsWith(LIST));
  for (const file of files) {
    copy(file);
  }
  for (const file of files) {
    await untilBatch(file);
    const [batch] = await batchesOf(file);
    const { rows, spoilt } = feeds[`hrss/${file.replace(/-\d{8}-.*/, '')}`] ?? { rows: -1, spoilt: -1 };
    expect({ file, ...batch }).toMatchObject({
      file,
      state: 'ACCEPTED',
      rows_read: rows,
      rows_quarantined: spoilt,
    });
    expect((batch?.rows_accepted ?? 0) + (batch?.rows_unchanged ?? 0)).toBe(rows - spoilt);
    const stored = await query<{ row_number: number; field: string; reason: string }>(
      store,
      'select row_number, field, reason from quarantined_row where batch_id = $1',
      [batch?.id],
    );
    expect(stored).toHaveLength(spoilt);
    expect(
      stored.every(({ row_number, field, reason }) => row_number > 0 && field !== '' && reason !== ''),
    ).toBe(true);
    await untilSaid(worker, 'delivery', { source: file });
    expect(lines(file)).toMatchObject([{ state: 'ACCEPTED', read: rows, quarantined: spoilt }]);
  }
  await until('what follows from it was done', async () => {
    const rows = await query(store, 'select from outbox where done_at is null');
    return rows.length === 0;
  });
});

test('the same file again, and the same rows on another day, write nothing but how far the source is complete', async () => {
  const original = REGISTRATIONS;
  const again = original.replace('-1.csv', '-2.csv');
  const before = await recordsOf(LIST);
  copy(original, again);
  await untilTaken(LIST, again);
  expect((await feedOf(LIST))?.complete_as_of).toBe(AS_OF);
  await untilTaken(LIST, await deliver('unchanged', LIST, '2026-07-01'));
  expect((await feedOf(LIST))?.complete_as_of).toBe('2026-07-01');
  expect(await recordsOf(LIST)).toEqual(before);
});

test('a file in the wrong encoding is refused as a whole; the next sound one is taken', async () => {
  const before = await recordsOf(LIST);
  const wrong = await deliverBroken('wrong-encoding', LIST, '2026-07-02');
  await untilBatch(wrong);
  expect(await batchesOf(wrong)).toMatchObject([{ state: 'REFUSED', rows_read: 0, rows_accepted: 0 }]);
  await untilSaid(worker, 'delivery', { source: wrong });
  expect(lines(wrong)[0]).toMatchObject({ level: 40, state: 'REFUSED', reason: expect.stringMatching(/./) });
  expect(await recordsOf(LIST)).toEqual(before);
  expect((await feedOf(LIST))?.last_error).toContain(wrong);

  const sound = await deliver('changed', LIST, '2026-07-03');
  await untilTaken(LIST, sound);
  expect(await batchesOf(sound)).toMatchObject([{ state: 'ACCEPTED', rows_accepted: 10 }]);
  expect(await feedOf(LIST)).toMatchObject({ last_error: null, complete_as_of: '2026-07-03' });
});

test('a truncated list is refused; of a feed of events, what comes after it waits until it is there whole', async () => {
  const list = await recordsOf(LIST);
  const cut = await deliverBroken('truncated', LIST, '2026-07-04');
  await untilBatch(cut);
  expect(await batchesOf(cut)).toMatchObject([
    { state: 'REFUSED', reason: expect.stringContaining('不完整') },
  ]);
  expect(await recordsOf(LIST)).toEqual(list);

  const events = await recordsOf(EVENTS);
  const cutEvents = await deliverBroken('truncated', EVENTS, '2026-07-04');
  await untilBatch(cutEvents);
  expect(await batchesOf(cutEvents)).toMatchObject([{ state: 'REFUSED' }]);
  const whole = await deliver('changed', EVENTS, '2026-07-04', 100);
  const later = await deliver('unchanged', EVENTS, '2026-07-05');
  await untilTaken(EVENTS, later);
  expect((await batchesOf(whole)).map(({ state }) => state)).toEqual(['REFUSED', 'ACCEPTED']);
  expect((await recordsOf(EVENTS))[0]).not.toEqual(events[0]);
});

test('half a list is held and takes nobody away; the next whole one is taken and replaces it', async () => {
  const before = await recordsOf(LIST);
  const half = await deliverBroken('half', LIST, '2026-07-06');
  await untilBatch(half);
  const [held] = await batchesOf(half);
  expect(held).toMatchObject({
    state: 'HELD',
    rows_accepted: 0,
    reason: expect.stringContaining('不再出现'),
  });
  expect((await feedOf(LIST))?.held_batch_id).toBe(held?.id);
  expect(await recordsOf(LIST)).toEqual(before);
  await untilSaid(worker, 'delivery', { source: half });
  expect(lines(half)).toMatchObject([{ level: 40, state: 'HELD', batchId: held?.id }]);

  const whole = await deliver('unchanged', LIST, '2026-07-07');
  await untilTaken(LIST, whole);
  expect(await batchesOf(half)).toMatchObject([{ state: 'DROPPED' }]);
  expect(await feedOf(LIST)).toMatchObject({ held_batch_id: null, complete_as_of: '2026-07-07' });
  expect(await recordsOf(LIST)).toEqual(before);
});

test('a file that is still being written is left alone until it is finished', async () => {
  const file = await deliverBroken('unfinished', LIST, '2026-07-08');
  const polled = (await feedOf(LIST))?.last_polled_at?.getTime() ?? 0;
  await until(
    'it was polled since',
    async () => ((await feedOf(LIST))?.last_polled_at?.getTime() ?? 0) > polled + 1000,
  );
  expect(await batchesOf(file)).toEqual([]);
  expect(await isTaken(LIST, file)).toBe(false);
  await deliver('unchanged', LIST, '2026-07-08');
  await untilTaken(LIST, file);
  expect(await worker.end('SIGTERM')).toMatchObject({ code: 0 });
});
