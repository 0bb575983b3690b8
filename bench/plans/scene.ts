/** Where hot steps are tried: a city, who asks it, and a way to try a step that writes without leaving anything behind. */
import fs from 'node:fs';
import path from 'node:path';
import type { PoolClient } from 'pg';
import { type Store, type Tx, transaction } from '../../src/store/transaction';

/** Those whose eyes differ: the whole city, one county, two bodies. */
export type Eyes = 'city' | 'county' | 'union' | 'court';

export interface Scene {
  /** Its statements are seen. */
  readonly store: Store;
  readonly gateway: string;
  token(eyes: Eyes): string;
}

/** A step, and how to run it as the product does. */
export interface Hot {
  readonly name: string;
  readonly about: string;
  run(scene: Scene): Promise<unknown>;
}

/** A store whose every statement and transaction goes through the one transaction that is under way. */
const inside = ({ store }: Scene, { client, manager }: Tx): Store => {
  const runner = {
    manager,
    isTransactionActive: true,
    connect: async (): Promise<PoolClient> => client,
    startTransaction: () => client.query('savepoint step'),
    commitTransaction: () => client.query('release savepoint step'),
    rollbackTransaction: () => client.query('rollback to savepoint step'),
    release: async () => undefined,
  };
  return {
    ...store,
    source: { driver: { master: client }, createQueryRunner: () => runner } as unknown as Store['source'],
  };
};

/** A failed result undoes the transaction: so does this one, whatever was done in it. */
export async function undone(scene: Scene, work: (tx: Tx, store: Store) => Promise<unknown>): Promise<void> {
  await transaction(scene.store, async (tx) => {
    await work(tx, inside(scene, tx));
    return { ok: false };
  });
}

const OPERATIONS = 'test/schema/operations';

/** `document`: the name of one of the named operations, or a document. Throws when it is not answered with data. */
export async function ask(scene: Scene, eyes: Eyes, document: string, variables: object): Promise<void> {
  const query = document.includes('{')
    ? document
    : fs.readFileSync(path.resolve(OPERATIONS, `${document}.graphql`), 'utf8');
  const response = await fetch(`${scene.gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${scene.token(eyes)}` },
    body: JSON.stringify({ query, variables }),
  });
  const said = (await response.json()) as { data?: Record<string, { problem?: string }>; errors?: unknown };
  const refused = Object.values(said.data ?? {}).find((root) => root.problem !== undefined);
  if (said.errors !== undefined || refused !== undefined) {
    throw new Error(`${document}: ${JSON.stringify(said.errors ?? refused)}`);
  }
}
