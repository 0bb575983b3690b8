/** Hears every statement that goes through a pool, before PostgreSQL does: to count, to read, or to make it fail by throwing. */
import type { Pool } from 'pg';
import { TextQuery } from '../../src/store/text-query';

/** `compiled`: where it is a statement that the compiler wrote. */
export type Hear = (text: string, compiled: TextQuery | null) => void;

/** Returns what ends it. */
export function onStatement(pool: Pool, hear: Hear): () => void {
  const listened = new WeakSet<object>();
  let listening = true;
  pool.on('acquire', (client) => {
    if (listened.has(client)) {
      return;
    }
    listened.add(client);
    const original = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      const [first] = given;
      if (listening) {
        const text = typeof first === 'string' ? first : (first as { text: string }).text;
        hear(text, first instanceof TextQuery ? first : null);
      }
      return original(...given);
    }) as typeof client.query;
  });
  return () => {
    listening = false;
  };
}
