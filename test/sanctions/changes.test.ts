/** What happens to a listing later: corrections and absence at the source, removals by their day, the end of the term. */
import { attachRecord } from '../../src/agencies/steps/attach-record';
import { systemActor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { readIdleRemovals } from '../../src/sanctions/reads';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { putBatch } from './records';
import { annulled, decided, listingWorld, ordered, removed } from './world';

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

test('gone from the full list without a removal: unconfirmed, and the flag stands until its term ends', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(decided(id, {}, { state: 'ABSENT' }));
  expect(await world.events(id)).toEqual(['LISTED', 'UNCONFIRMED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  clock.set('2029-01-20T15:00:00Z');
  await world.revisit();
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  await world.deliver(decided(id));
  expect(await world.events(id)).toEqual(['LISTED', 'UNCONFIRMED', 'LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
});

test('another day of service that the law does not bear is a word of the source, and recalls', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(decided(id, { noticeServedOn: '2026-01-19' }));
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
});

test('a removal that ends nothing is put before an officer until it does', async () => {
  const { id } = await makeUnit(store);
  const idle = async () =>
    (await readIdleRemovals(store)).filter(({ documentNo }) => documentNo === `移出${id}`);
  const ends = (more = {}) => removed(id, { documentNo: `移出${id}`, ...more });
  await world.deliver(ordered(id), decided(id), ends({ listingDocumentNo: '列99' }));
  expect(await idle()).toEqual([{ documentNo: `移出${id}`, listingDocumentNo: '列99' }]);
  await world.deliver(ends({ decidedOn: '2026-01-19' }));
  expect(await idle()).toHaveLength(1);
  await world.deliver(ends({ listingDocumentNo: '威人社监列字[2026]1号' }));
  expect(await idle()).toEqual([]);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('two records of one decision: one that is in the list counts before one that is gone', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id), decided(id, {}, { key: `${id}-again` }));
  await world.deliver(decided(id, {}, { key: `${id}-again`, state: 'ABSENT' }));
  expect(await world.events(id)).toEqual(['LISTED']);
});

test('the source corrects the date: the listing of the old date loses its basis and is recalled', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(decided(id, { decidedOn: '2026-01-21' }));
  expect(await world.events(id)).toEqual(['LISTED', 'HELD', 'LISTED']);
  expect((await world.flags(id)).sort()).toEqual(['ACTIVE LISTED', 'ACTIVE LISTED', 'WITHDRAWN HELD']);
  const heads = await query(store, `select state from flag_head where unit_id = $1 order by state`, [id]);
  expect(heads).toEqual([{ state: 'ACTIVE' }, { state: 'WITHDRAWN' }]);
});

test('the source corrects the employer: the flag leaves the wrong one', async () => {
  const [wrong, right] = [await makeUnit(store), await makeUnit(store)];
  await world.deliver(ordered(wrong.id), decided(wrong.id), ordered(right.id));
  await world.deliver({ ...decided(right.id), key: `${wrong.id}-LISTING_DECISION` });
  expect(await world.flags(wrong.id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
  expect(await world.flags(right.id)).toEqual(['ACTIVE LISTED']);
});

test('the term ends on its last day by itself, and once', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  clock.set('2029-01-20T15:00:00Z');
  await world.revisit();
  expect(await world.events(id)).toEqual(['LISTED']);
  clock.set('2029-01-20T17:00:00Z');
  await Promise.all([world.revisit(), world.revisit()]);
  expect(await world.events(id)).toEqual(['LISTED', 'REMOVED_EXPIRED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EXPIRED']);
  expect(await query(store, 'select effective_end from flag_head where unit_id = $1', [id])).toEqual([
    { effective_end: '2029-01-20' },
  ]);
});

test('a removal dated ahead ends the listing on its day, without a word from the source; until then it stands', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id), removed(id, { decidedOn: '2026-09-10', removedOn: null }));
  await world.revisit();
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  clock.set('2026-09-09T16:00:00Z');
  await world.revisit();
  expect(await world.events(id)).toEqual(['LISTED', 'REMOVED_EARLY']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('a removal that its source corrected counts as it says now: here, for another listing', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id), removed(id));
  expect(await world.events(id)).toEqual(['REMOVED_EARLY']);
  await world.deliver(removed(id, { listingDocumentNo: '别的列入决定' }));
  expect(await world.events(id)).toEqual(['REMOVED_EARLY', 'LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
});

test('restored by a newer decision under the same number: it stands, and is pushed', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id), removed(id));
  await world.deliver(
    decided(id, { decidedOn: '2026-08-20', noticeServedOn: '2026-08-05', servedOn: '2026-08-21' }),
  );
  expect(await world.events(id)).toEqual(['REMOVED_EARLY', 'LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
});

test('the source corrects number or limit of the order to pay: the ground is what it says now', async () => {
  const [numbered, dated] = [await makeUnit(store), await makeUnit(store)];
  await world.deliver(ordered(numbered.id), decided(numbered.id), ordered(dated.id), decided(dated.id));
  await world.deliver(ordered(numbered.id, { documentNo: '责令9' }));
  await world.deliver(ordered(dated.id, { limitOn: '2026-02-15' }));
  for (const { id } of [numbered, dated]) {
    expect(await world.events(id)).toEqual(['LISTED', 'HELD']);
    expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
  }
});

test('that an order was not obeyed by one limit says nothing of another limit', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(ordered(id, { limitOn: '2025-12-25', obeyed: null }));
  expect(await world.events(id)).toEqual(['LISTED', 'HELD']);
});

test('not yet paid while the limit still ran is no lapse', async () => {
  const { id } = await makeUnit(store);
  await world.deliver({ ...ordered(id), observedOn: '2025-12-15' }, decided(id));
  expect(await world.events(id)).toEqual(['HELD']);
  await world.deliver(ordered(id));
  expect(await world.events(id)).toEqual(['HELD', 'LISTED']);
});

test('the order to pay is annulled: held under article 16, recalled, and pushed no more', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(annulled(id));
  await world.deliver(decided(id, { expectedRemovalOn: null }));
  expect(await world.events(id)).toEqual(['LISTED', 'HELD']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
  expect(await world.heldFor(id)).toContain('第十六条');
  await world.deliver(annulled(id, { annulledOn: null }));
  expect(await world.events(id)).toEqual(['LISTED', 'HELD', 'LISTED']);
});

test('a listing of a self-employed person never reaches a flag', async () => {
  const { id } = await makeUnit(store);
  await query(store, `update unit set code = '92' || substr(code, 3) where id = $1`, [id]);
  await world.deliver(ordered(id), decided(id));
  expect(await world.events(id)).toEqual(['HELD']);
  expect(await world.flags(id)).toEqual([]);
});

test('a decision that came with a name alone is mirrored once an officer joined it, and recalled when parted', async () => {
  const { id } = await makeUnit(store);
  const join = (to: string | null) =>
    transaction(store, (tx) =>
      attachRecord(tx, {
        subjectId: `hrss/LISTING_DECISION/${id}-LISTING_DECISION`,
        unitId: to,
        actor: systemActor('test'),
      }),
    );
  await world.deliver(ordered(id));
  const batchId = await putBatch(store, [{ ...decided(id), unitId: null }]);
  await join(id);
  await mirrorListings(store, { batchId });
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  await join(null);
  await mirrorListings(store, { batchId });
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
});
