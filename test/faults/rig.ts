/** What every fault test begins with: a seeded city, recipients that listen, and where the hub's processes find all that. */
import type { Store } from '../../src/store/transaction';
import { freshDatabase } from '../harness/database';
import type { OwnRedis } from '../harness/own-redis';
import { freshRedis } from '../harness/redis';
import type { ServerPair } from '../harness/servers';
import { shared } from '../harness/shared-servers';
import { buildOnce, endPrograms, type HubEnvironment } from './programs';
import { type Receivers, startReceivers } from './receivers';
import { enterRecipients, RECIPIENTS, type SmallCity, seedCity } from './small-city';

/** Bounds are stated by the tests; this only ends what hangs. */
jest.setTimeout(120_000);

/** Where the hub's data lie. */
export interface Place {
  readonly hub: HubEnvironment;
  readonly store: () => Promise<Store>;
  readonly close: () => Promise<void>;
}

/** A database of its own on the run's PostgreSQL, and the run's Redis unless the test brings one to be harmed. */
export async function placeOn(own?: OwnRedis): Promise<Place> {
  const database = await freshDatabase();
  const redis = own === undefined ? freshRedis() : { ...own, prefix: '{hub}' };
  return {
    hub: { DATABASE_URL: database.url, REDIS_URL: redis.url, REDIS_PREFIX: redis.prefix },
    store: () => database.store(),
    close: async () => {
      await redis.close();
      await database.close();
    },
  };
}

export const placeOnPair = (pair: ServerPair): Place => ({
  hub: { DATABASE_URL: pair.databaseUrl, REDIS_URL: pair.redisUrl },
  store: () => pair.store(),
  close: () => pair.close(),
});

export interface Rig {
  readonly store: Store;
  readonly city: SmallCity;
  /** The first process of recipients; `groups` has them all. */
  readonly receivers: Receivers;
  readonly groups: readonly Receivers[];
  readonly hub: HubEnvironment;
  /** Ends every process that was started, then goes. */
  close(): Promise<void>;
}

/** Requests to one recipient at once. */
export const AT_ONCE = 4;

/** Each group of recipients is a process of its own. */
export async function startRig(
  place: Place,
  ...groups: readonly (readonly [string, ...string[]])[]
): Promise<Rig> {
  await buildOnce();
  const directory = shared('HUB_TEST_DIRECTORY');
  const store = await place.store();
  const [city, receivers, ...others] = await Promise.all([
    seedCity(store, directory),
    startReceivers(directory, groups[0] ?? RECIPIENTS),
    ...groups.slice(1).map((group) => startReceivers(directory, group)),
  ]);
  await enterRecipients(store, [receivers, ...others], AT_ONCE);
  return {
    store,
    city,
    receivers,
    groups: [receivers, ...others],
    hub: place.hub,
    async close() {
      await endPrograms();
      await place.close();
    },
  };
}
