/** Assessing in the hub: kept as versions, moved by facts and time, and only ELIGIBLE and its end ever leave. */
import { nameTitle } from '../../src/designations/steps/name-title';
import { expireFlags } from '../../src/flags/steps/expire-flags';
import { eligibilityNow } from '../../src/incentives/reads';
import { reassessEligibility, refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { assessEligibility } from '../../src/incentives/steps/assess-eligibility';
import { systemActor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import {
  decision,
  freshFeeds,
  type GivenRecord,
  grade,
  payOrder,
  putBatch,
  removal,
} from '../sanctions/records';

const actor = systemActor('test');

let database: TestDatabase;
let store: Store;
const TODAY = '2026-09-01T02:00:00Z';
const clock = fixedClock(TODAY);

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
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

const entitle = (unitId: string) =>
  transaction(store, (tx) =>
    nameTitle(tx, {
      unitId,
      title: '威海市劳动关系和谐企业',
      level: 'CITY',
      honourType: 'DEMONSTRATION',
      namedOn: '2024-12-10',
      documentNo: '威三方〔2024〕12号',
      namingBody: '威海市协调劳动关系三方委员会',
      province: '370000',
      actor,
    }),
  );
const record = (unitId: string, type: string, data: Record<string, unknown>): GivenRecord => ({
  type,
  key: `${unitId}-${type}`,
  unitId,
  data,
});
const assessNow = (unitId: string) =>
  transaction(store, (tx) => assessEligibility(tx, { unitIds: [unitId], actor, cause: 'test' }));
const refresh = async (...records: GivenRecord[]) => {
  const batchId = await putBatch(store, records);
  await mirrorListings(store, { batchId });
  return refreshEligibility(store, { batchId });
};
const answers = async (unitId: string) =>
  (
    await query<{ answer: string }>(
      store,
      'select answer from eligibility where unit_id = $1 order by version',
      [unitId],
    )
  ).map(({ answer }) => answer);
const sent = async (unitId: string) =>
  (
    await query<{ type: string }>(
      store,
      `select type from event where unit_id = $1 and subject_kind = 'INCENTIVE_ELIGIBILITY' order by unit_seq`,
      [unitId],
    )
  ).map(({ type }) => type);
const eligibleUnit = async () => {
  const unit = await makeUnit(store);
  await entitle(unit.id);
  await refresh(record(unit.id, 'INTEGRITY_GRADE', grade()));
  return unit.id;
};

test('eligible: flag and event; assessed again: nothing is written', async () => {
  const id = await eligibleUnit();
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
  expect(await sent(id)).toEqual(['flag.applied']);
  const [flag] = await query(
    store,
    `select effective_end from flag_head where unit_id = $1 and kind = 'INCENTIVE_ELIGIBILITY'`,
    [id],
  );
  expect(flag).toEqual({ effective_end: '2027-05-31' });
  clock.set('2026-09-02T02:00:00Z');
  expect(await assessNow(id)).toMatchObject({ assessed: 1, changed: 0, eventIds: [] });
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
});

test('a worse grade ends it, a better one brings it back', async () => {
  const id = await eligibleUnit();
  await refresh(record(id, 'INTEGRITY_GRADE', grade({ grade: 'C' })));
  await refresh(record(id, 'INTEGRITY_GRADE', grade()));
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE', 'ELIGIBLE']);
  expect(await sent(id)).toEqual(['flag.applied', 'flag.withdrawn', 'flag.applied']);
});

test('not eligible and pending send nothing, ever', async () => {
  const [unclear, bad] = [await makeUnit(store), await makeUnit(store)];
  await entitle(unclear.id);
  await entitle(bad.id);
  await assessNow(unclear.id);
  await refresh(record(bad.id, 'INTEGRITY_GRADE', grade({ grade: 'B' })));
  expect(await answers(unclear.id)).toEqual(['PENDING']);
  expect(await answers(bad.id)).toEqual(['PENDING', 'NOT_ELIGIBLE']);
  expect([...(await sent(unclear.id)), ...(await sent(bad.id))]).toEqual([]);
});

test('a late source: new answers read PENDING, what was sent is not recalled; fresh again: eligible, nothing sent twice', async () => {
  const id = await eligibleUnit();
  clock.set('2027-01-15T02:00:00Z');
  await reassessEligibility(store);
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
  await freshFeeds(store, '2027-01-14');
  await reassessEligibility(store);
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING', 'ELIGIBLE']);
  expect(await sent(id)).toEqual(['flag.applied']);
});

test('a listing ends it in the transaction that lists, its removal brings it back', async () => {
  const id = await eligibleUnit();
  const batchId = await putBatch(store, [
    record(id, 'PAY_ORDER', payOrder()),
    record(id, 'LISTING_DECISION', decision()),
  ]);
  await mirrorListings(store, { batchId });
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE']);
  expect(await sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  await refresh(record(id, 'LISTING_REMOVAL', removal()));
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'NOT_ELIGIBLE', 'ELIGIBLE']);
});

test('a listing decision that is held makes it unclear, and takes nothing', async () => {
  const id = await eligibleUnit();
  await refresh(record(id, 'LISTING_DECISION', decision({ servedOn: null })));
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
  expect(await sent(id)).toEqual(['flag.applied']);
});

test('on the day after the grade ends the flag is withdrawn, and the answer is unclear', async () => {
  const id = await eligibleUnit();
  clock.set('2027-05-31T17:00:00Z');
  await freshFeeds(store, '2027-05-31');
  await transaction(store, (tx) => expireFlags(tx, { limit: 100 }));
  await reassessEligibility(store);
  expect(await sent(id)).toEqual(['flag.applied', 'flag.withdrawn']);
  expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE', 'PENDING']);
});

test('until facts that came in are worked in, it reads PENDING', async () => {
  const id = await eligibleUnit();
  const now = async () =>
    (await eligibilityNow(store, [id])).map(({ answer, assessedAnswer }) => [answer, assessedAnswer]);
  expect(await now()).toEqual([['ELIGIBLE', 'ELIGIBLE']]);
  const batchId = await putBatch(store, [record(id, 'INTEGRITY_GRADE', grade())]);
  await query(
    store,
    `insert into outbox (topic, key, created_at) values ('FactsChanged', jsonb_build_object('batchId', $1::text), now())`,
    [batchId],
  );
  expect(await now()).toEqual([['PENDING', 'ELIGIBLE']]);
  await query(store, 'update outbox set done_at = now()');
  expect(await now()).toEqual([['ELIGIBLE', 'ELIGIBLE']]);
});

test('units that never held a title are not assessed', async () => {
  const { id } = await makeUnit(store);
  await refresh(record(id, 'INTEGRITY_GRADE', grade()));
  await assessNow(id);
  expect(await answers(id)).toEqual([]);
});

test('many units at once, in two workers at once: each answered once', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 12; i++) {
    const { id } = await makeUnit(store);
    await entitle(id);
    ids.push(id);
  }
  const batchId = await putBatch(
    store,
    ids.map((id) => record(id, 'INTEGRITY_GRADE', grade())),
  );
  await Promise.all([refreshEligibility(store, { batchId }), refreshEligibility(store, { batchId })]);
  for (const id of ids) {
    expect(await answers(id)).toEqual(['PENDING', 'ELIGIBLE']);
    expect(await sent(id)).toEqual(['flag.applied']);
  }
});
