/** Tells which rows of a chunk are new or changed: keys and digests go to PostgreSQL, only the others come back. */
import type { ClientBase } from 'pg';
import type { RawRow, RecordType } from '../agency';
import { isBroken } from '../refused-row';

export interface GivenRow {
  readonly row: RawRow;
  /** Of its values, in hex; empty when it could not be taken apart. */
  readonly digest: string;
}

/**
 * A digest alone says that the row was taken in; the key is the way to it. Digests come in one piece of 32 bytes each.
 * The keys are looked up as one array: PostgreSQL sorts it and reads the index along it, each page once where keys lie
 * close together. Behind a SELECT the planner does not weigh each of them, nor reads a whole table for a chunk.
 */
const NEW_ROWS = /* sql */ `
  with known as materialized (
    select source_key, raw_digest, record_id from record_head
    where agency = $4 and record_type = $5 and source_key = any((select $1::text[])::text[]) and state = 'PRESENT'
  ), given as materialized (
    select g.place, k.record_id
    from unnest($1::text[]) with ordinality as g (key, place)
    left join known k on k.source_key = g.key
      and k.raw_digest = substring($2::bytea from (g.place::int - 1) * 32 + 1 for 32)
  ), noted as (
    insert into import_seen (load_id, record_ids)
    select $3, array_agg(record_id) from given where record_id is not null having count(*) > 0
  )
  select place::int from given where record_id is null`;

/** Those that are known are noted as seen: a whole list that has them does not end them. */
export async function newRows(
  client: ClientBase,
  loadId: string,
  { agency, name, keyColumn }: RecordType,
  given: readonly GivenRow[],
): Promise<ReadonlySet<GivenRow>> {
  const keys: string[] = [];
  const asked: GivenRow[] = [];
  const fresh = new Set<GivenRow>();
  for (const one of given) {
    const key = keyOf(one.row, keyColumn);
    if (key === null) {
      fresh.add(one);
    } else {
      keys.push(key);
      asked.push(one);
    }
  }
  const digests = Buffer.from(asked.map(({ digest }) => digest).join(''), 'hex');
  const { rows } = await client.query<{ place: number }>(NEW_ROWS, [keys, digests, loadId, agency, name]);
  for (const { place } of rows) {
    const one = asked[place - 1];
    if (one !== undefined) {
      fresh.add(one);
    }
  }
  return fresh;
}

/** Null: a row with such a key was never taken in. */
function keyOf({ values }: RawRow, keyColumn: string): string | null {
  const key = values?.[keyColumn];
  return typeof key !== 'string' || isBroken(key) ? null : key.trim();
}
