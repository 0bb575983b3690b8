/** Promise: the log cannot be changed unseen: one whole chain per unit, whoever writes at the same time. */
import { appendAudit } from '../../src/audit/append';
import { findBrokenEntry } from '../../src/audit/reads';
import { systemActor } from '../../src/kernel/actor';
import { fixedClock } from '../../src/kernel/clock';
import { openClient } from '../../src/store/connection';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

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

test('the application cannot change or delete an entry', async () => {
  await write(null, 'kept');
  await expect(query(store, `update audit_entry set action = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(query(store, 'delete from audit_entry')).rejects.toThrow(/permission denied/);
});
