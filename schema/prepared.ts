/** Runs statements: those that come often are prepared, and what one connection holds of them is bounded. */
import type { PoolClient } from 'pg';
import { TextQuery, type TextStatement } from '../src/store/text-query';
import { poolOf, type Store } from '../src/store/transaction';

/** pg never gives up a prepared statement: a connection that has so much of them is closed, and the pool opens another. */
export const PREPARED_ON_CONNECTION = { statements: 300, characters: 4_000_000 } as const;

interface Held {
  readonly names: Set<string>;
  characters: number;
}

const held = new WeakMap<PoolClient, Held>();

/** True: the connection has its fill. */
function note(client: PoolClient, name: string, text: string): boolean {
  const own = held.get(client) ?? { names: new Set<string>(), characters: 0 };
  held.set(client, own);
  if (!own.names.has(name)) {
    own.names.add(name);
    own.characters += text.length;
  }
  return (
    own.names.size >= PREPARED_ON_CONNECTION.statements || own.characters >= PREPARED_ON_CONNECTION.characters
  );
}

const asked = (client: PoolClient, statement: TextStatement): Promise<Buffer | null> =>
  new Promise((resolve, reject) => {
    client.query(new TextQuery(statement, (error, text) => (error ? reject(error) : resolve(text))));
  });

/** The one text that a compiled statement gives, as bytes. */
export async function runStatement(store: Store, statement: TextStatement): Promise<Buffer> {
  const client = await poolOf(store).connect();
  // Nobody listens to a connection that is taken out, and its break would end the process; the query fails in any case.
  const lost = (error: Error): void =>
    store.logger.warn({ error: error.message }, 'PostgreSQL connection lost while it was asked');
  client.on('error', lost);
  let spent = true; // a connection on which something failed is not used again, as pool.query does it
  try {
    const answer = await asked(client, statement);
    spent = statement.name !== undefined && note(client, statement.name, statement.text);
    if (answer === null) {
      throw new TypeError('a compiled statement gave no text');
    }
    return answer;
  } finally {
    client.release(spent);
    client.off('error', lost);
  }
}
