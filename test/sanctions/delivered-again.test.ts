/** Promise: a decision to list that is delivered again is the decision it was: what is left out of it, or written otherwise, ends nothing. */
import { fixedClock } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { DOCUMENT } from './records';
import { decided, listingWorld, ordered, removed } from './world';

let database: TestDatabase;
let store: Store;
let world: ReturnType<typeof listingWorld>;
const clock = fixedClock('2026-09-01T02:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  world = listingWorld(store);
  await registerAll(store, [recipient('credit-platform', ['JOINT_SANCTION'], ['documentNo'])]);
});
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

test.each([
  'servedOn',
  'noticeServedOn',
  'payOrderNo',
])('left blank by the source where it was filled in (%s): unconfirmed, and nothing is recalled', async (field) => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(decided(id, { [field]: null }));
  expect(await world.events(id)).toEqual(['LISTED', 'UNCONFIRMED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  await world.deliver(decided(id));
  expect(await world.events(id)).toEqual(['LISTED', 'UNCONFIRMED', 'LISTED']);
  await world.deliver(decided(id, { [field]: null }), removed(id));
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('left blank in one record that another one still fills in: no doubt', async () => {
  const { id } = await makeUnit(store);
  const again = { key: `${id}-again` };
  await world.deliver(ordered(id), decided(id), decided(id, { servedOn: null }, again));
  await world.deliver(decided(id, { servedOn: null, expectedRemovalOn: null }, again));
  expect(await world.events(id)).toEqual(['LISTED']);
});

test('of what was left blank the value that was given last stands', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(decided(id, { servedOn: '2026-01-23' }));
  await world.deliver(decided(id, { servedOn: null }));
  expect(await query(store, 'select served_on from listing where unit_id = $1', [id])).toEqual([
    { served_on: '2026-01-23' },
  ]);
});

test('delivered again under another form of its number: one listing, nothing recalled, nothing pushed', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  for (const documentNo of [
    '威人社监列字(2026)1号',
    '威人社监列字［２０２６］ 1 号',
    '威人社监列字【2026】1号',
  ]) {
    await world.deliver(decided(id, { documentNo }));
  }
  expect(await world.events(id)).toEqual(['LISTED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
  expect(await query(store, 'select document_no from listing where unit_id = $1', [id])).toEqual([
    { document_no: DOCUMENT },
  ]);
  await world.deliver(
    decided(id, { documentNo: '威人社监列字(2026)1号' }, { key: `${id}-again` }),
    removed(id),
  );
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('what a form of the number said before still counts as said of the decision', async () => {
  const { id } = await makeUnit(store);
  await world.deliver(ordered(id), decided(id));
  await world.deliver(decided(id, { documentNo: '威人社监列字(2026)1号', servedOn: null }));
  expect(await world.events(id)).toEqual(['LISTED', 'UNCONFIRMED']);
  expect(await world.flags(id)).toEqual(['ACTIVE LISTED']);
});
