/** Assessing in the hub: kept as versions, moved by facts and time, and only ELIGIBLE and its end ever leave. */
import { expireFlags } from '../../src/flags/steps/expire-flags';
import { loadMeasures } from '../../src/incentives/load-measures';
import { reassessEligibility, refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { assessEligibility } from '../../src/incentives/steps/assess-eligibility';
import { systemActor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
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

test('eligible: flag and event; assessed again: nothing is written', async () => {
  const id = await world.eligibleUnit();
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
  expect(await world.sent(id)).toEqual(['flag.applied']);
  const [flag] = await query(
    store,
    `select effective_end from flag_head where unit_id = $1 and kind = 'INCENTIVE_ELIGIBILITY'`,
    [id],
  );
  expect(flag).toEqual({ effective_end: '2027-05-31' });
  clock.set('2026-09-02T02:00:00Z');
  expect(await world.assessNow(id)).toMatchObject({ assessed: 1, changed: 0, eventIds: [] });
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
});

test('a worse grade ends it, a better one brings it back', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(record(id, 'INTEGRITY_GRADE', grade({ grade: 'C' })));
  await world.refresh(record(id, 'INTEGRITY_GRADE', grade()));
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE', 'ELIGIBLE']);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn', 'flag.applied']);
});

test('not eligible and pending send nothing, ever', async () => {
  const [unclear, bad] = [await makeUnit(store), await makeUnit(store)];
  await world.entitle(unclear.id);
  await world.entitle(bad.id);
  await world.assessNow(unclear.id);
  await world.refresh(record(bad.id, 'INTEGRITY_GRADE', grade({ grade: 'B' })));
  expect(await world.answers(unclear.id)).toEqual(['PENDING']);
  expect(await world.answers(bad.id)).toEqual(['PENDING', 'NOT_ELIGIBLE']);
  expect([...(await world.sent(unclear.id)), ...(await world.sent(bad.id))]).toEqual([]);
});

test('a unit that leaves the region of a measure loses the eligibility, with the region named', async () => {
  const id = await world.eligibleUnit();
  await query(store, `update unit set region_code = '370202' where id = $1`, [id]);
  await reassessEligibility(store);
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE']);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  expect(await world.reasons(id)).toEqual(['各项条件均已满足', '措施不再适用于该单位']);
  const [last] = await query<{ parts: { name: string; why: string }[] }>(
    store,
    'select parts from eligibility where unit_id = $1 order by version desc limit 1',
    [id],
  );
  expect(last?.parts).toMatchObject([{ name: 'SCOPE', why: expect.stringContaining('370202') }]);
});

test('what flags say of eligibility is for people: no word of jobs, batches or other conditions', async () => {
  const id = await world.eligibleUnit();
  await world.refresh(record(id, 'INTEGRITY_GRADE', grade({ grade: 'C' })));
  expect(await world.reasons(id)).toEqual(['各项条件均已满足', '不再满足条件']);
  const [audit] = await query<{ cause: string }>(
    store,
    `select detail->>'cause' as cause from audit_entry where unit_id = $1 and action = 'flag.withdrawn'`,
    [id],
  );
  expect(audit?.cause).toMatch(/^batch \d+$/);
});

test('a listing ends it in the transaction that lists, its removal brings it back', async () => {
  const id = await world.eligibleUnit();
  const batchId = await putBatch(store, [
    record(id, 'PAY_ORDER', payOrder()),
    record(id, 'LISTING_DECISION', decision()),
  ]);
  await mirrorListings(store, { batchId });
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE']);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  await world.refresh(record(id, 'LISTING_REMOVAL', removal()));
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE', 'ELIGIBLE']);
});

test('on the day after the grade ends the flag is withdrawn, and the answer is unclear', async () => {
  const id = await world.eligibleUnit();
  clock.set('2027-05-31T17:00:00Z');
  await freshFeeds(store, '2027-05-31');
  await transaction(store, (tx) => expireFlags(tx, { limit: 100 }));
  await reassessEligibility(store);
  expect(await world.sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
});

test('a grade that its source gave to another unit is lost by the one that had it, at once', async () => {
  const [wrong, right] = [await world.eligibleUnit(), await makeUnit(store)];
  await world.refresh({ ...record(right.id, 'INTEGRITY_GRADE', grade()), key: `${wrong}-INTEGRITY_GRADE` });
  expect(await world.answers(wrong)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
});

test('a measure that left the catalogue leaves no flag behind', async () => {
  const id = await world.eligibleUnit();
  const measures = loadMeasures().map((measure) => ({ ...measure, id: 'another' }));
  const assess = () =>
    transaction(store, (tx) =>
      assessEligibility(tx, { unitIds: [id], actor: systemActor('test'), cause: 'test', measures }),
    );
  await assess();
  await assess();
  const heads = await query(
    store,
    `select subject, state from flag_head where unit_id = $1 and kind = 'INCENTIVE_ELIGIBILITY' order by subject`,
    [id],
  );
  expect(heads).toEqual([
    { subject: 'another', state: 'ACTIVE' },
    { subject: 'weihai-2023', state: 'WITHDRAWN' },
  ]);
  expect(await world.reasons(id)).toContain('措施已不在目录中');
  // Back to the real catalogue, so that nothing is left behind here either.
  await world.assessNow(id);
});

test('units that never held a title are not assessed', async () => {
  const { id } = await makeUnit(store);
  await world.refresh(record(id, 'INTEGRITY_GRADE', grade()));
  await world.assessNow(id);
  expect(await world.answers(id)).toEqual([]);
});

test('many units at once, in two workers at once: each answered once', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 12; i++) {
    const { id } = await makeUnit(store);
    await world.entitle(id);
    ids.push(id);
  }
  const batchId = await putBatch(
    store,
    ids.map((id) => record(id, 'INTEGRITY_GRADE', grade())),
  );
  await Promise.all([refreshEligibility(store, { batchId }), refreshEligibility(store, { batchId })]);
  for (const id of ids) {
    expect(await world.answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
    expect(await world.sent(id)).toEqual(['flag.applied']);
  }
});
