/** Events of many units to one recipient: order kept, every attempt and receipt stored. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { TABLES } from '../../bin/tables';
import { endpointKey } from '../../src/delivery/endpoint-secret';
import { appendEvents } from '../../src/delivery/steps/append-event';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { systemActor } from '../../src/kernel/actor';
import { systemClock } from '../../src/kernel/clock';
import { createLogger } from '../../src/kernel/logger';
import { openClient, withDatabase } from '../../src/store/connection';
import { closeStore, openStore } from '../../src/store/data-source';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import { migrate } from '../../src/store/migrate';
import { query, type Store, transaction } from '../../src/store/transaction';
import { HUB } from '../city';
import { cpuSeconds, memoryMiB } from '../meters';
import type { BenchPath, Run } from '../path';
import { startProgram } from '../program';

const SECRET = `whsec_${Buffer.from('a secret of this bench, not one of use').toString('base64')}`;
const RECIPIENT = 'bench';
const CONNECTIONS = 16;
const EVENTS_PER_UNIT = 2;
const CHUNK = 500;
const PORTS = { receiver: 4870, worker: 4871 };
const actor = systemActor('bench');
const PERSON_KEY = Buffer.alloc(32, 7);
const KEY = endpointKey(PERSON_KEY);

const GRANT = {
  flagKind: 'DESIGNATION' as const,
  legalBasis: 'bench',
  catalogueItem: 'bench',
  fields: ['title', 'level', 'namedOn', 'documentNo'],
  from: '2020-01-01',
  until: '2099-12-31',
};

async function fill(store: Store, units: number, url: string): Promise<void> {
  await transaction(store, async (tx) => {
    const recipients = [
      { id: RECIPIENT, name: 'bench', concurrency: CONNECTIONS, never: [], grants: [GRANT] },
    ];
    await registerRecipients(tx, { actor, recipients });
    assert(
      (
        await setEndpoint(tx, {
          recipientId: RECIPIENT,
          url,
          secret: SECRET,
          key: KEY,
          plainHttp: true,
          actor,
        })
      ).ok,
    );
  });
  const ids = await query<{ id: string }>(
    store,
    `insert into unit (code, kind, name, region_code, created_at, updated_at)
     select 'BENCH' || lpad(n::text, 13, '0'), 'ENTERPRISE', '合成单位' || n, '371002', now(), now()
     from generate_series(1, $1::int) n returning id`,
    [units],
  );
  for (let from = 0; from < ids.length; from += CHUNK) {
    const chunk = ids.slice(from, from + CHUNK);
    for (let version = 1; version <= EVENTS_PER_UNIT; version += 1) {
      await transaction(store, (tx) =>
        appendEvents(
          tx,
          chunk.map(({ id }) => eventOf(id, version)),
        ),
      );
    }
  }
}

const eventOf = (unitId: string, version: number) => ({
  unitId,
  type: 'flag.applied',
  subjectKind: 'DESIGNATION',
  subjectId: 'title',
  withdraws: false,
  cause: 'bench',
  state: {
    kind: 'DESIGNATION',
    subject: 'title',
    version,
    state: 'ACTIVE' as const,
    title: '劳动关系和谐企业',
    level: 'CITY',
    namedOn: '2024-05-01',
    documentNo: '合成〔2024〕1号',
  },
});

/** The very bytes that the hub sends, for the limit to send. */
async function writeBodies(store: Store, file: string): Promise<void> {
  const rows = await query<{ unit: string; id: string; body: string }>(
    store,
    `select e.unit_id as unit, e.id, convert_from(b.bytes, 'UTF8') as body
     from event e join event_body b on b.event_id = e.id order by e.unit_id, e.unit_seq`,
  );
  const lanes = new Map<string, { eventId: string; body: string }[]>();
  for (const { unit, id, body } of rows) {
    lanes.set(unit, [...(lanes.get(unit) ?? []), { eventId: id, body }]);
  }
  fs.writeFileSync(file, JSON.stringify([...lanes.values()]));
}

