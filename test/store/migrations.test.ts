/** The schema comes from migrations alone: up, down and up again, held by schema.sql and the table classes. */
import fs from 'node:fs';
import path from 'node:path';
import { checkSchema } from '../../src/store/check-schema';
import { openClient } from '../../src/store/connection';
import { migrate, migrationState, undoLastMigration } from '../../src/store/migrate';
import { MIGRATIONS } from '../../src/store/migration-list';
import { printSchema } from '../../src/store/print-schema';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { testLogger } from '../harness/logger';

let database: TestDatabase;
let owner: Store;

beforeEach(async () => {
  database = await freshDatabase();
  owner = await database.store(undefined, 'owner');
});
afterEach(() => database.close());

const alter = (sql: string) => query(owner, sql);
const NAMES = MIGRATIONS.map(({ name }) => name);

async function undoAll(url: string): Promise<void> {
  for (const _ of MIGRATIONS) {
    await undoLastMigration(url, testLogger);
  }
}

test('every file in migrations/ is in the list, in the order of its date', () => {
  const files = fs.readdirSync(path.join(__dirname, '../../src/store/migrations')).sort();
  const dates = files.map((file) => file.slice(0, 13));
  expect(files.every((file) => /^\d{13}-[\w-]+\.ts$/.test(file))).toBe(true);
  expect(NAMES.map((name) => name.slice(-13))).toEqual(dates);
});

