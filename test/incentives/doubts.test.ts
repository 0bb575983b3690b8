/** Unknown is not clean: silent sources, absent or unread records make it PENDING, and take nothing for a while. */

import { ENTITIES } from '../../schema/registry';
import { reassessEligibility, refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { dateInShanghai, fixedClock } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { expectSound, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { decision, freshFeeds, grade, payOrder, putBatch, removal } from '../sanctions/records';
import { eligibilityWorld, record } from './world';

let database: TestDatabase;
let store: Store;
let world: ReturnType<typeof eligibilityWorld>;
const TODAY = '2026-09-01T02:00:00Z';
const clock = fixedClock(TODAY);

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  world = eligibilityWorld(store);
  await registerAll(store, [
    recipient('union', ['DESIGNATION', 'INCENTIVE_ELIGIBILITY'], ['measure']),
    recipient('credit', ['JOINT_SANCTION'], ['documentNo']),
  ]);
});
beforeEach(async () => {
  clock.set(TODAY);
  await freshFeeds(store, '2026-08-31');
});
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

test('a late source: new answers read PENDING, what was sent is not recalled; fresh again: eligible, nothing sent twice', async () => {
  const id = await world.eligibleUnit();
  clock.set('2027-01-15T02:00:00Z');
  expect(await world.served(id)).toEqual(['PENDING', 'ELIGIBLE']);
  await reassessEligibility(store);
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
  await freshFeeds(store, '2027-01-14');
  await reassessEligibility(store);
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING', 'ELIGIBLE']);
  expect(await world.sent(id)).toEqual(['flag.applied']);
  expect(await world.served(id)).toEqual(['ELIGIBLE', 'ELIGIBLE']);
});

test('a source that stays silent past grace and promise: the assurance is withdrawn, once, with its cause', async () => {
  const id = await world.eligibleUnit();
  clock.set('2027-01-15T02:00:00Z');
  await reassessEligibility(store);
  clock.set('2027-02-14T02:00:00Z');
  await reassessEligibility(store);
  expect(await world.sent(id)).toEqual(['flag.applied']);
  clock.set('2027-02-14T16:00:00Z');
  await reassessEligibility(store);
  await reassessEligibility(store);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  expect(await world.reasons(id)).toEqual(['各项条件均已满足', '来源未答复']);
  await freshFeeds(store, '2027-02-14');
  await reassessEligibility(store);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn', 'flag.applied']);
});

test('a delivery that is held is a doubt at once, before anybody worked out anything', async () => {
  const id = await world.eligibleUnit();
  const batchId = await putBatch(store, []);
  await query(store, `update feed set held_batch_id = $1 where record_type = 'LISTING_DECISION'`, [batchId]);
  expect(await world.served(id)).toEqual(['PENDING', 'ELIGIBLE']);
});

test('a listing that only vanishes from the list leads to no recall and to no eligibility', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(record(id, 'PAY_ORDER', payOrder()), record(id, 'LISTING_DECISION', decision()));
  await world.refresh({ ...record(id, 'LISTING_DECISION', decision()), state: 'ABSENT' });
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE', 'PENDING']);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  const heads = await query(
    store,
    `select state from flag_head where unit_id = $1 and kind = 'JOINT_SANCTION'`,
    [id],
  );
  expect(heads).toEqual([{ state: 'ACTIVE' }]);
});

test('the wrong employer, by a correction of the source, is eligible again; the right one is not', async () => {
  const [wrong, right] = [await world.eligibleUnit(), await world.eligibleUnit()];
  await world.refresh(record(wrong, 'PAY_ORDER', payOrder()), record(wrong, 'LISTING_DECISION', decision()));
  await world.refresh(record(right, 'PAY_ORDER', payOrder()), {
    ...record(right, 'LISTING_DECISION', decision()),
    key: `${wrong}-LISTING_DECISION`,
  });
  expect((await world.answers(wrong)).at(-1)).toBe('ELIGIBLE');
  expect((await world.answers(right)).at(-1)).toBe('NOT_ELIGIBLE');
});

test('an old removal does not hide a listing restored under the same number', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(
    record(id, 'PAY_ORDER', payOrder()),
    record(id, 'LISTING_DECISION', decision()),
    record(id, 'LISTING_REMOVAL', removal()),
  );
  expect((await world.answers(id)).at(-1)).toBe('ELIGIBLE');
  await world.refresh(
    record(id, 'LISTING_DECISION', decision({ decidedOn: '2026-08-20', servedOn: '2026-08-21' })),
  );
  expect((await world.answers(id)).at(-1)).toBe('NOT_ELIGIBLE');
});

