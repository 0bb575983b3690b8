/** One run per feed at a time, over all processes: a session lock that goes when the process does. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Store } from '../../store/transaction';
import type { RecordType } from '../agency';

const TRY_AGAIN_MS = 200;

/**
 * Runs `work` with the feed's lock and the connection that holds it (no transaction open on it).
 * Null: somebody else had the lock for all of `patienceMs`.
 */
export async function withFeedLock<T>(
  store: Store,
  type: RecordType,
  patienceMs: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T | null> {
  const runner = store.source.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  const name = `feed:${type.agency}/${type.name}`;
  try {
    if (!(await lock(client, name, patienceMs))) {
      return null;
    }
    try {
      return await work(client);
    } finally {
      await unlock(store, client, name);
    }
  } finally {
    await runner.release();
  }
}

async function lock(client: PoolClient, name: string, patienceMs: number): Promise<boolean> {
  for (let waited = 0; ; waited += TRY_AGAIN_MS) {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as got',
      [name],
    );
    if (rows[0]?.got === true || waited >= patienceMs) {
      return rows[0]?.got === true;
    }
    await sleep(TRY_AGAIN_MS);
  }
}

/** On a lost connection the lock is gone already; what led there is reported by the work itself. */
async function unlock(store: Store, client: PoolClient, name: string): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  } catch (error) {
    store.logger.warn({ error: (error as Error).message }, 'feed lock went with its connection');
  }
}
