/** The test city on a database of its own, and gateways in front of it, asked over real HTTP. */
import { decide } from '../../schema/access';
import { type Gateway, type GatewayOptions, startGateway } from '../../schema/gateway';
import type { Clock } from '../../src/kernel/clock';
import type { Store } from '../../src/store/transaction';
import { freshDatabase } from '../harness/database';
import { freshRedis } from '../harness/redis';
import { type AccountName, buildCity, tokenOf } from './city';

export interface Asker {
  readonly url: string;
  /** The answer as it came, byte for byte. */
  text(query: string, variables: object, who: AccountName | null): Promise<string>;
  ask<Data = Record<string, never>>(
    query: string,
    variables?: object,
    who?: AccountName | null,
  ): Promise<Answer<Data>>;
}

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly { message: string; path?: string[]; extensions: { code: string } }[];
  readonly extensions?: { masked: readonly { path: string; code: string; message: string }[] };
}

export interface Opened extends Asker {
  /** Before the rig does. */
  close(): Promise<void>;
}

export interface Rig {
  readonly store: Store;
  readonly databaseUrl: string;
  readonly redis: { readonly url: string; readonly prefix: string };
  gateway(more?: Partial<GatewayOptions>): Promise<Opened>;
  close(): Promise<void>;
}

function asker(url: string): Asker {
  const post = (query: string, variables: object, who: AccountName | null) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(who === null ? {} : { authorization: `Bearer ${tokenOf(who)}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
  return {
    url,
    text: async (query, variables, who) => (await post(query, variables, who)).text(),
    ask: async (query, variables = {}, who = 'admin') => {
      const response = await post(query, variables, who);
      return { status: response.status, ...((await response.json()) as object) } as never;
    },
  };
}

/** Any free port: 0 is none that configuration would let through. */
const anyPort = 0 as GatewayOptions['config']['PORT'];

export async function startRig(options: { clock?: Clock } = {}): Promise<Rig> {
  const database = await freshDatabase();
  const redis = freshRedis();
  const store = await database.store(options.clock);
  await buildCity(store);
  const gateways = new Set<Gateway>();
  return {
    store,
    databaseUrl: database.url,
    redis,
    async gateway(more = {}) {
      const config = { HOST: '127.0.0.1', PORT: anyPort, REDIS_PREFIX: redis.prefix };
      const gateway = await startGateway({ config, store, redisUrl: redis.url, decideAs: decide, ...more });
      gateways.add(gateway);
      const close = () => (gateways.delete(gateway) ? gateway.close() : Promise.resolve());
      return { ...asker(gateway.url), close };
    },
    async close() {
      await Promise.all([...gateways].map((gateway) => gateway.close()));
      await redis.close();
      await database.close();
    },
  };
}
