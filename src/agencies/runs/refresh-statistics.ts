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

/** After the merge: the reads of all rooms rest on these tables, and autovacuum comes by only each minute. */
export async function analyzeRecords(
  client: ClientBase,
  written: number,
  namesUnits: boolean,
): Promise<void> {
  if (written >= FROM_ROWS) {
    await client.query(
      'analyze record_head, agency_record (agency, record_type, source_key, unit_id, unit_code, batch_id)',
    );
  }
  if (written >= FROM_ROWS && namesUnits) {
    await client.query('analyze unit, unit_name');
  }
}
