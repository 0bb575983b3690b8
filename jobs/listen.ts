/** Hears of new outbox rows as they are committed. Where it is deaf for a while, the poll finds them, only later. */
import { Client } from 'pg';
import { poolOf, type Store } from '../src/store/transaction';

const AGAIN_MS = 1_000;

/** A connection of its own beside the pool, opened again whenever it is lost. */
export function listen(store: Store, stop: AbortSignal, wake: () => void): { close(): Promise<void> } {
  let client: Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  const lost = (own: Client): void => {
    if (client === own && !stop.aborted) {
      client = null;
      retry = setTimeout(connect, AGAIN_MS);
    }
  };
  const connect = (): void => {
    const own = new Client(poolOf(store).options);
    client = own;
    own.on('notification', wake);
    own.on('error', () => lost(own));
    own.on('end', () => lost(own));
    own
      .connect()
      .then(() => own.query('listen outbox'))
      // What was committed before anybody listened.
      .then(wake)
      .catch(() => lost(own));
  };
  connect();
  return {
    async close() {
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
