/** Order 45: only a decision with every step that the law demands is flagged; a removal outranks it in every race. */
import fc from 'fast-check';
import { attachRecord } from '../../src/agencies/steps/attach-record';
import { systemActor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { revisitListings } from '../../src/sanctions/steps/revisit-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { annulment, DOCUMENT, decision, type GivenRecord, payOrder, putBatch, removal } from './records';

let database: TestDatabase;
let store: Store;
const TODAY = '2026-09-01T02:00:00Z';
const clock = fixedClock(TODAY);

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  await registerAll(store, [recipient('credit-platform', ['JOINT_SANCTION'], ['documentNo'])]);
});
beforeEach(() => clock.set(TODAY));
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

const record = (
  unitId: string,
  type: string,
  data: Record<string, unknown>,
  more: Partial<GivenRecord> = {},
): GivenRecord => ({
  type,
  key: `${unitId}-${type}`,
  unitId,
  data,
  ...more,
});
const decided = (unitId: string, more = {}, given: Partial<GivenRecord> = {}) =>
  record(unitId, 'LISTING_DECISION', decision(more), given);
const ordered = (unitId: string, more = {}) => record(unitId, 'PAY_ORDER', payOrder(more));
const removed = (unitId: string, more = {}) => record(unitId, 'LISTING_REMOVAL', removal(more));
const annulled = (unitId: string, more = {}) => record(unitId, 'INSPECTION_DECISION', annulment(more));
const revisit = async () => {
  while ((await transaction(store, (tx) => revisitListings(tx, { limit: 3 }))).revisited > 0) {}
};

const deliver = async (...records: GivenRecord[]) =>
  mirrorListings(store, { batchId: await putBatch(store, records) });
const events = async (unitId: string) =>
  (
    await query<{ kind: string }>(
      store,
      'select e.kind from listing_event e join listing l on l.id = e.listing_id where l.unit_id = $1 order by l.decided_on, e.version',
      [unitId],
    )
  ).map(({ kind }) => kind);
const flags = async (unitId: string) =>
  (
    await query<{ state: string; reason: string }>(
      store,
      `select f.state, f.reason from flag f where f.unit_id = $1 and f.kind = 'JOINT_SANCTION' order by f.recorded_at, f.version`,
      [unitId],
    )
  ).map(({ state, reason }) => `${state} ${reason}`);

const heldFor = async (unitId: string) =>
  (
    await query<{ reason: string }>(
      store,
      'select e.reason from listing_event e join listing l on l.id = e.listing_id where l.unit_id = $1 order by e.version desc',
      [unitId],
    )
  )[0]?.reason;

test('a served decision after notice and lapsed pay order is listed for three years, and pushed', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id));
  expect(await events(id)).toEqual(['LISTED']);
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
  await deliver(ordered(id, order), decided(id, more));
  expect(await events(id)).toEqual(['HELD']);
  expect(await flags(id)).toEqual([]);
  expect(await query(store, 'select from event where unit_id = $1', [id])).toEqual([]);
  expect(await heldFor(id)).toContain(article);
});

test('what was missing arrives later, in a batch of its own: then it is listed', async () => {
  const { id } = await makeUnit(store);
  await deliver(decided(id, { servedOn: null }));
  await deliver(decided(id));
  await deliver(ordered(id));
  expect(await events(id)).toEqual(['HELD', 'HELD', 'LISTED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
});

test('rows of persons are no listings and reach no flag', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id, { personRole: 'LEGAL_REPRESENTATIVE' }));
  expect(await events(id)).toEqual([]);
  expect(await flags(id)).toEqual([]);
});

test('paying after the decision removes nothing; the removal decision does, and replays revive nothing', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id));
  await deliver(ordered(id, { obeyed: true }));
  expect(await events(id)).toEqual(['LISTED']);
  await deliver(removed(id));
  await deliver(decided(id));
  await deliver(ordered(id), decided(id, { expectedRemovalOn: null }));
  expect(await events(id)).toEqual(['LISTED', 'REMOVED_EARLY']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('a removal that comes before its listing: never flagged', async () => {
  const { id } = await makeUnit(store);
  await deliver(removed(id, { kind: 'ANNULLED' }));
  await deliver(ordered(id), decided(id));
  expect(await events(id)).toEqual(['REMOVED_ANNULLED']);
  expect(await flags(id)).toEqual([]);
});

test('listed again by a new decision: a listing of its own', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id), removed(id));
  const again = {
    documentNo: '列2',
    decidedOn: '2026-08-20',
    servedOn: '2026-08-21',
    noticeServedOn: '2026-08-10',
  };
  await deliver(decided(id, again, { key: `${id}-second` }));
  expect(await events(id)).toEqual(['REMOVED_EARLY', 'LISTED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
});

test('gone from the full list without a removal: unconfirmed, and the flag stands until its term ends', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id));
  await deliver(decided(id, {}, { state: 'ABSENT' }));
  expect(await events(id)).toEqual(['LISTED', 'UNCONFIRMED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
  clock.set('2029-01-20T15:00:00Z');
  await revisit();
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
  await deliver(decided(id));
  expect(await events(id)).toEqual(['LISTED', 'UNCONFIRMED', 'LISTED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
});

test('the source corrects the date: the listing of the old date loses its basis and is recalled', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id));
  await deliver(decided(id, { decidedOn: '2026-01-21' }));
  expect(await events(id)).toEqual(['LISTED', 'HELD', 'LISTED']);
  expect((await flags(id)).sort()).toEqual(['ACTIVE LISTED', 'ACTIVE LISTED', 'WITHDRAWN HELD']);
  const heads = await query(store, `select state from flag_head where unit_id = $1 order by state`, [id]);
  expect(heads).toEqual([{ state: 'ACTIVE' }, { state: 'WITHDRAWN' }]);
});

