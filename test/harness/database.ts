/** A database of its own for a test file: a clone of the migrated template, dropped at the end. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { TABLES } from '../../bin/tables';
import { type Clock, systemClock } from '../../src/kernel/clock';
import { type DatabaseRole, openClient, withDatabase } from '../../src/store/connection';
import { closeStore, openStore } from '../../src/store/data-source';
import type { Store } from '../../src/store/transaction';
import { testLogger } from './logger';
import { shared } from './shared-servers';

export interface TestDatabase {
  readonly url: string;
  /** Opened as the application's role, like gateway and worker; `owner` is for set-up that the role may not do. */
  store(clock?: Clock, role?: DatabaseRole): Promise<Store>;
  /** Closes every store opened here and drops the database. */
  close(): Promise<void>;
}

async function administer(sql: string): Promise<void> {
  const client = await openClient(shared('HUB_TEST_DATABASE'), { role: 'owner', name: 'test set-up' });
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function databaseName(): string {
  const file = path.basename(expect.getState().testPath ?? 'test', '.test.ts').replace(/\W/g, '_');
  return `t_${file.slice(0, 40)}_${randomBytes(4).toString('hex')}`;
}

/** Stores over any migrated database, and their closing. */
export function storesOf(url: string): { open: TestDatabase['store']; closeAll(): Promise<void> } {
  const stores: Store[] = [];
  return {
    async open(clock = systemClock, role = 'app') {
      const store = await openStore({
        url,
        tables: TABLES,
        clock,
        logger: testLogger,
        poolSize: 10,
        name: 'test',
        role,
      });
      stores.push(store);
      return store;
    },
    async closeAll() {
      await Promise.all(stores.splice(0).map(closeStore));
    },
  };
}

/** Call it in `beforeAll`, and `close()` in `afterAll`. `empty`: without the migrations. */
export async function freshDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const name = databaseName();
  await administer(
    `create database ${name}${options.empty ? '' : ` template ${shared('HUB_TEST_TEMPLATE')}`}`,
  );
  const url = withDatabase(shared('HUB_TEST_DATABASE'), name);
  const stores = storesOf(url);
  return {
    url,
    store: stores.open,
    async close() {
      await stores.closeAll();
      await administer(`drop database if exists ${name} with (force)`);
    },
  };
}
