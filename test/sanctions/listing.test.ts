/** Order 45: only a decision with every step that the law demands is flagged; a removal outranks it in every race. */
import fc from 'fast-check';
import { fixedClock } from '../../src/kernel/clock';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { query, type Store } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { DOCUMENT, putBatch } from './records';
import { decided, listingWorld, ordered, removed } from './world';

let database: TestDatabase;
let store: Store;
let world: ReturnType<typeof listingWorld>;
const TODAY = '2026-09-01T02:00:00Z';
const clock = fixedClock(TODAY);

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  world = listingWorld(store);
  await registerAll(store, [recipient('credit-platform', ['JOINT_SANCTION'], ['documentNo'])]);
});
beforeEach(() => clock.set(TODAY));
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

test('a served decision after notice and lapsed pay order is listed for three years, and pushed', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  expect(await world.events(id)).toEqual(['LISTED']);
  const [flag] = await query(
    store,
    `select state, effective_from, effective_end, basis->>'documentNo' as no, basis->>'remedies' like '%行政复议%' as remedies
     from flag where unit_id = $1`,
    [id],
  );
  expect(flag).toEqual({
    state: 'ACTIVE',
    effective_from: '2026-01-22',
    effective_end: '2029-01-20',
    no: DOCUMENT,
    remedies: true,
  });
  expect(await query(store, 'select recipient_id from delivery where unit_id = $1', [id])).toEqual([
    { recipient_id: 'credit-platform' },
  ]);
});

test.each([
  ['the decision was not served', { servedOn: null }, {}, '第八条'],
  ['service is still to come', { servedOn: '2026-09-02' }, {}, '第八条'],
  ['there was no prior notice', { noticeServedOn: null }, {}, '第六条'],
  ['notice came after the decision', { noticeServedOn: '2026-01-21' }, {}, '第六条'],
  ['it was decided while the unit could still object', { noticeServedOn: '2026-01-13' }, {}, '第六条'],
  ['it names no pay order', { payOrderNo: null }, {}, '第五条'],
  ['the pay order was obeyed', {}, { obeyed: true }, '第五条'],
  ['nobody says whether it was obeyed', {}, { obeyed: null }, '第五条'],
  ['its time limit had not passed', {}, { limitOn: '2026-01-20' }, '第五条'],
  ['it names another pay order', { payOrderNo: '责令2' }, {}, '第五条'],
])('held, not flagged, not pushed when %s', async (_name, more, order, article) => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id, order), decided(id, more));
  expect(await world.events(id)).toEqual(['HELD']);
  expect(await world.flags(id)).toEqual([]);
  expect(await query(store, 'select from event where unit_id = $1', [id])).toEqual([]);
  expect(await world.heldFor(id)).toContain(article);
});

test('what was missing arrives later, in a batch of its own: then it is listed', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(decided(id, { servedOn: null }));
  await world.deliver(decided(id));
  await world.deliver(ordered(id));
  expect(await world.events(id)).toEqual(['HELD', 'HELD', 'LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
});

test('rows of persons are no listings and reach no flag', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id, { personRole: 'LEGAL_REPRESENTATIVE' }));
  expect(await world.events(id)).toEqual([]);
  expect(await world.flags(id)).toEqual([]);
});

test('paying after the decision removes nothing; the removal decision does, and replays revive nothing', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(ordered(id, { obeyed: true }));
  expect(await world.events(id)).toEqual(['LISTED']);
  await world.deliver(removed(id));
  await world.deliver(decided(id));
  await world.deliver(ordered(id), decided(id, { expectedRemovalOn: null }));
  expect(await world.events(id)).toEqual(['LISTED', 'REMOVED_EARLY']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('a removal that comes before its listing: never flagged', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(removed(id, { kind: 'ANNULLED' }));
  await world.deliver(ordered(id), decided(id));
  expect(await world.events(id)).toEqual(['REMOVED_ANNULLED']);
  expect(await world.flags(id)).toEqual([]);
});

test('listed again by a new decision: a listing of its own', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id), removed(id));
  const again = {
    documentNo: '列2',
    decidedOn: '2026-08-20',
    servedOn: '2026-08-21',
    noticeServedOn: '2026-08-10',
  };
  await world.deliver(decided(id, again, { key: `${id}-second` }));
  expect(await world.events(id)).toEqual(['REMOVED_EARLY', 'LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
});

test('mirrored twice, and by two workers at once: written once', async () => {
  const { id } = await makeUnit(store);
  const batchId = await putBatch(store, [ordered(id), decided(id)]);
  await Promise.all([mirrorListings(store, { batchId }), mirrorListings(store, { batchId })]);
  await mirrorListings(store, { batchId });
  expect(await world.events(id)).toEqual(['LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  expect(await query(store, 'select from event where unit_id = $1', [id])).toHaveLength(1);
});

test('any order of arrival, with replays, ends in one state; a removed listing is never active', async () => {
  const papers = (id: string) => ({
    order: ordered(id),
    paid: ordered(id, { obeyed: true }),
    decision: decided(id),
    absent: decided(id, {}, { state: 'ABSENT' }),
    removal: removed(id),
  });
  const name = fc.constantFrom('order', 'paid', 'decision', 'absent', 'removal') as fc.Arbitrary<
    keyof ReturnType<typeof papers>
  >;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
      async (batches) => {
        const [one, other] = [await makeUnit(store), await makeUnit(store)];
        for (const names of batches) {
          await world.deliver(...names.map((paper) => papers(one.id)[paper]));
          const seen = batches.slice(0, batches.indexOf(names) + 1).flat();
          if (seen.includes('removal') && seen.some((paper) => paper === 'decision' || paper === 'absent')) {
            expect((await world.flags(one.id)).at(-1) ?? 'WITHDRAWN').toMatch(/^WITHDRAWN/);
          }
          if (!seen.includes('order')) {
            expect(await world.flags(one.id)).toEqual([]);
          }
        }
        await world.deliver(...batches.flat().map((paper) => papers(other.id)[paper]));
        expect((await world.events(one.id)).at(-1)).toBe((await world.events(other.id)).at(-1));
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
