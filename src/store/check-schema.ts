/** Holds a database against this code: migrations, the columns of every table class, and the committed schema.sql. */
import fs from 'node:fs';
import path from 'node:path';
import { migrationState } from './migrate';
import { printSchema } from './print-schema';
import { query, type Store } from './transaction';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
}

const key = ({ table, column }: Column): string => `${table}.${column}`;
const text = ({ type, nullable }: Column): string => `${type}${nullable ? '' : ' not null'}`;

async function columnsInDatabase(store: Store, tables: readonly string[]): Promise<Column[]> {
  return query<Column>(
    store,
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, not a.attnotnull as nullable
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any ($1)
       and a.attnum > 0 and not a.attisdropped
     order by c.relname, a.attnum`,
    [tables],
  );
}

/** The columns that the table classes declare, each type under the name PostgreSQL itself gives it. */
async function columnsInCode(store: Store): Promise<Column[]> {
  const declared = store.source.entityMetadatas.flatMap((entity) =>
    entity.columns.map((column) => ({
      table: entity.tableName,
      column: column.databaseName,
      type: store.source.driver.normalizeType(column) + (column.isArray ? '[]' : ''),
      nullable: column.isNullable,
    })),
  );
  const names = await query<{ given: string; type: string | null }>(
    store,
    'select given, format_type(to_regtype(given), null) as type from unnest($1::text[]) given',
    [[...new Set(declared.map(({ type }) => type))]],
  );
  const nameOf = new Map(names.map(({ given, type }) => [given, type ?? given]));
  return declared.map((column) => ({ ...column, type: nameOf.get(column.type) ?? column.type }));
}

/** Where table classes and tables differ in a column's name, type or nullability; empty when they agree. */
export async function compareTables(store: Store): Promise<string[]> {
  const code = await columnsInCode(store);
  const database = await columnsInDatabase(store, [...new Set(code.map(({ table }) => table))]);
  const inDatabase = new Map(database.map((column) => [key(column), column]));
  const inCode = new Set(code.map(key));
  const differences = code.flatMap((column) => {
    const other = inDatabase.get(key(column));
    if (!other) {
      return [`${key(column)}: declared in tables.ts, absent from the database`];
    }
    return text(other) === text(column)
      ? []
      : [`${key(column)}: tables.ts says ${text(column)}, the database ${text(other)}`];
  });
  const undeclared = database.filter((column) => !inCode.has(key(column)));
  return [...differences, ...undeclared.map((column) => `${key(column)}: not declared in tables.ts`)];
}

export const COMMITTED_SCHEMA = path.join(__dirname, 'schema.sql');

/** The lines that stand in one text only, a few of them. */
function differingLines(committed: string, printed: string): string[] {
  const [before, after] = [committed.split('\n'), printed.split('\n')];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `  committed: ${line.trim()}`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `  database:  ${line.trim()}`);
  return [...gone.slice(0, 10), ...come.slice(0, 10)];
}

/** What is wrong with this database, line by line; empty when it is as the code and schema.sql say. */
export async function checkSchema(store: Store): Promise<string[]> {
  const { pending, unknown } = await migrationState(store);
  const state = [
    ...pending.map((name) => `migration ${name} was not run`),
    ...unknown.map((name) => `migration ${name} was run here, and is unknown to this version`),
  ];
  const differences = [...state, ...(await compareTables(store))];
  const printed = await printSchema(store);
  const committed = fs.existsSync(COMMITTED_SCHEMA) ? fs.readFileSync(COMMITTED_SCHEMA, 'utf8') : '';
  if (printed !== committed) {
    differences.push(
      'the schema is not the committed src/store/schema.sql:',
      ...differingLines(committed, printed),
    );
  }
  return differences;
}
