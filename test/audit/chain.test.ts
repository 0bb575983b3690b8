/** Promise: the log cannot be changed unseen: one whole chain per unit, whoever writes at the same time. */
import { appendAudit, appendAudits } from '../../src/audit/append';
import { checkChains, findBrokenEntry } from '../../src/audit/reads';
import { checkAudit } from '../../src/audit/runs/check-audit';
import { systemActor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { sha256Hex } from '../../src/kernel/digest';
import { openClient } from '../../src/store/connection';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { testLogger } from '../harness/logger';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(fixedClock('2026-11-21T02:00:00.123Z'));
});
afterAll(() => database.close());

const write = (unitId: string | null, subjectId: string): Promise<void> =>
  transaction(store, (tx) =>
    appendAudit(tx, {
      unitId,
      actor: systemActor('test'),
      action: 'test.write',
      subjectType: 'thing',
      subjectId,
      detail: { 中文: '值', amount: 1.5, nothing: null, left: undefined, nested: { b: 1, a: [true] } },
    }),
  );

async function asOwner(sql: string): Promise<void> {
  const client = await openClient(database.url, { role: 'owner', name: 'tamper' });
  await client.query(sql).finally(() => client.end());
}

test('writers at the same time make one chain without gap or fork', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, index) => write('7', `s${index}`)));
  const rows = await query<{ seq: string }>(
    store,
    `select seq from audit_entry where scope = 'unit:7' order by seq`,
  );
  expect(rows.map((row) => Number(row.seq))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(await findBrokenEntry(store, 'unit:7')).toBeNull();
});

test('an entry rolled back leaves no gap', async () => {
  await write('8', 'first');
  await transaction(store, async (tx) => {
    await appendAudit(tx, {
      unitId: '8',
      actor: systemActor('test'),
      action: 'test.write',
      subjectType: 'thing',
      subjectId: 'undone',
      detail: {},
    });
    throw new Error('undo');
  }).catch(() => undefined);
  await write('8', 'second');
  expect(await findBrokenEntry(store, 'unit:8')).toBeNull();
});

test('a changed, a removed and a cut-off entry are each named', async () => {
  for (const scope of ['20', '21', '22']) {
    for (const subject of ['a', 'b', 'c']) {
      await write(scope, subject);
    }
  }
  await asOwner(`update audit_entry set detail = '{"amount": 2}' where scope = 'unit:20' and seq = 2`);
  await asOwner(`delete from audit_entry where scope = 'unit:21' and seq = 1`);
  await asOwner(`delete from audit_entry where scope = 'unit:22' and seq = 3`);
  expect(await findBrokenEntry(store, 'unit:20')).toMatchObject({ seq: '2' });
  expect(await findBrokenEntry(store, 'unit:21')).toMatchObject({ seq: '1' });
  expect(await findBrokenEntry(store, 'unit:22')).toMatchObject({ seq: '3' });
});

test('many entries at once: each in the chain of its unit, in their order, in as many statements as one', async () => {
  const units = ['31', '9', null, '31', '100', '31', null];
  let statements = 0;
  await transaction(store, async (tx) => {
    const counting = {
      ...tx,
      query: <Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> => {
        statements += 1;
        return tx.query<Row>(sql, parameters);
      },
    };
    await appendAudits(
      counting,
      units.map((unitId, i) => ({
        unitId,
        actor: systemActor('test'),
        action: 'test.many',
        subjectType: 'thing',
        subjectId: `m${i}`,
        detail: { 中文: '值', i },
      })),
    );
    await appendAudits(counting, []);
  });
  expect(statements).toBe(2);
  const rows = await query<{ scope: string; subjects: string[] }>(
    store,
    `select scope, array_agg(subject_id order by seq) as subjects from audit_entry
     where action = 'test.many' group by scope order by scope collate "C"`,
  );
  expect(rows).toEqual([
    { scope: 'hub', subjects: ['m2', 'm6'] },
    { scope: 'unit:100', subjects: ['m4'] },
    { scope: 'unit:31', subjects: ['m0', 'm3', 'm5'] },
    { scope: 'unit:9', subjects: ['m1'] },
  ]);
  for (const scope of ['hub', 'unit:100', 'unit:31', 'unit:9']) {
    expect(await findBrokenEntry(store, scope)).toBeNull();
  }
});

