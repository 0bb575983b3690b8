/** A worker's sign of life, as a row: whoever cannot reach its health page sees by it that work goes on. */
import { query, type Store } from '../src/store/transaction';

const SETTING = 'worker.heartbeat';
export const HEARTBEAT_SECONDS = 10;

export async function beat(store: Store, worker: string): Promise<void> {
  await query(
    store,
    `insert into setting (name, value, updated_at) values ($1, jsonb_build_object('worker', $2::text), now())
     on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`,
    [SETTING, worker],
  );
}

/** Seconds since any worker was last seen at work; null: none ever was. */
export async function heartbeatAge(store: Store): Promise<number | null> {
  const [row] = await query<{ seconds: number }>(
    store,
    'select extract(epoch from now() - updated_at)::float8 as seconds from setting where name = $1',
    [SETTING],
  );
  return row?.seconds ?? null;
}
