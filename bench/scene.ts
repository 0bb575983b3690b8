/** A copy of a city to work in: recipients that answer, titles to review, and gateways and workers as they are shipped. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../bin/ports';
import { openDataFolder, personKey } from '../bin/up/data-folder';
import { endpointKey } from '../src/delivery/endpoint-secret';
import { appendEvents } from '../src/delivery/steps/append-event';
import { setEndpoint } from '../src/delivery/steps/set-endpoint';
import { importTitles } from '../src/designations/runs/import-titles';
import { type Actor, systemActor } from '../src/kernel/actor';
import { dateInShanghai, systemClock } from '../src/kernel/clock';
import { openRound } from '../src/reviews/steps/open-round';
import { openClient, withDatabase } from '../src/store/connection';
import { closeStore } from '../src/store/data-source';
import { query, type Store, transaction } from '../src/store/transaction';
import { type City, HUB } from './city';
import { type Program, startProgram } from './program';
import { openBenchStore } from './store';

const SECRET = `whsec_${Buffer.from('a secret of this bench, not one of use').toString('base64')}`;
const LOCAL = '127.0.0.1';
const SETUP = systemActor('bench');
const OFFICER: Actor = {
  id: 'bench',
  name: 'bench',
  role: 'CITY_OFFICER',
  body: 'office',
  region: null,
};

export interface Scene {
  readonly store: Store;
  gateway(): Promise<Program & { readonly url: string }>;
  worker(): Promise<Program>;
  /** A round over all titles, the same each time; a worker evaluates it. */
  openRound(): Promise<string>;
  /** An event for each of so many units, to every recipient that was granted titles. */
  appendEvents(units: number): Promise<void>;
  close(): Promise<void>;
}

const DATABASE = 'scene';

async function administer(city: City, statements: readonly string[]): Promise<void> {
  const client = await openClient(withDatabase(city.postgres.url, 'postgres'), {
    role: 'owner',
    name: 'bench',
    statementSeconds: 3600,
  });
  for (const statement of statements) {
    await client.query(statement);
  }
  await client.end();
}

/** A city of a million fills a disk that holds two copies of it for long. */
const DROP = `drop database if exists ${DATABASE} with (force)`;
const COPY = `create database ${DATABASE} template hub strategy file_copy`;

/** One title more for so many units, from a list as the office has them. */
async function nameTitles(store: Store, units: number): Promise<void> {
  const rows = await query<{ code: string; name: string }>(
    store,
    `select code, name from unit u
     where code is not null and kind = 'ENTERPRISE' and not exists (select from designation d where d.unit_id = u.id)
     order by md5(code) limit $1`,
    [units],
  );
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-titles-'));
  const file = path.join(folder, 'titles.csv');
  const lines = rows.map(
    ({ code, name }) =>
      `${code},"${name}",ENTERPRISE,威海市劳动关系和谐企业,CITY,2025-05-01,威三方〔2025〕1号`,
  );
  fs.writeFileSync(file, ['uscc,name,kind,title,level,named_on,document_no', ...lines, ''].join('\n'));
  const report = await importTitles(store, { path: file, actor: SETUP });
  fs.rmSync(folder, { recursive: true });
  assert.equal(report.refused.length, 0, JSON.stringify(report.refused.slice(0, 3)));
}

async function enterEndpoints(store: Store, key: string, url: string): Promise<void> {
  const recipients = await query<{ id: string }>(store, 'select id from recipient order by id');
  await transaction(store, async (tx) => {
    for (const { id } of recipients) {
      const endpoint = { recipientId: id, url, secret: SECRET, key: endpointKey(Buffer.from(key, 'base64')) };
      assert((await setEndpoint(tx, { ...endpoint, plainHttp: true, actor: SETUP })).ok);
    }
  });
}

const eventOf = (unitId: string, cause: string) => ({
  unitId,
  type: 'flag.applied',
  subjectKind: 'DESIGNATION',
  subjectId: 'bench',
  withdraws: false,
  cause,
  state: {
    kind: 'DESIGNATION',
    subject: 'bench',
    version: 1,
    state: 'ACTIVE' as const,
    title: '劳动关系和谐企业',
    level: 'CITY',
    namedOn: '2025-05-01',
    documentNo: '威三方〔2025〕1号',
  },
});

const EVENTS_AT_ONCE = 500;

/** Beginning anywhere: in a city of a million, to shuffle all of them is work of its own. */
const SOME_UNITS = /* sql */ `
  select id from unit where code is not null and id >= (select (max(id) * 0.9 * random())::bigint from unit)
  order by id limit $1`;

async function appendSome(store: Store, units: number, cause: string): Promise<void> {
  const rows = await query<{ id: string }>(store, SOME_UNITS, [units]);
  for (let from = 0; from < rows.length; from += EVENTS_AT_ONCE) {
    const chunk = rows.slice(from, from + EVENTS_AT_ONCE);
    await transaction(store, (tx) =>
      appendEvents(
        tx,
        chunk.map(({ id }) => eventOf(id, cause)),
      ),
    );
  }
}

const ROUND = { title: '合成复核', requestedByBody: 'office' as const, reason: 'bench', actor: OFFICER };

/** As officers would have concluded them one by one: else a title is under review where it was, and in no other round. */
const CONCLUDE = 'update review_case set closed_at = now() where closed_at is null';

async function openOne(store: Store): Promise<string> {
  await query(store, CONCLUDE);
  const asOf = dateInShanghai(systemClock.now());
  const opened = await transaction(store, (tx) => openRound(tx, { origin: 'ADMIN', asOf, ...ROUND }));
  assert(opened.ok && opened.value.created, JSON.stringify(opened));
  return opened.value.roundId;
}

/** Waits for what another process does. */
export async function untilSo(what: string, holds: () => Promise<boolean>, seconds = 600): Promise<void> {
  for (const end = performance.now() + seconds * 1000; !(await holds()); await sleep(50)) {
    assert(performance.now() < end, `${what}: not within ${seconds} s`);
  }
}

export async function openScene(city: City, { titled }: { titled: number }): Promise<Scene> {
  await administer(city, [DROP, COPY, 'checkpoint']);
  const url = withDatabase(city.postgres.url, DATABASE);
  const key = personKey(openDataFolder(city.folder));
  const store = await openBenchStore(url);
  const port = String(await freePort(LOCAL));
  await enterEndpoints(store, key, `http://${LOCAL}:${port}/events`);
  await nameTitles(store, titled);
  const receiver = await startProgram(
    [path.join(__dirname, 'limits/receiver.js')],
    { SECRET, PORT: port },
    /^ready (\S+)$/,
  );
  const process = async (name: 'gateway' | 'worker', ready: RegExp): Promise<Program> =>
    startProgram(
      [HUB, name],
      {
        DATABASE_URL: url,
        REDIS_URL: city.redis.url,
        REDIS_PREFIX: '{bench}',
        HUB_DATA: city.folder,
        HUB_PERSON_KEY: key,
        REVIEW_SCHEDULE: '',
        PORT: String(await freePort(LOCAL)),
        WORKER_PORT: String(await freePort(LOCAL)),
      },
      ready,
    );
  let events = 0;
  return {
    store,
    async gateway() {
      const program = await process('gateway', /"url":"([^"]+)"/);
      return { ...program, url: `${program.said}/graphql` };
    },
    worker: () => process('worker', /"health":"([^"]+)"/),
    openRound: () => openOne(store),
    appendEvents: (units) => appendSome(store, units, `bench ${events++}`),
    async close() {
      await receiver.stop();
      await closeStore(store);
      await administer(city, [DROP]);
    },
  };
}
