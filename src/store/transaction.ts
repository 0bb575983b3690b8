/** One transaction for one step: run, committed or rolled back as a whole, and run again after a deadlock. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { type Clock, dateInShanghai } from '../kernel/clock';
import type { Logger } from '../kernel/logger';

export interface Tx {
  /** TypeORM, bound to this transaction. */
  readonly manager: EntityManager;
  /** The same connection, raw: for COPY. */
  readonly client: PoolClient;
  /** The clock at the start of the transaction. */
  readonly now: Date;
  /** `now` as a calendar day in Asia/Shanghai. */
  readonly today: string;
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

export interface Store {
  readonly source: DataSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 20;
/** serialization_failure, deadlock_detected: PostgreSQL undid everything, the same work may pass now. */
const AGAIN = new Set(['40001', '40P01']);

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** An expected failure (`Result`) undoes what was written before it, as a thrown error does. */
const isFailure = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;

function bind(runner: QueryRunner, client: PoolClient, clock: Clock): Tx {
  const now = clock.now();
  return {
    manager: runner.manager,
    client,
    now,
    today: dateInShanghai(now),
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const { rows } = await client.query(sql, [...parameters]);
      return rows as Row[];
    },
  };
}

async function rollBack(store: Store, runner: QueryRunner): Promise<void> {
  try {
    if (runner.isTransactionActive) {
      await runner.rollbackTransaction();
    }
  } catch (error) {
    // The connection is gone, and the transaction with it: the error that led here says more.
    store.logger.warn({ error: (error as Error).message }, 'rollback on a lost connection');
  }
}

async function once<T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> {
  const runner = store.source.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  try {
    await runner.startTransaction();
    const result = await work(bind(runner, client, store.clock));
    if (isFailure(result)) {
      await runner.rollbackTransaction();
      return result;
    }
    // COMMIT of a failed transaction rolls back and reports no error. The state is that of the last statement only when
    // another one has been answered: an error is told before the state that it left.
    await client.query('');
    if (client.getTransactionStatus() !== 'T') {
      throw new Error('a statement of this transaction failed, and its error was swallowed');
    }
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await rollBack(store, runner);
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * Runs `work` in one transaction. Thrown errors and failed results (`{ ok: false }`) roll back. After a deadlock or
 * a serialization failure the work is run again from the start, so it must do nothing but database work.
 */
export async function transaction<T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(store, work);
    } catch (error) {
      const code = codeOf(error);
      if (attempt >= ATTEMPTS || code === undefined || !AGAIN.has(code)) {
        throw error;
      }
      store.logger.warn({ code, attempt }, 'transaction is run again');
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

/** The pool itself, for reads that bring a prepared statement or a stream. */
export const poolOf = (store: Store): Pool => (store.source.driver as unknown as { master: Pool }).master;

/** A read outside a transaction. */
export async function query<Row>(
  store: Store,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await poolOf(store).query(sql, [...parameters]);
  return rows as Row[];
}
