/** A step is all or nothing: it survives deadlocks, and nothing of a failed one remains. */
import { fixedClock } from '../../src/kernel/clock';
import { fail, ok } from '../../src/kernel/result';
import { query, type Store, type Tx, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(fixedClock('2026-03-01T17:30:00Z'));
});
afterAll(() => database.close());

const insert = (tx: Tx, name: string) =>
  tx.query('insert into setting (name, value, updated_at) values ($1, $2, $3)', [name, '0', tx.now]);
const increase = (tx: Tx, name: string) =>
  tx.query(`update setting set value = to_jsonb(value::int + 1) where name = $1`, [name]);
const valueIn = async (name: string) =>
  (await query<{ value: number }>(store, 'select value from setting where name = $1', [name]))[0]?.value;

test('two steps that lock each other out both happen, each exactly once', async () => {
  await transaction(store, async (tx) => {
    await insert(tx, 'a');
    await insert(tx, 'b');
  });
  let attempts = 0;
  let bothHold: () => void = () => undefined;
  const meeting = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  const step = (first: string, second: string) =>
    transaction(store, async (tx) => {
      await increase(tx, first);
      attempts += 1;
      if (attempts === 2) {
        bothHold();
      }
      await meeting;
      await increase(tx, second);
    });
  await Promise.all([step('a', 'b'), step('b', 'a')]);
  expect(attempts).toBe(3);
  expect([await valueIn('a'), await valueIn('b')]).toEqual([2, 2]);
});

test('a thrown error undoes the writes before it and reaches the caller', async () => {
  const work = transaction(store, async (tx) => {
    await insert(tx, 'thrown');
    throw new Error('a bug');
  });
  await expect(work).rejects.toThrow('a bug');
  expect(await valueIn('thrown')).toBeUndefined();
});

test('a failed result undoes the writes before it and is returned as it is', async () => {
  const result = await transaction(store, async (tx) => {
    await insert(tx, 'refused');
    return fail('WRONG_STATE', 'too late');
  });
  expect(result).toEqual({ ok: false, failure: { code: 'WRONG_STATE', message: 'too late' } });
  expect(await valueIn('refused')).toBeUndefined();
});

test('a swallowed SQL error does not pass for a commit', async () => {
  const work = transaction(store, async (tx) => {
    await insert(tx, 'swallowed');
    await insert(tx, 'swallowed').catch(() => undefined);
    return ok('done');
  });
  await expect(work).rejects.toThrow('swallowed');
  expect(await valueIn('swallowed')).toBeUndefined();
});

test('TypeORM writes through the manager belong to the same transaction', async () => {
  const work = transaction(store, async (tx) => {
    await tx.manager.query('insert into setting (name, value, updated_at) values ($1, $2, now())', [
      'orm',
      '1',
    ]);
    const [row] = await tx.query<{ value: number }>(`select value from setting where name = 'orm'`);
    expect(row?.value).toBe(1);
    throw new Error('undo');
  });
  await expect(work).rejects.toThrow('undo');
  expect(await valueIn('orm')).toBeUndefined();
});

test('now and today come from the given clock, and today is the day in Asia/Shanghai', async () => {
  const seen = await transaction(store, async (tx) => ({ now: tx.now.toISOString(), today: tx.today }));
  expect(seen).toEqual({ now: '2026-03-01T17:30:00.000Z', today: '2026-03-02' });
});

test('dates stay calendar days, bigints and decimals stay exact, instants are Dates', async () => {
  const [row] = await query<Record<string, unknown>>(
    store,
    `select date '2024-02-29' as day, 9007199254740993::bigint as big, 0.10::numeric as decimal,
       timestamptz '2026-01-01 00:00+08' as instant`,
  );
  expect(row).toEqual({
    day: '2024-02-29',
    big: '9007199254740993',
    decimal: '0.10',
    instant: new Date('2025-12-31T16:00:00Z'),
  });
});
