/** Promises of what is kept: plans by number and weight, prepared statements by connection; no client makes them grow. */
import type { Socket } from 'node:net';
import { parse } from 'graphql';
import { PlanCache } from '../../schema/plan-cache';
import { PREPARED_ON_CONNECTION, runStatement } from '../../schema/prepared';
import { poolOf, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterAll(() => database?.close());

describe('plans are kept up to a bound, the last used longest', () => {
  const operation = (words: string) => {
    const [definition] = parse(words).definitions;
    if (definition === undefined || !('operation' in definition)) throw new Error('no operation');
    return definition;
  };
  const plan = (text: string) =>
    ({
      statement: { text, parameters: [] },
      slots: [],
      masked: [],
      computes: false,
      uses: 0,
      name: undefined,
    }) as never;

  test('by number', () => {
    const plans = new PlanCache({ entries: 3, bytes: 1_000_000 });
    const one = operation('{ health { today } }');
    for (const key of ['a', 'b', 'c', 'a', 'd']) {
      plans.find(one, key, () => plan(key));
    }
    let made = 0;
    const again = (key: string) =>
      plans.find(one, key, () => {
        made += 1;
        return plan(key);
      });
    again('a');
    expect(made).toBe(0);
    again('b');
    expect(made).toBe(1);
    expect(plans.size).toBe(3);
  });

  test('by what they weigh, the document of each with its statement', () => {
    const plans = new PlanCache({ entries: 2_000, bytes: 1_000_000 });
    for (let number = 0; number < 500; number++) {
      plans.find(operation(`{ health { today } } # ${number} ${'x'.repeat(1_000)}`), '', () =>
        plan('y'.repeat(2_000)),
      );
      expect(plans.bytes).toBeLessThanOrEqual(1_000_000);
    }
    expect(plans.size).toBeGreaterThan(5);
    plans.find(operation('{ health { today } }'), '', () => plan('z'.repeat(1_000_000)));
    expect(plans.bytes).toBe(0);
  });
});

test('what is prepared on one connection is bounded: one that has its fill is closed', async () => {
  const pool = poolOf(store);
  const most = async () => {
    const clients = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
    const counts = await Promise.all(
      clients.map(async (client) => {
        const { rows } = await client.query<{ n: number }>(
          'select count(*)::int as n from pg_prepared_statements',
        );
        client.release();
        return rows[0]?.n ?? 0;
      }),
    );
    return Math.max(...counts);
  };
  for (let number = 0; number < 2 * PREPARED_ON_CONNECTION.statements; number++) {
    const text = `select '${number}'`;
    const answer = await runStatement(store, { text, values: [], name: `n${number}` });
    expect(answer.toString()).toBe(String(number));
  }
  expect(await most()).toBeLessThan(PREPARED_ON_CONNECTION.statements);
  const large = `select '${'x'.repeat(PREPARED_ON_CONNECTION.characters / 3)}'`;
  for (let number = 0; number < 5; number++) {
    await runStatement(store, { text: `${large} --${number}`, values: [], name: `large${number}` });
  }
  expect(await most()).toBeLessThan(3);
});

test('a connection that breaks under a prepared statement fails this one, and nothing else', async () => {
  const pool = poolOf(store);
  pool.once('acquire', (client) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    setImmediate(() => stream.destroy(new Error('cut')));
  });
  const cut = runStatement(store, { text: 'select pg_sleep(10)::text', values: [], name: 'cut' });
  await expect(cut).rejects.toThrow();
  const next = await runStatement(store, { text: `select 'next'`, values: [], name: 'next' });
  expect(next.toString()).toBe('next');
});
