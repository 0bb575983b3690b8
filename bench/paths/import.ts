/** A whole list of an agency: for the first time, with no change, the very same file, and with one row in twenty changed. */
import fs from 'node:fs';
import path from 'node:path';
import { createLogger } from '../../src/kernel/logger';
import { openClient, withDatabase } from '../../src/store/connection';
import { startPostgres } from '../../src/store/embedded-postgres';
import { migrate } from '../../src/store/migrate';
import { assertSameFacts, type Importer, takeByHub, takeByLimit, takeByPeer } from '../importers';
import { TABLES_OF_LIMIT } from '../limits/import';
import { codeOf, type ListName, writeLists } from '../lists';
import { type BenchPath, SCALES, type Wanted } from '../path';

const UNITS = /* sql */ `
  insert into unit (code, kind, name, region_code, created_at, updated_at)
  select code, 'ENTERPRISE', '合成单位' || n, '371002', now(), now()
  from unnest($1::text[]) with ordinality given (code, n)`;

interface Kind {
  readonly title: string;
  readonly file: ListName;
  /** Whether the list is in the tables already. */
  readonly known: boolean;
  readonly writes: (rows: number) => number;
  readonly target: { readonly limit: number; readonly peer: number | null; readonly aim?: number };
}

const KINDS: readonly Kind[] = [
  {
    title: 'first',
    file: 'first.csv',
    known: false,
    writes: (rows) => rows,
    target: { limit: 0.75, peer: 3, aim: 0.9 },
  },
  {
    title: 'unchanged',
    file: 'reordered.csv',
    known: true,
    writes: () => 0,
    target: { limit: 1, peer: null, aim: 1.2 },
  },
  {
    title: 'the very same file',
    file: 'first.csv',
    known: true,
    writes: () => 0,
    target: { limit: 20, peer: null },
  },
  {
    title: 'one in twenty changed',
    file: 'changed.csv',
    known: true,
    writes: (rows) => Math.floor(rows / 20),
    target: { limit: 0.75, peer: null },
  },
];

/** Databases to copy each run from: `hub` knows the units, `known` has taken the first list in as well. */
async function openLists({ scale, quick }: Wanted) {
  const rows = SCALES[scale];
  const folder = path.resolve('.data/bench/import', scale);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
  writeLists(folder, rows);
  const postgres = await startPostgres({ directory: path.join(folder, 'postgres'), durable: true });
  const owner = (database: string) =>
    openClient(withDatabase(postgres.url, database), { role: 'owner', name: 'bench' });
  const administer = await owner('postgres');

  const take = (by: Importer, database: string, name: ListName, writes: number, of: number = rows) => {
    const list = { file: path.join(folder, name), rows: of, writes };
    return by(withDatabase(postgres.url, database), postgres.pid, list);
  };

  async function copyOf(template: string): Promise<string> {
    await administer.query('drop database if exists run with (force)');
    await administer.query(`create database run template ${template} strategy file_copy`);
    await administer.query('checkpoint');
    return 'run';
  }

  /** The same lists by both into one database: the first, and the changed one over it. */
  async function takeByBoth(database: string, name: ListName, writes: number): Promise<void> {
    await take(takeByHub, database, name, writes);
    await take(takeByLimit, database, name, writes);
    await assertSameFacts(withDatabase(postgres.url, database));
  }

  await migrate(postgres.url, createLogger('bench', 'warn'));
  const empty = await owner('hub');
  await empty.query(TABLES_OF_LIMIT);
  await empty.query(UNITS, [Array.from({ length: rows }, (_, index) => codeOf(index + 1))]);
  await empty.query('analyze');
  await empty.end();
  await administer.query('create database known template hub');
  await takeByBoth('known', 'first.csv', rows);
  await takeByBoth(await copyOf('known'), 'changed.csv', Math.floor(rows / 20));
  if (!quick) {
    await take(takeByPeer, 'known', 'first.csv', rows);
  }
  const one = await take(takeByHub, await copyOf('hub'), 'one.csv', 1, 1);
  return {
    rows,
    /** What a delivery costs once, however long its list. */
    onceMs: one.seconds * 1000,
    run:
      (by: Importer, { known, file, writes }: Kind) =>
      async () =>
        take(by, await copyOf(known ? 'known' : 'hub'), file, writes(rows)),
    async close() {
      await administer.end();
      await postgres.stop();
    },
  };
}

export const imports: BenchPath = {
  name: 'import',
  about: 'a whole list: first, unchanged, the same file, 5 % changed',
  async *series(wanted) {
    const lists = await openLists(wanted);
    try {
      for (const kind of KINDS) {
        yield {
          title: `import, ${kind.title}, ${lists.rows} rows`,
          variant: kind.title,
          unit: 'rows',
          target: kind.target,
          limit: { name: 'limit', run: lists.run(takeByLimit, kind) },
          hub: { name: 'hub', run: lists.run(takeByHub, kind) },
          peers: [{ name: 'TypeORM upsert', run: lists.run(takeByPeer, kind) }],
          notes: [
            'The limit lets PostgreSQL parse the file and checks no row; the hub checks each field and writes batch, feed state and audit.',
            `A list of one row takes the hub ${lists.onceMs.toFixed(0)} ms: batch, feed state, outbox and audit, once a delivery.`,
            'What hub and limit keep of the lists was compared row by row. The peer keeps no digest, history or original, and marks nothing absent.',
          ],
        };
      }
    } finally {
      await lists.close();
    }
  },
};
