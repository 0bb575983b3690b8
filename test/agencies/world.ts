/** A database and a drop folder of their own for each test of a file, and what is delivered into them. */
import fs from 'node:fs';
import type { BatchReport } from '../../src/agencies/report';
import { fixedClock } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { importHrss, type Row, temporaryFolder, writeHrss } from './deliveries';

export interface World {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly folder: string;
  readonly clock: ReturnType<typeof fixedClock>;
  deliver(rows: readonly Row[], type?: string, mode?: string, day?: string): Promise<BatchReport>;
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  feed(agency: string, recordType: string): Promise<Record<string, unknown> | undefined>;
}

/** Call it once at the top of a test file; the parts change from test to test, so take them from it when they are needed. */
export function freshWorld(now: string): World {
  const clock = fixedClock(now);
  let database: TestDatabase;
  let store: Store;
  let folder: string;
  let serial = 0;
  beforeEach(async () => {
    database = await freshDatabase();
    clock.set(now);
    store = await database.store(clock);
    folder = temporaryFolder();
  });
  afterEach(async () => {
    fs.rmSync(folder, { recursive: true });
    await database.close();
  });
  const ask = <Row>(sql: string, parameters: readonly unknown[] = []) => query<Row>(store, sql, parameters);
  return {
    get database() {
      return database;
    },
    get store() {
      return store;
    },
    get folder() {
      return folder;
    },
    clock,
    deliver(rows, type = 'social-insurance', mode = 'full', day = '20260301') {
      serial += 1;
      return importHrss(store, writeHrss(folder, `${type}-${day}-${mode}-${serial}.csv`, rows));
    },
    query: ask,
    async feed(agency, recordType) {
      const [row] = await ask<Record<string, unknown>>(
        'select cursor, complete_as_of, held_batch_id, last_polled_at, last_success_at, last_error from feed where agency = $1 and record_type = $2',
        [agency, recordType],
      );
      return row;
    },
  };
}
