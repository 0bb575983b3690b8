/** Opens the database of a process: a TypeORM data source over the table classes it is given. */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import type { Clock } from '../kernel/clock';
import { HubError } from '../kernel/errors';
import type { Logger } from '../kernel/logger';
import { clientConfig, type DatabaseRole } from './connection';
import { ormLogger } from './orm-logger';
import type { Store } from './transaction';
import { causeOf, unreachable } from './unreachable';

export type TableClass = new () => object;

export interface StoreOptions {
  readonly url: string;
  readonly tables: readonly TableClass[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly poolSize: number;
  /** Shown in pg_stat_activity: 'hub gateway', 'hub worker' … */
  readonly name: string;
  /** Everything but migrations runs as `app`, the default. */
  readonly role?: DatabaseRole;
  readonly statementSeconds?: number;
}

function sourceFor(options: StoreOptions): DataSource {
  const { logger } = options;
  return new DataSource({
    type: 'postgres',
    entities: [...options.tables],
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logger: ormLogger(logger),
    poolSize: options.poolSize,
    // An idle connection that breaks (PostgreSQL restarted) is replaced at the next query; nothing to be done here.
    poolErrorHandler: (error: Error) =>
      logger.warn({ error: error.message }, 'idle PostgreSQL connection lost'),
    extra: clientConfig(options.url, {
      role: options.role ?? 'app',
      name: options.name,
      ...(options.statementSeconds === undefined ? {} : { statementSeconds: options.statementSeconds }),
    }),
  });
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const source = sourceFor(options);
  try {
    await source.initialize();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // 22023: the role of the connection does not exist, so nothing was ever migrated here.
    if (code === '22023' && message.includes('role')) {
      throw new HubError('SCHEMA_OUT_OF_DATE', '数据库是空的', '运行 hub migrate。', { cause: error });
    }
    throw unreachable('PostgreSQL', options.url, causeOf(error), error);
  }
  return { source, clock: options.clock, logger: options.logger };
}

export async function closeStore(store: Store): Promise<void> {
  if (store.source.isInitialized) {
    await store.source.destroy();
  }
}
