/** Fresh planner statistics around a big merge: without them PostgreSQL takes a table it has just filled for empty. */
import type { ClientBase } from 'pg';

/** Below so many rows no plan is bad enough to matter. */
const FROM_ROWS = 1000;

/** Before the merge, outside its transaction: ANALYZE holds its lock to the end of one. */
export async function analyzeScratch(client: ClientBase, rows: number): Promise<void> {
  if (rows >= FROM_ROWS) {
    await client.query(
      'analyze import_stage (load_id, source_key), import_seen, import_reject (load_id, source_key)',
    );
  }
}

/** What autovacuum waits for: fewer new rows change no plan, and a sample of a big table takes longer than to merge them. */
const SHARE = 0.1;

/** After the merge: the reads of all rooms rest on these tables, and autovacuum comes by only each minute. */
export async function analyzeRecords(
  client: ClientBase,
  written: number,
  namesUnits: boolean,
): Promise<void> {
  if (written < FROM_ROWS || written < SHARE * (await recordsBefore(client))) {
    return;
  }
  await client.query(
    'analyze record_head, agency_record (agency, record_type, source_key, unit_id, unit_code, batch_id)',
  );
  if (namesUnits) {
    await client.query('analyze unit, unit_name');
  }
}

/** As the planner believes it. */
async function recordsBefore(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ known: number }>(
    `select reltuples as known from pg_class where oid = 'record_head'::regclass`,
  );
  return rows[0]?.known ?? 0;
}
