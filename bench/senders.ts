/** The ways to send what waits for one recipient, each to the same receiver: the hub's worker, the limit, the peer. */
import assert from 'node:assert/strict';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TABLES } from '../bin/tables';
import { systemClock } from '../src/kernel/clock';
import { createLogger } from '../src/kernel/logger';
import { openClient, withDatabase } from '../src/store/connection';
import { closeStore, openStore } from '../src/store/data-source';
import { startPostgres } from '../src/store/embedded-postgres';
import { startRedis } from '../src/store/embedded-redis';
import { query, type Store } from '../src/store/transaction';
import { HUB } from './city';
import { PERSON_KEY, SECRET } from './events';
import { cpuSeconds, memoryMiB } from './meters';
import type { Run } from './path';
import { startProgram } from './program';

export const RECIPIENT = 'bench';
export const CONNECTIONS = 16;
const LONGEST_RUN_MS = 600_000;
const PORTS = { receiver: 4870, worker: 4871, hanging: 4872 };
/** Takes connections and requests, and answers none. */
export const HANGING_URL = `http://127.0.0.1:${PORTS.hanging}/events`;

const RECEIVED = /* sql */ `
  select (select count(*)::int from receipt) as receipts,
    extract(epoch from (select max(at) from receipt) - (select min(intent_at) from attempt))::float as seconds`;

/** What is kept of each delivery must be whole: a receipt, and each attempt with what it came to. */
const INCOMPLETE = /* sql */ `
  select count(*)::int as incomplete from delivery d
  where d.recipient_id = $1 and (not exists (select from receipt r where r.delivery_id = d.id)
    or not exists (select from attempt a join attempt_outcome o on o.attempt_id = a.id
                   where a.delivery_id = d.id and o.outcome = 'DELIVERED'))`;

interface Seen {
  readonly taken: number;
  readonly unsigned: number;
  readonly outOfOrder: number;
  readonly refused: number;
}

async function hang(): Promise<http.Server> {
  const server = http.createServer(() => undefined);
  await new Promise<void>((resolve) => {
    server.listen(PORTS.hanging, '127.0.0.1', resolve);
  });
  return server;
}

export async function openWorld(folder: string) {
  const postgres = await startPostgres({ directory: path.join(folder, 'postgres'), durable: true });
  const redis = await startRedis({ directory: path.join(folder, 'redis'), appendonly: true });
  const words = [path.join(__dirname, 'limits/receiver.js')];
  const receiver = await startProgram(words, { SECRET, PORT: String(PORTS.receiver) }, /^ready (\S+)$/);
  const administer = await openClient(withDatabase(postgres.url, 'postgres'), {
    role: 'owner',
    name: 'bench',
  });
  const hanging = await hang();
  return {
    postgres,
    redis,
    receiver: receiver.said,
    bodies: path.join(folder, 'bodies.json'),
    storeOn: (url: string): Promise<Store> =>
      openStore({
        url,
        tables: TABLES,
        clock: systemClock,
        logger: createLogger('bench', 'error'),
        poolSize: 4,
        name: 'bench',
      }),
    /** What came since it was last asked. */
    async seen(refuseOneIn = 0): Promise<Seen> {
      const answer = await fetch(receiver.said.replace('/events', `/count?refuseOneIn=${refuseOneIn}`));
      return (await answer.json()) as Seen;
    },
    async clone(template: string, database: string): Promise<string> {
      await administer.query(`drop database if exists ${database} with (force)`);
      await administer.query(`create database ${database} template ${template} strategy file_copy`);
      await administer.query('checkpoint');
      return withDatabase(postgres.url, database);
    },
    async close() {
      hanging.closeAllConnections();
      hanging.close();
      await administer.end();
      await receiver.stop();
      await redis.stop();
      await postgres.stop();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** A worker as it is shipped, on a fresh copy, until every delivery has its receipt. */
export async function sendByHub(world: World, template: string, deliveries: number): Promise<Run> {
  const url = await world.clone(template, 'run');
  const store = await world.storeOn(url);
  const cpu = cpuSeconds(world.postgres.pid);
  const worker = await startProgram(
    [HUB, 'worker'],
    {
      DATABASE_URL: url,
      REDIS_URL: world.redis.url,
      WORKER_PORT: String(PORTS.worker),
      HUB_DATA: path.dirname(world.bodies),
      HUB_PERSON_KEY: PERSON_KEY.toString('base64'),
      LOG_LEVEL: 'info',
      REVIEW_SCHEDULE: '',
    },
    /"health":"([^"]+)"/,
  );
  try {
    for (const begun = performance.now(); ; await sleep(250)) {
      assert(performance.now() - begun < LONGEST_RUN_MS, 'not everything was delivered within ten minutes');
      const [row] = await query<{ receipts: number; seconds: number }>(store, RECEIVED);
      if (row !== undefined && row.receipts >= deliveries) {
        const [left] = await query<{ incomplete: number }>(store, INCOMPLETE, [RECIPIENT]);
        assert.equal(left?.incomplete, 0, 'not every delivery has its receipt and its outcome');
        return {
          items: row.receipts,
          seconds: row.seconds,
          nodeCpuSeconds: cpuSeconds(worker.pid),
          postgresCpuSeconds: cpuSeconds(world.postgres.pid) - cpu,
          memoryMiB: memoryMiB(worker.pid),
        };
      }
    }
  } finally {
    await worker.stop();
    await closeStore(store);
  }
}

export async function sendByLimit(world: World): Promise<Run> {
  const program = await startProgram(
    [path.join(__dirname, 'limits/signed-posts.js'), world.bodies],
    { SECRET, RECEIVER: world.receiver, CONNECTIONS: String(CONNECTIONS) },
    /^done (.*)$/,
  );
  await program.ended;
  return JSON.parse(program.said) as Run;
}

export async function sendByPeer(world: World): Promise<Run> {
  const url = await world.clone('hub', 'run');
  const cpu = cpuSeconds(world.postgres.pid);
  const program = await startProgram(
    [path.resolve('bench/peers/bullmq-per-delivery.mjs'), world.bodies],
    {
      DATABASE_URL: url,
      REDIS_URL: world.redis.url,
      SECRET,
      RECEIVER: world.receiver,
      CONNECTIONS: String(CONNECTIONS),
    },
    /^(\{.*\})$/,
  );
  await program.ended;
  return { ...(JSON.parse(program.said) as Run), postgresCpuSeconds: cpuSeconds(world.postgres.pid) - cpu };
}
