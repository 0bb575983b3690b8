/** Is the gateway alive, and is it ready: PostgreSQL and Redis answer, and the database has this code's schema. */
import type Redis from 'ioredis';
import { migrationState } from '../src/store/migrate';
import type { Store } from '../src/store/transaction';

export interface Readiness {
  readonly ready: boolean;
  readonly postgresql: boolean;
  readonly redis: boolean;
  readonly pendingMigrations: readonly string[];
}

export async function readiness(store: Store, redis: Redis): Promise<Readiness> {
  const state = await migrationState(store).catch(() => null);
  // A connection that subscribes still answers to its own state.
  const redisReady = redis.status === 'ready';
  const pendingMigrations = state?.pending ?? [];
  return {
    ready: state !== null && pendingMigrations.length === 0 && redisReady,
    postgresql: state !== null,
    redis: redisReady,
    pendingMigrations,
  };
}
