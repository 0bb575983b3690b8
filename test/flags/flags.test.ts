/** A flag changes only when something real changes, in one piece with its event and audit entry, and leaves a history. */
import { changeFrom, FLAG_KINDS } from '../../src/flags/flag';
import { recheckBy } from '../../src/flags/recheck';
import { changeFlag, changeFlags, type FlagCommand } from '../../src/flags/steps/change-flag';
import { expireFlags } from '../../src/flags/steps/expire-flags';
import { fixedClock } from '../../src/kernel/clock';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { titled } from './titled';

let database: TestDatabase;
let store: Store;
const clock = fixedClock('2026-03-02T02:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  await registerAll(store, [recipient('r', [...FLAG_KINDS])]);
});
beforeEach(() => clock.set('2026-03-02T02:00:00Z'));
afterEach(() => expectSound(store));
afterAll(() => database.close());

const change = (command: FlagCommand) => transaction(store, (tx) => changeFlag(tx, command));
const versions = (unitId: string) =>
  query<{ version: number; state: string; type: string }>(
    store,
    `select f.version, f.state, e.type from flag f join event e on e.id = f.event_id where f.unit_id = $1 order by f.version`,
    [unitId],
  );
const audits = async (unitId: string) =>
  (
    await query<{ action: string }>(store, 'select action from audit_entry where unit_id = $1 order by seq', [
      unitId,
    ])
  ).map(({ action }) => action);

test('applied, repeated, changed, withdrawn, repeated: three versions, three events, three audit entries', async () => {
  const { id } = await makeUnit(store);
  const first = await change(titled(id));
  expect(first.changed).toBe(true);
  expect(await change(titled(id))).toEqual({ flagId: first.flagId, eventId: null, changed: false });
  expect(await change(titled(id, { effectiveFrom: '2025-01-01' }))).toMatchObject({ changed: false });
  await change(titled(id, { basis: { title: '新名称', level: 'CITY', namedOn: '2024-05-01' } }));
  const withdrawal = titled(id, {
    state: 'WITHDRAWN',
    decisionType: 'TITLE_DECISION',
    effectiveEnd: '2026-03-02',
  });
  await change(withdrawal);
  expect(await change(withdrawal)).toMatchObject({ changed: false });
  expect(await versions(id)).toEqual([
    { version: 1, state: 'ACTIVE', type: 'flag.applied' },
    { version: 2, state: 'ACTIVE', type: 'flag.changed' },
    { version: 3, state: 'WITHDRAWN', type: 'flag.withdrawn' },
  ]);
  expect(await audits(id)).toEqual(['flag.applied', 'flag.changed', 'flag.withdrawn']);
});

test('the bytes sent say until when they may be relied on; a withdrawal is for good', async () => {
  const { id } = await makeUnit(store);
  await change(titled(id));
  await change(titled(id, { state: 'WITHDRAWN', decisionType: 'TITLE_DECISION' }));
  const bodies = await query<{ body: { recheckBy: string | null; flag: { state: string } } }>(
    store,
    `select convert_from(b.bytes, 'UTF8')::jsonb as body from event e join event_body b on b.event_id = e.id
     where e.unit_id = $1 order by e.unit_seq`,
    [id],
  );
  expect(bodies.map(({ body }) => [body.flag.state, body.recheckBy])).toEqual([
    ['ACTIVE', '2026-08-29'],
    ['WITHDRAWN', null],
  ]);
});

test('withdrawing what never was writes nothing', async () => {
  const { id } = await makeUnit(store);
  const result = await change(titled(id, { state: 'WITHDRAWN', decisionType: 'TITLE_DECISION' }));
  expect(result).toEqual({ flagId: null, eventId: null, changed: false });
  expect(await query(store, 'select from event where unit_id = $1', [id])).toEqual([]);
});

test('two deciders about one flag at once: one version, one event', async () => {
  const { id } = await makeUnit(store);
  const results = await Promise.all(Array.from({ length: 8 }, () => change(titled(id))));
  expect(results.filter(({ changed }) => changed)).toHaveLength(1);
  expect(await versions(id)).toHaveLength(1);
});

test('a failure after the flag undoes flag, event, delivery and audit entry together', async () => {
  const { id } = await makeUnit(store);
  const undone = transaction(store, async (tx) => {
    await changeFlag(tx, titled(id));
    throw new Error('the decision failed');
  });
  await expect(undone).rejects.toThrow('the decision failed');
  for (const table of ['flag', 'flag_head', 'event', 'delivery', 'audit_entry']) {
    expect(await query(store, `select from ${table} where unit_id = $1`, [id])).toEqual([]);
  }
});

test('many at once are written as one by one, each in its own history', async () => {
  const units = await Promise.all(Array.from({ length: 5 }, () => makeUnit(store)));
  const results = await transaction(store, (tx) =>
    changeFlags(tx, [
      ...units.map(({ id }) => titled(id)),
      ...units.map(({ id }) => titled(id, { subject: 'title-2' })),
    ]),
  );
  expect(results.every(({ changed }) => changed)).toBe(true);
  for (const { id } of units) {
    const rows = await query(
      store,
      `select h.subject, e.unit_seq::int from flag_head h join flag f on f.id = h.flag_id join event e on e.id = f.event_id
       where h.unit_id = $1 order by e.unit_seq`,
      [id],
    );
    expect(rows).toEqual([
      { subject: 'title-1', unit_seq: 1 },
      { subject: 'title-2', unit_seq: 2 },
    ]);
  }
});

describe('time', () => {
  test('a flag counts on its last day, is withdrawn the day after, and once', async () => {
    const { id } = await makeUnit(store);
    await change(titled(id, { effectiveEnd: '2026-03-02' }));
    const expire = () => transaction(store, (tx) => expireFlags(tx, { limit: 10 }));
    expect(await expire()).toEqual({ expired: 0 });
    clock.set('2026-03-02T15:59:59Z');
    expect(await expire()).toEqual({ expired: 0 });
    clock.set('2026-03-02T16:00:00Z');
    const both = await Promise.all([expire(), expire()]);
    expect(both.map(({ expired }) => expired).sort()).toEqual([0, 1]);
    expect(await versions(id)).toMatchObject([{ type: 'flag.applied' }, { type: 'flag.withdrawn' }]);
  });

  test('recheckBy is never past the end of the flag', () => {
    expect(recheckBy('JOINT_SANCTION', '2026-03-02', '2026-03-10')).toBe('2026-03-10');
    expect(recheckBy('JOINT_SANCTION', '2026-03-02', '2029-01-01')).toBe('2026-04-01');
    // No rule in force: ask again the same day.
    expect(recheckBy('JOINT_SANCTION', '2021-03-02', null)).toBe('2021-03-02');
  });

  test('a flag applied again after its withdrawal is a new application', () => {
    const flag = { state: 'WITHDRAWN' as const, effectiveEnd: null, basis: {} };
    const wanted = { ...titled('1'), basis: titled('1').basis ?? {} };
    expect(changeFrom(flag, wanted)).toBe('flag.applied');
  });
});
