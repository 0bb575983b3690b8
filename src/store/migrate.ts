/** Brings the database to the schema of this code, one process at a time, each migration in its own transaction. */
import 'reflect-metadata';
import { DataSource, type MigrationInterface } from 'typeorm';
import { HubError } from '../kernel/errors';
import type { Logger } from '../kernel/logger';
import { clientConfig, openClient } from './connection';
import { MIGRATIONS } from './migration-list';
import { ormLogger } from './orm-logger';
import { requirePostgres } from './require-postgres';
import { query, type Store } from './transaction';

export type MigrationClass = new () => MigrationInterface;

/** Given by tests alone: other migrations, another patience. */
export interface MigrateOptions {
  readonly migrations?: readonly MigrationClass[];
  readonly lockSeconds?: number;
}

const TABLE = 'schema_migration';
/** Any constant: two migrators of the same database wait for each other on it. */
const ADVISORY_LOCK = 7_306_100_001;
/** A migration that cannot get a table gives up, rather than make everybody queue behind it. */
const LOCK_SECONDS = 5;
const TURN_SECONDS = 300;

function sourceFor(url: string, logger: Logger, options: MigrateOptions): DataSource {
  const { migrations = MIGRATIONS, lockSeconds = LOCK_SECONDS } = options;
  return new DataSource({
    type: 'postgres',
    entities: [],
    migrations: [...migrations],
    migrationsTableName: TABLE,
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    logger: ormLogger(logger),
    poolSize: 2,
    extra: clientConfig(url, {
      role: 'owner',
      name: 'hub migrate',
      lockSeconds,
      statementSeconds: 0,
      idleTransactionSeconds: 0,
    }),
  });
}

/** Runs `work` while no other process migrates this database. */
async function inTurn<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = await openClient(url, {
    role: 'owner',
    name: 'hub migrate',
    lockSeconds: TURN_SECONDS,
    statementSeconds: 0,
  });
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}

async function withSource<T>(
  url: string,
  logger: Logger,
  options: MigrateOptions,
  work: (source: DataSource) => Promise<T>,
): Promise<T> {
  await requirePostgres(url);
  const source = sourceFor(url, logger, options);
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

/** What grants and indexes are made for is ours alone: nothing is laid into a database with anybody else's tables. */
async function requireOwnDatabase(source: DataSource): Promise<void> {
  const [found] = await source.query<{ ours: boolean; theirs: string | null }[]>(
    `select to_regclass('public.' || $1) is not null as ours, (select min(relname) from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f', 'v', 'm')) as theirs`,
    [TABLE],
  );
  if (found !== undefined && !found.ours && found.theirs !== null) {
    throw new HubError(
      'WRONG_STATE',
      `这个数据库里已有别的程序的表（如 ${found.theirs}），什么也没有改动`,
      '请为本系统另建一个空数据库，并设置 DATABASE_URL。',
    );
  }
}

/** Runs what is pending; returns its names, oldest first. */
export function migrate(url: string, logger: Logger, options: MigrateOptions = {}): Promise<string[]> {
  return withSource(url, logger, options, (source) =>
    inTurn(url, async () => {
      await requireOwnDatabase(source);
      const ran = await source.runMigrations();
      // The grants of a migration cover all tables; this one is the migrator's alone.
      await source.query(`revoke all on ${TABLE} from hub_app`);
      await source.query(`revoke all on sequence ${TABLE}_id_seq from hub_app`);
      await source.query(`grant select on ${TABLE} to hub_app`);
      for (const { name } of ran) {
        logger.info({ migration: name }, 'migrated');
      }
      return ran.map(({ name }) => name);
    }),
  );
}

/** Undoes the last migration. */
export function undoLastMigration(url: string, logger: Logger, options: MigrateOptions = {}): Promise<void> {
  return withSource(url, logger, options, (source) => inTurn(url, () => source.undoLastMigration()));
}

export interface MigrationState {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Applied by a later version of the code. */
  readonly unknown: readonly string[];
}

/** Read through a store, so the gateway's readiness can ask for it. */
export async function migrationState(
  store: Store,
  migrations: readonly MigrationClass[] = MIGRATIONS,
): Promise<MigrationState> {
  const [table] = await query<{ present: boolean }>(store, 'select to_regclass($1) is not null as present', [
    TABLE,
  ]);
  const rows = table?.present
    ? await query<{ name: string }>(store, `select name from ${TABLE} order by id`)
    : [];
  const applied = rows.map(({ name }) => name);
  const known = migrations.map(({ name }) => name);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** A process whose database lacks a migration must not serve. */
export async function requireCurrentSchema(store: Store): Promise<void> {
  const { pending } = await migrationState(store);
  if (pending.length > 0) {
    throw new HubError('SCHEMA_OUT_OF_DATE', `数据库结构还缺：${pending.join('、')}`, '运行 hub migrate。');
  }
}