test('up, down and up again on an empty database gives the same schema; a second up does nothing', async () => {
  const empty = await freshDatabase({ empty: true });
  try {
    expect(await migrate(empty.url, testLogger)).toEqual(NAMES);
    expect(await migrate(empty.url, testLogger)).toEqual([]);
    const store = await empty.store(undefined, 'owner');
    const before = await printSchema(store);
    await undoAll(empty.url);
    const left = await query<{ relname: string }>(
      store,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S', 'v')
       and relname not like 'schema_migration%'`,
    );
    expect(left).toEqual([]);
    expect(await migrate(empty.url, testLogger)).toEqual(NAMES);
    expect(await printSchema(store)).toBe(before);
  } finally {
    await empty.close();
  }
});

test.each([
  'create view payroll as select 1 as pay',
  'create materialized view payroll as select 1 as pay',
  'create table payroll (pay int) partition by range (pay)',
])('nothing is laid beside another program’s: %s', async (theirs) => {
  const other = await freshDatabase({ empty: true });
  try {
    const store = await other.store(undefined, 'owner');
    await query(store, theirs);
    await expect(migrate(other.url, testLogger)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  } finally {
    await other.close();
  }
});

/** One row in every table, in an order that foreign keys allow; the values are whatever the columns take. */
async function fill(): Promise<number> {
  await alter(`insert into unit (code, kind, name, created_at, updated_at)
    values ('91371000MA00000001', 'ENTERPRISE', '甲', now(), now())`);
  await alter(
    `insert into recipient (id, name, created_at, updated_at) values ('credit', '发改', now(), now())`,
  );
  await alter(`insert into batch (agency, record_type, mode, source, as_of, state, received_at)
    values ('hrss', 'x', 'FULL', 'f', '2026-01-01', 'ACCEPTED', now())`);
  await alter(`insert into agency_record (agency, record_type, source_key, version, state, unit_id, observed_on, data,
    original, digest, batch_id, received_at) select 'hrss', 'x', 'k', 1, 'PRESENT', u.id, '2026-01-01', '{}', '{}', '', b.id,
    now() from unit u, batch b`);
  await alter(`insert into outbox (topic, key, created_at) values ('FactsChanged', '{}', now())`);
  const [count] = await query<{ n: number }>(owner, 'select count(*)::int as n from agency_record');
  return count?.n ?? 0;
}

test('down and up work on a filled database too', async () => {
  expect(await fill()).toBe(1);
  await undoAll(database.url);
  expect(await migrate(database.url, testLogger)).toEqual(NAMES);
  expect(await checkSchema(owner)).toEqual([]);
});

test('two migrators at once: one migrates, the other waits and finds nothing to do', async () => {
  const empty = await freshDatabase({ empty: true });
  try {
    const ran = await Promise.all([migrate(empty.url, testLogger), migrate(empty.url, testLogger)]);
    expect(ran.flat()).toEqual(NAMES);
  } finally {
    await empty.close();
  }
});

test('a failing migration leaves nothing of itself', async () => {
  class Broken1900000000000 {
    name = 'Broken1900000000000';
    async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
      await runner.query('create table half_made (n int)');
      await runner.query('select no_such_function()');
    }
    async down(): Promise<void> {}
  }
  const list = [...MIGRATIONS, Broken1900000000000];
  await expect(migrate(database.url, testLogger, { migrations: list })).rejects.toThrow('no_such_function');
  expect(await query(owner, `select to_regclass('half_made') as made`)).toEqual([{ made: null }]);
  expect((await migrationState(owner, list)).pending).toEqual(['Broken1900000000000']);
});

test('a migration that cannot have a table gives up, and nobody queues behind it for long', async () => {
  class Locked1900000000000 {
    name = 'Locked1900000000000';
    async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
      await runner.query('alter table setting add column more int');
    }
    async down(): Promise<void> {}
  }
  const holder = await openClient(database.url, { role: 'owner', name: 'holder' });
  try {
    await holder.query('begin; lock table setting in access share mode');
    const work = migrate(database.url, testLogger, {
      migrations: [...MIGRATIONS, Locked1900000000000],
      lockSeconds: 1,
    });
    await expect(work).rejects.toMatchObject({ code: '55P03' });
  } finally {
    await holder.end();
  }
});

test('the committed schema.sql and the table classes are what the migrations make', async () => {
  expect(await checkSchema(owner)).toEqual([]);
});

const BY_HAND: readonly (readonly [sql: string, difference: string])[] = [
  ['alter table unit alter column employees type bigint', 'unit.employees: tables.ts says integer'],
  ['alter table unit alter column name drop not null', 'unit.name: tables.ts says text not null'],
  ['alter table unit rename column industry to trade', 'unit.industry: declared in tables.ts, absent'],
  ['alter table unit add column extra text', 'unit.extra: not declared in tables.ts'],
  ['drop index unit_region', 'unit_region'],
  ['alter table unit drop constraint unit_kind_check', 'unit_kind_check'],
  ['grant update on event to hub_app', 'grant insert, select, update on event'],
  ['drop trigger outbox_notify on outbox', 'outbox_notify'],
];

test('whatever is altered by hand is named: type, nullability, name, column, index, check, grant, trigger', async () => {
  let said = (await checkSchema(owner)).join('\n');
  for (const [sql, difference] of BY_HAND) {
    expect(said).not.toContain(difference);
    await alter(sql);
    said = (await checkSchema(owner)).join('\n');
    expect(said).toContain(difference);
  }
});

test('the check fails on a migration that was not run', async () => {
  await alter('delete from schema_migration');
  expect((await checkSchema(owner))[0]).toBe(`migration ${NAMES[0]} was not run`);
});

test('the application cannot change or delete what is appended', async () => {
  await fill();
  const app = await database.store();
  const tables = await query<{ name: string }>(
    owner,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
     and obj_description(oid, 'pg_class') like 'append-only%' order by relname`,
  );
  expect(tables.length).toBeGreaterThan(15);
  for (const { name } of tables) {
    const [column] = await query<{ name: string }>(
      owner,
      `select attname as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and attidentity = '' limit 1`,
      [name],
    );
    for (const sql of [
      `update ${name} set ${column?.name} = ${column?.name}`,
      `delete from ${name}`,
      `truncate ${name}`,
    ]) {
      await expect(query(app, sql)).rejects.toMatchObject({ code: '42501' });
    }
  }
  expect(await query(app, 'select count(*)::int as n from agency_record')).toEqual([{ n: 1 }]);
});

test('the application cannot write the list of migrations, and reads it', async () => {
  const app = await database.store();
  await expect(query(app, 'delete from schema_migration')).rejects.toMatchObject({ code: '42501' });
  expect((await migrationState(app)).pending).toEqual([]);
});

test('the application may append to the outbox', async () => {
  const app = await database.store();
  await transaction(app, (tx) =>
    tx.query(`insert into outbox (topic, key, created_at) values ('x', '{}', now())`),
  );
  expect(await query(app, 'select count(*)::int as n from outbox')).toEqual([{ n: 1 }]);
});
