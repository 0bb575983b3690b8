/** How large each table and index is: what partitions, memory and copies of the database must reckon with. */
import { query, type Store } from '../../src/store/transaction';
import { rough } from './plan';

interface Size {
  readonly name: string;
  readonly rows: number;
  readonly table: number;
  readonly indexes: number;
}

const SIZES = /* sql */ `
  select c.relname as name, greatest(c.reltuples, 0)::float8 as rows, pg_table_size(c.oid)::float8 as table,
    pg_indexes_size(c.oid)::float8 as indexes
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  order by pg_total_relation_size(c.oid) desc, c.relname`;

const INDEXES = /* sql */ `
  select x.relname as name, pg_relation_size(x.oid)::float8 as bytes
  from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
  where c.relnamespace = 'public'::regnamespace and pg_relation_size(x.oid) >= 10 * 1048576
  order by 2 desc, 1`;

const MIB = 1_048_576;
const mib = (bytes: number): string => `${rough(bytes / MIB)} MiB`;

export async function tableRows(store: Store): Promise<ReadonlyMap<string, number>> {
  const rows = await query<Size>(store, SIZES);
  return new Map(rows.map(({ name, rows: count }) => [name, count]));
}

/** Tables that hold anything to speak of, then the indexes of ten MiB and more. */
export async function sizesText(store: Store): Promise<string> {
  const tables = await query<Size>(store, SIZES);
  const indexes = await query<{ name: string; bytes: number }>(store, INDEXES);
  const all = tables.reduce((sum, { table, indexes: own }) => sum + table + own, 0);
  return [
    `all tables: ${mib(all)}`,
    '',
    'table | rows | table | its indexes',
    ...tables
      .filter(({ table, indexes: own }) => table + own >= MIB)
      .map(({ name, rows, table, indexes: own }) => `${name} | ${rough(rows)} | ${mib(table)} | ${mib(own)}`),
    '',
    'index | size',
    ...indexes.map(({ name, bytes }) => `${name} | ${mib(bytes)}`),
    '',
  ].join('\n');
}