const RECEIVED = /* sql */ `
  select (select count(*)::int from receipt) as receipts,
    extract(epoch from (select max(at) from attempt_outcome) - (select min(intent_at) from attempt))::float as seconds`;

export const push: BenchPath = {
  name: 'push',
  about: 'events in order per unit to one recipient, receipts stored',
  async *series(wanted) {
    const units = wanted.quick ? 1_000 : 10_000;
    const deliveries = units * EVENTS_PER_UNIT;
    const folder = path.resolve('.data/bench/push');
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
    const postgres = await startPostgres({ directory: path.join(folder, 'postgres'), durable: true });
    const redis = await startRedis({ directory: path.join(folder, 'redis'), appendonly: true });
    const receiver = await startProgram(
      [path.join(__dirname, '../limits/receiver.js')],
      { SECRET, PORT: String(PORTS.receiver) },
      /^ready (\S+)$/,
    );
    const administer = await openClient(withDatabase(postgres.url, 'postgres'), {
      role: 'owner',
      name: 'bench',
    });
    const bodies = path.join(folder, 'bodies.json');
    const storeOn = (url: string): Promise<Store> =>
      openStore({
        url,
        tables: TABLES,
        clock: systemClock,
        logger: createLogger('bench', 'error'),
        poolSize: 4,
        name: 'bench',
      });

    const check = async (): Promise<void> => {
      const count = (await (await fetch(receiver.said.replace('/events', '/count'))).json()) as unknown;
      assert.deepEqual(count, { taken: deliveries, wrong: 0 }, 'something was lost, doubled or out of order');
    };

    async function runHub(): Promise<Run> {
      await administer.query('drop database if exists run with (force)');
      await administer.query('create database run template hub strategy file_copy');
      await administer.query('checkpoint');
      const url = withDatabase(postgres.url, 'run');
      const store = await storeOn(url);
      const cpu = cpuSeconds(postgres.pid);
      const worker = await startProgram(
        [HUB, 'worker'],
        {
          DATABASE_URL: url,
          REDIS_URL: redis.url,
          WORKER_PORT: String(PORTS.worker),
          HUB_DATA: folder,
          HUB_PERSON_KEY: PERSON_KEY.toString('base64'),
          LOG_LEVEL: 'info',
          REVIEW_SCHEDULE: '',
        },
        /"health":"([^"]+)"/,
      );
      try {
        for (;;) {
          const [row] = await query<{ receipts: number; seconds: number }>(store, RECEIVED);
          if (row !== undefined && row.receipts >= deliveries) {
            await check();
            return {
              items: row.receipts,
              seconds: row.seconds,
              nodeCpuSeconds: cpuSeconds(worker.pid),
              postgresCpuSeconds: cpuSeconds(postgres.pid) - cpu,
              memoryMiB: memoryMiB(worker.pid),
            };
          }
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      } finally {
        await worker.stop();
        await closeStore(store);
      }
    }

    async function runLimit(): Promise<Run> {
      const program = await startProgram(
        [path.join(__dirname, '../limits/signed-posts.js'), bodies],
        { SECRET, RECEIVER: receiver.said, CONNECTIONS: String(CONNECTIONS) },
        /^done (.*)$/,
      );
      await program.ended;
      await check();
      return JSON.parse(program.said) as Run;
    }

    try {
      await migrate(postgres.url, createLogger('bench', 'warn'));
      const store = await storeOn(postgres.url);
      await fill(store, units, receiver.said);
      await writeBodies(store, bodies);
      await closeStore(store);
      yield {
        title: `push, ${deliveries} deliveries, ${CONNECTIONS} connections`,
        variant: `${CONNECTIONS} connections`,
        unit: 'deliveries',
        target: { limit: 0.6, peer: 3 },
        limit: { name: 'limit', run: runLimit },
        hub: { name: 'hub', run: runHub },
        peers: [],
        notes: [
          'The hub stores an intent and an outcome for each attempt, and each receipt; the limit stores nothing.',
        ],
      };
    } finally {
      await administer.end();
      await receiver.stop();
      await redis.stop();
      await postgres.stop();
    }
  },
};
