/** The limit of a review, and the firms that it and the hub review: the SQL beside this file, put together. */
import fs from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';

const file = (name: string): string =>
  fs
    .readFileSync(path.join(__dirname, name), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n');

/** What the firms are written to. Emptied in the transaction that fills them, they are filled without a log. */
const FILLED = 'unit, designation, batch, feed, agency_record, record_head, case_material, review_round';

export async function loadFirms(
  client: Client,
  { units, asOf }: { units: number; asOf: string },
): Promise<void> {
  // References hold by the way the rows are made: to check each of millions would take most of the time.
  await client.query(
    `select set_config('bench.units', $1, false), set_config('bench.as_of', $2, false),
            set_config('jit', 'off', false), set_config('session_replication_role', 'replica', false)`,
    [String(units), asOf],
  );
  await client.query(
    `begin; truncate ${FILLED} restart identity cascade; ${file('review-data.sql')}; commit`,
  );
  await client.query(`set session_replication_role = 'origin'`);
  await client.query(file('review-words.sql'));
  await client.query('vacuum analyze');
}

const parts: Readonly<Record<string, string>> = {
  ':findings': file('review-findings.sql'),
  ':snapshot': file('review-snapshot.sql'),
};
const STATEMENT = file('review.sql').replace(/:findings|:snapshot/g, (name) => parts[name] ?? name);

/** Returns how many cases it judged. */
export async function reviewByStatement(
  client: Client,
  { roundId, due }: { roundId: string; due: string },
): Promise<number> {
  // As one would set it for a statement that is run once over all there is.
  await client.query(`set jit = off; set work_mem = '256MB'`);
  const { rows } = await client.query<{ written: number }>(STATEMENT, [roundId, due, new Date()]);
  return rows[0]?.written ?? 0;
}
