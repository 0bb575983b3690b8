/** Sixty firms and a park with their evidence: good, not up to standard, or lacking an answer, by turns. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../src/kernel/result';
import type { OpenRound } from '../../src/reviews/round-request';
import { importMaterials } from '../../src/reviews/runs/import-materials';
import { openRound, type RoundOpened } from '../../src/reviews/steps/open-round';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { goodMaterials } from './good-firm';
import { clockAt, SCHEDULE } from './people';
import { AS_OF, freshFeeds, type Placed, putEnterprises, putPark } from './town';

export const COUNT = 60;
export const turn = (index: number): 'good' | 'short' | 'open' =>
  index % 3 === 0 ? 'good' : index % 3 === 1 ? 'short' : 'open';

export const round = (change: Partial<OpenRound> = {}): OpenRound => ({
  origin: 'SCHEDULE',
  title: '定期复核',
  requestedByBody: 'office',
  reason: '定期复核',
  asOf: AS_OF,
  actor: SCHEDULE,
  ...change,
});

export interface SixtyFirms {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly firms: readonly Placed[];
  readonly park: Placed;
  readonly reader: { query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> };
  open(change?: Partial<OpenRound>): Promise<Result<RoundOpened>>;
  opened(change?: Partial<OpenRound>): Promise<string>;
  /** Ends whatever is open, so that the same titles can be reviewed again. */
  settle(): Promise<void>;
}

export async function sixtyFirms(): Promise<SixtyFirms> {
  const database = await freshDatabase();
  const store = await database.store(clockAt(AS_OF));
  await freshFeeds(store);
  const firms = await putEnterprises(
    store,
    Array.from({ length: COUNT }, (_, index) => ({
      index,
      ...(turn(index) === 'short' ? { records: { 'hrss/COORDINATORS': { count: 0 } } } : {}),
    })),
  );
  const park = await putPark(store, 1, firms.slice(0, 30));
  await importEvidence(store, firms, park);
  const open: SixtyFirms['open'] = (change) => transaction(store, (tx) => openRound(tx, round(change)));
  return {
    database,
    store,
    firms,
    park,
    reader: { query: (sql, parameters) => query(store, sql, parameters) },
    open,
    async opened(change) {
      const result = await open(change);
      if (!result.ok) throw new Error(result.failure.message);
      return result.value.roundId;
    },
    async settle() {
      await query(store, 'update review_case set closed_at = opened_at where closed_at is null');
      await query(store, 'update review_round set closed_at = opened_at where closed_at is null');
    },
  };
}

async function importEvidence(store: Store, firms: readonly Placed[], park: Placed): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'materials-'));
  const lines = [
    ...firms.flatMap(({ code }, index) =>
      goodMaterials(code).filter(({ element }) => !(turn(index) === 'open' && element === 'E9.survey')),
    ),
    ...goodMaterials(park.code, 'INDUSTRIAL_PARK'),
  ];
  writeFileSync(join(folder, 'm.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const report = await importMaterials(store, { path: join(folder, 'm.ndjson'), actor: SCHEDULE });
  rmSync(folder, { recursive: true });
  expect(report).toMatchObject({ read: lines.length, written: lines.length, refused: 0 });
}