test('a row on a person of the unit is no listing of the unit', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(
    record(id, 'LISTING_DECISION', decision({ personRole: 'LEGAL_REPRESENTATIVE', personCommitment: 'x' })),
  );
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
});

test('a decision to list that nobody worked in yet leaves nothing eligible', async () => {
  const id = await world.eligibleUnit();
  await putBatch(store, [record(id, 'LISTING_DECISION', decision())]);
  await world.assessNow(id);
  expect((await world.answers(id)).at(-1)).toBe('PENDING');
});

test('delivered again under another form of its number a listing is as clear as it was', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(record(id, 'PAY_ORDER', payOrder()), record(id, 'LISTING_DECISION', decision()));
  await world.refresh(record(id, 'LISTING_DECISION', decision({ documentNo: '威人社监列字(2026) 1号' })));
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE']);
  await world.refresh(record(id, 'LISTING_REMOVAL', removal()));
  expect((await world.answers(id)).at(-1)).toBe('ELIGIBLE');
});

test('a listing decision that is held makes it unclear, and takes nothing', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(record(id, 'LISTING_DECISION', decision({ servedOn: null })));
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
  expect(await world.sent(id)).toEqual(['flag.applied']);
});

test('until facts that came in are worked in, it reads PENDING', async () => {
  const id = await world.eligibleUnit();
  expect(await world.served(id)).toEqual(['ELIGIBLE', 'ELIGIBLE']);
  const batchId = await putBatch(store, [record(id, 'INTEGRITY_GRADE', grade())]);
  await query(
    store,
    `insert into outbox (topic, key, created_at) values ('FactsChanged', jsonb_build_object('batchId', $1::text), now())`,
    [batchId],
  );
  expect(await world.served(id)).toEqual(['PENDING', 'ELIGIBLE']);
  await query(store, 'update outbox set done_at = now()');
  expect(await world.served(id)).toEqual(['ELIGIBLE', 'ELIGIBLE']);
});

test('a row on the unit that could not be let in is unknown, not clean', async () => {
  const id = await world.eligibleUnit();
  const batch = (mode: string) =>
    query<{ id: string }>(
      store,
      `insert into batch (agency, record_type, mode, source, as_of, state, received_at)
       values ('hrss', 'LISTING_DECISION', $1, 'test', '2026-08-31', 'ACCEPTED', now()) returning id`,
      [mode],
    );
  const [bad] = await batch('DELTA');
  await query(
    store,
    `insert into quarantined_row (batch_id, row_number, field, reason, bytes, unit_code)
     select $1, 1, '列入日期', '格式不符', '', code from unit where id = $2`,
    [bad?.id, id],
  );
  await refreshEligibility(store, { batchId: bad?.id ?? '' });
  expect((await world.answers(id)).at(-1)).toBe('PENDING');
  await batch('FULL');
  await world.assessNow(id);
  expect((await world.answers(id)).at(-1)).toBe('ELIGIBLE');
});

/** What a reader of flags is told of a unit's active flags: whether somebody can vouch for them now. */
async function unconfirmed(unitId: string): Promise<Record<string, boolean>> {
  const field = ENTITIES.get('Flag')?.shape.fields.unconfirmed;
  const day = dateInShanghai(clock.now());
  const place = { row: 'f', regional: false, may: () => true, environment: () => `'${day}'::date` };
  const rows = await query<{ kind: string; unconfirmed: boolean }>(
    store,
    `select f.kind, ${field?.kind === 'expression' ? field.sql(place) : ''} as unconfirmed
     from flag f join flag_head h on h.flag_id = f.id where f.unit_id = $1`,
    [unitId],
  );
  return Object.fromEntries(rows.map((row) => [row.kind, row.unconfirmed]));
}

test('the flags say at once that nobody can vouch for them: a silent source, a listing gone from its list', async () => {
  const [waiting, listed] = [await world.eligibleUnit(), await world.eligibleUnit()];
  await world.refresh(
    record(listed, 'PAY_ORDER', payOrder()),
    record(listed, 'LISTING_DECISION', decision()),
  );
  expect(await unconfirmed(waiting)).toEqual({ DESIGNATION: false, INCENTIVE_ELIGIBILITY: false });
  expect(await unconfirmed(listed)).toMatchObject({ JOINT_SANCTION: false });
  await world.refresh({ ...record(listed, 'LISTING_DECISION', decision()), state: 'ABSENT' });
  expect(await unconfirmed(listed)).toEqual({
    DESIGNATION: false,
    INCENTIVE_ELIGIBILITY: false,
    JOINT_SANCTION: true,
  });
  clock.set('2027-01-15T02:00:00Z');
  expect(await unconfirmed(waiting)).toEqual({ DESIGNATION: false, INCENTIVE_ELIGIBILITY: true });
});