test('batches over the same units in opposite orders wait for each other and lose nothing', async () => {
  const batch = (units: readonly string[]) =>
    transaction(store, (tx) =>
      appendAudits(
        tx,
        units.map((unitId) => ({
          unitId,
          actor: systemActor('test'),
          action: 'test.crossed',
          subjectType: 'thing',
          subjectId: 'x',
          detail: {},
        })),
      ),
    );
  const units = Array.from({ length: 30 }, (_, i) => String(500 + i));
  await Promise.all(Array.from({ length: 8 }, (_, i) => batch(i % 2 === 0 ? units : [...units].reverse())));
  for (const unit of units) {
    expect(await findBrokenEntry(store, `unit:${unit}`)).toBeNull();
  }
  expect(await query(store, `select from audit_entry where action = 'test.crossed'`)).toHaveLength(240);
});

test('an entry that is moved to another unit is named', async () => {
  await write('40', 'a');
  await asOwner(`update audit_entry set unit_id = 41 where scope = 'unit:40'`);
  expect(await findBrokenEntry(store, 'unit:40')).toMatchObject({ seq: '1', reason: 'ALTERED' });
});

test('a tail that is cut off, with the head set back to fit, is named once it was anchored', async () => {
  for (const subject of ['a', 'b', 'c']) {
    await write('50', subject);
  }
  const before = await checkAudit(store);
  expect(before.broken.map(({ scope }) => scope)).not.toContain('unit:50');
  await write('50', 'd');
  await checkAudit(store);
  await asOwner(`delete from audit_entry where scope = 'unit:50' and seq >= 3;
    update audit_chain set last_seq = 2, last_hash = (select hash from audit_entry where scope = 'unit:50' and seq = 2)
    where scope = 'unit:50'`);
  expect(await findBrokenEntry(store, 'unit:50')).toMatchObject({ seq: '3', reason: 'CUT' });
  // A chain that grows again over the cut does not hide it.
  for (const subject of ['x', 'y', 'z']) {
    await write('50', subject);
  }
  expect(await findBrokenEntry(store, 'unit:50')).toMatchObject({ seq: '3', reason: 'CUT' });
  const check = await checkChains(store);
  expect(check.broken).toContainEqual({ scope: 'unit:50', seq: '3', reason: 'CUT' });
  expect(check.entries).toBe((await query(store, 'select from audit_entry')).length);
});

test('a chain whose entries are all gone, and one whose head is gone, are named', async () => {
  await write('60', 'a');
  await write('61', 'a');
  await asOwner(
    `delete from audit_entry where scope = 'unit:60'; delete from audit_chain where scope = 'unit:61'`,
  );
  expect(await findBrokenEntry(store, 'unit:60')).toMatchObject({ seq: '1', reason: 'CUT' });
  expect(await findBrokenEntry(store, 'unit:61')).toMatchObject({ seq: '2', reason: 'CUT' });
});

test('what is appended while the log is recomputed breaks nothing', async () => {
  const stop = { now: false };
  const writing = (async () => {
    for (let i = 0; !stop.now; i++) {
      await write('70', `w${i}`);
    }
  })();
  for (let i = 0; i < 5; i++) {
    expect((await checkChains(store)).broken.map(({ scope }) => scope)).not.toContain('unit:70');
  }
  stop.now = true;
  await writing;
});

test('each day’s anchor is an entry of its own, over every chain', async () => {
  await checkAudit(store);
  const roots = await query<{ root: string }>(
    store,
    `select detail->>'root' as root from audit_entry where action = 'audit.anchored' order by seq`,
  );
  expect(new Set(roots.map(({ root }) => root)).size).toBe(roots.length);
  const newest = await query<{ line: string }>(
    store,
    `select distinct on (scope) scope || ' ' || seq || ' ' || encode(hash, 'hex') as line
     from audit_anchor order by scope, seq desc`,
  );
  expect(roots.at(-1)?.root).toBe(sha256Hex(newest.map(({ line }) => line).join('\n')));
  await expect(query(store, 'delete from audit_anchor')).rejects.toThrow(/permission denied/);
  await expect(query(store, 'update audit_anchor set seq = 0')).rejects.toThrow(/permission denied/);
});

test('what is broken is told in the log of whoever checks, each chain by its name', async () => {
  await write('80', 'a');
  await asOwner(`update audit_entry set action = 'other' where scope = 'unit:80'`);
  const told: unknown[] = [];
  const logger = { ...testLogger, info: () => undefined, error: (said: unknown) => told.push(said) };
  const { broken } = await checkAudit({ ...store, logger: logger as unknown as typeof testLogger });
  expect(broken).toContainEqual({ scope: 'unit:80', seq: '1', reason: 'ALTERED' });
  expect(told).toEqual(broken);
});

test('the application cannot change or delete an entry', async () => {
  await write(null, 'kept');
  await expect(query(store, `update audit_entry set action = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(query(store, 'delete from audit_entry')).rejects.toThrow(/permission denied/);
});
