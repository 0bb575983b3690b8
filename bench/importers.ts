/** The ways to take a list in, each into a database of its own: the hub's import, the limit, the peer; and what each wrote. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Client } from 'pg';
import { personKey } from '../src/agencies/person';
import { importFile } from '../src/agencies/runs/import-file';
import { systemActor } from '../src/kernel/actor';
import { openClient } from '../src/store/connection';
import { closeStore } from '../src/store/data-source';
import { query } from '../src/store/transaction';
import { mergeList } from './limits/import';
import { AS_OF, RECORD_TYPE } from './lists';
import { cpuSeconds } from './meters';
import type { Run } from './path';
import { startProgram } from './program';
import { openBenchStore } from './store';

export interface ListToTake {
  readonly file: string;
  readonly rows: number;
  /** How many of them are new or changed. */
  readonly writes: number;
}

/** Takes a list into the database at `url` on the server with this pid. */
export type Importer = (url: string, pid: number, list: ListToTake) => Promise<Run>;

const OF_HUB = ['agency_record', 'record_head', 'unit', 'unit_name'];
const OF_LIMIT = ['limit_record', 'limit_head', 'unit'];
const OF_PEER = ['peer_grade'];

export const takeByHub: Importer = (url, pid, list) =>
  observed(url, OF_HUB, list, async () => {
    const store = await openBenchStore(url);
    try {
      // As those of the limit and of a hub that is up, its connections are open when the clock starts.
      await Promise.all([1, 2].map(() => query(store, 'select pg_sleep(0.05)')));
      return await timed(pid, list.rows, async () => {
        const report = await importFile(
          store,
          {
            agency: 'hrss',
            path: list.file,
            recordType: RECORD_TYPE,
            mode: 'FULL',
            asOf: AS_OF,
            actor: systemActor('bench'),
          },
          { personKey: personKey(Buffer.alloc(32, 1)) },
        );
        assert.equal(report.accepted, list.writes, JSON.stringify(report));
        assert.ok(report.quarantined + report.absent === 0, JSON.stringify(report));
      });
    } finally {
      await closeStore(store);
    }
  });

export const takeByLimit: Importer = (url, pid, list) =>
  observed(url, OF_LIMIT, list, async () => {
    const client = await openClient(url, { role: 'owner', name: 'bench' });
    try {
      return await timed(pid, list.rows, async () => {
        assert.equal(await mergeList(client, list.file), list.writes);
      });
    } finally {
      await client.end();
    }
  });

/** A program of its own: it says what it took. What it locks and does not write is not held against it. */
export const takeByPeer: Importer = async (url, pid, list) =>
  observed(url, OF_PEER, list, async () => {
    const database = cpuSeconds(pid);
    const words = [path.resolve('bench/peers/typeorm-upsert.mjs'), list.file];
    const program = await startProgram(words, { DATABASE_URL: url }, /^(\{.*\})$/);
    await program.ended;
    const { refused, ...run } = JSON.parse(program.said) as Run & { readonly refused: number };
    assert.deepEqual([run.items, refused], [list.rows, 0]);
    return { ...run, postgresCpuSeconds: cpuSeconds(pid) - database };
  });

async function timed(pid: number, rows: number, work: () => Promise<void>): Promise<Run> {
  const [node, database] = [process.cpuUsage(), cpuSeconds(pid)];
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(node);
  return {
    items: rows,
    seconds,
    nodeCpuSeconds: (user + system) / 1e6,
    postgresCpuSeconds: cpuSeconds(pid) - database,
    memoryMiB: process.memoryUsage().rss / 1_048_576,
  };
}

/** Rows written or locked since: a lock leaves its mark in xmax. Only tables of the candidate, which may not exist yet. */
async function touchedSince(client: Client, tables: readonly string[], xact: string): Promise<number> {
  let touched = 0;
  for (const table of tables) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from ${table} where xmin::text::bigint > $1 or xmax::text::bigint > $1`,
      [xact],
    );
    touched += rows[0]?.count ?? 0;
  }
  return touched;
}

/** What a run left behind, in a few words; a list that changes nothing may leave no row of the hub written or locked. */
async function observed(
  url: string,
  tables: readonly string[],
  list: ListToTake,
  take: () => Promise<Run>,
): Promise<Run> {
  const client = await openClient(url, { role: 'owner', name: 'bench' });
  try {
    const { rows: before } = await client.query<{ xact: string; lsn: string }>(
      'select pg_current_xact_id()::text as xact, pg_current_wal_insert_lsn()::text as lsn',
    );
    const { xact = '0', lsn = '0/0' } = before[0] ?? {};
    const run = await take();
    const { rows: after } = await client.query<{ kib: number }>(
      'select round(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn) / 1024)::int as kib',
      [lsn],
    );
    const touched = await touchedSince(client, tables, xact);
    if (list.writes === 0 && tables === OF_HUB) {
      assert.equal(touched, 0, `${touched} rows were written or locked`);
    }
    return { ...run, said: `${touched} rows written or locked, ${after[0]?.kib} KiB of WAL` };
  } finally {
    await client.end();
  }
}

const FACTS = (table: string): string => /* sql */ `
  select count(*)::int as rows, sum(hashtextextended(concat_ws('|', source_key, version, state, unit_id, unit_code, unit_name,
    observed_on, effective_from, effective_to, data), 0)::numeric)::text as digest from ${table}`;

/** Hub and limit took the same lists into one database: what they keep of them must be the same. */
export async function assertSameFacts(url: string): Promise<void> {
  const client = await openClient(url, { role: 'owner', name: 'bench' });
  try {
    const [hub, limit] = [
      await client.query(FACTS('agency_record')),
      await client.query(FACTS('limit_record')),
    ];
    assert.deepEqual(hub.rows, limit.rows);
  } finally {
    await client.end();
  }
}