test('the source corrects the employer: the flag leaves the wrong one', async () => {
  const [wrong, right] = [await makeUnit(store), await makeUnit(store)];
  await deliver(ordered(wrong.id), decided(wrong.id), ordered(right.id));
  await deliver({ ...decided(right.id), key: `${wrong.id}-LISTING_DECISION` });
  expect(await flags(wrong.id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
  expect(await flags(right.id)).toEqual(['ACTIVE LISTED']);
});

test('the term ends on its last day by itself, and once', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id));
  clock.set('2029-01-20T15:00:00Z');
  await revisit();
  expect(await events(id)).toEqual(['LISTED']);
  clock.set('2029-01-20T17:00:00Z');
  await Promise.all([revisit(), revisit()]);
  expect(await events(id)).toEqual(['LISTED', 'REMOVED_EXPIRED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EXPIRED']);
  expect(await query(store, 'select effective_end from flag_head where unit_id = $1', [id])).toEqual([
    { effective_end: '2029-01-20' },
  ]);
});

test('a removal dated ahead ends the listing on its day, without a word from the source; until then it stands', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id), removed(id, { decidedOn: '2026-09-10', removedOn: null }));
  await revisit();
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
  clock.set('2026-09-09T16:00:00Z');
  await revisit();
  expect(await events(id)).toEqual(['LISTED', 'REMOVED_EARLY']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN REMOVED_EARLY']);
});

test('a removal that its source corrected counts as it says now: here, for another listing', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id), removed(id));
  expect(await events(id)).toEqual(['REMOVED_EARLY']);
  await deliver(removed(id, { listingDocumentNo: '别的列入决定' }));
  expect(await events(id)).toEqual(['REMOVED_EARLY', 'LISTED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
});

test('restored by a newer decision under the same number: it stands, and is pushed', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id), removed(id));
  await deliver(
    decided(id, { decidedOn: '2026-08-20', noticeServedOn: '2026-08-05', servedOn: '2026-08-21' }),
  );
  expect(await events(id)).toEqual(['REMOVED_EARLY', 'LISTED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
});

test('the source corrects number or limit of the order to pay: the ground is what it says now', async () => {
  const [numbered, dated] = [await makeUnit(store), await makeUnit(store)];
  await deliver(ordered(numbered.id), decided(numbered.id), ordered(dated.id), decided(dated.id));
  await deliver(ordered(numbered.id, { documentNo: '责令9' }));
  await deliver(ordered(dated.id, { limitOn: '2026-02-15' }));
  for (const { id } of [numbered, dated]) {
    expect(await events(id)).toEqual(['LISTED', 'HELD']);
    expect(await flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
  }
});

test('not yet paid while the limit still ran is no lapse', async () => {
  const { id } = await makeUnit(store);
  await deliver({ ...ordered(id), observedOn: '2025-12-15' }, decided(id));
  expect(await events(id)).toEqual(['HELD']);
  await deliver(ordered(id));
  expect(await events(id)).toEqual(['HELD', 'LISTED']);
});

test('the order to pay is annulled: held under article 16, recalled, and pushed no more', async () => {
  const { id } = await makeUnit(store);
  await deliver(ordered(id), decided(id));
  await deliver(annulled(id));
  await deliver(decided(id, { expectedRemovalOn: null }));
  expect(await events(id)).toEqual(['LISTED', 'HELD']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
  expect(await heldFor(id)).toContain('第十六条');
  await deliver(annulled(id, { annulledOn: null }));
  expect(await events(id)).toEqual(['LISTED', 'HELD', 'LISTED']);
});

test('a listing of a self-employed person never reaches a flag', async () => {
  const { id } = await makeUnit(store);
  await query(store, `update unit set code = '92' || substr(code, 3) where id = $1`, [id]);
  await deliver(ordered(id), decided(id));
  expect(await events(id)).toEqual(['HELD']);
  expect(await flags(id)).toEqual([]);
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
  await deliver(ordered(id));
  const batchId = await putBatch(store, [{ ...decided(id), unitId: null }]);
  await join(id);
  await mirrorListings(store, { batchId });
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
  await join(null);
  await mirrorListings(store, { batchId });
  expect(await flags(id)).toEqual(['ACTIVE LISTED', 'WITHDRAWN HELD']);
});

test('mirrored twice, and by two workers at once: written once', async () => {
  const { id } = await makeUnit(store);
  const batchId = await putBatch(store, [ordered(id), decided(id)]);
  await Promise.all([mirrorListings(store, { batchId }), mirrorListings(store, { batchId })]);
  await mirrorListings(store, { batchId });
  expect(await events(id)).toEqual(['LISTED']);
  expect(await flags(id)).toEqual(['ACTIVE LISTED']);
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
          await deliver(...names.map((paper) => papers(one.id)[paper]));
          const seen = batches.slice(0, batches.indexOf(names) + 1).flat();
          if (seen.includes('removal') && seen.some((paper) => paper === 'decision' || paper === 'absent')) {
            expect((await flags(one.id)).at(-1) ?? 'WITHDRAWN').toMatch(/^WITHDRAWN/);
          }
          if (!seen.includes('order')) {
            expect(await flags(one.id)).toEqual([]);
          }
        }
        await deliver(...batches.flat().map((paper) => papers(other.id)[paper]));
        expect((await events(one.id)).at(-1)).toBe((await events(other.id)).at(-1));
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
