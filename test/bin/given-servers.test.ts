/** Promise: servers that are given are really asked first, and a database with anybody's data is never written to. */

import { requireDemoDatabase } from '../../bin/demo/demo-database';
import { writeDemoProgress } from '../../bin/demo/stage';
import { registerEndpoints } from '../../bin/up/endpoints';
import { recipientKey } from '../../jobs/keys';
import { readConfig } from '../../src/config/environment';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { systemActor } from '../../src/kernel/actor';
import { query, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { shared } from '../harness/shared-servers';
import { freePort, hub } from './hub-program';

jest.setTimeout(120_000);

let empty: TestDatabase;
let migrated: TestDatabase;

beforeAll(async () => {
  [empty, migrated] = await Promise.all([freshDatabase({ empty: true }), freshDatabase()]);
});
afterAll(() => Promise.all([empty.close(), migrated.close()]));

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const up = async (environment: Record<string, string>) =>
  hub(['up', '--units', '300'], {
    HUB_DATA: `${shared('HUB_TEST_DIRECTORY')}/given`,
    PORT: String(await freePort()),
    ...environment,
  });

test('a server that does not answer is told without its password, and nothing is called ready', async () => {
  for (const environment of [
    { DATABASE_URL: 'postgres://hub:pass@word@127.0.0.1:1/hub', REDIS_URL: shared('HUB_TEST_REDIS') },
    { DATABASE_URL: empty.url, REDIS_URL: 'redis://:pass@word@127.0.0.1:1' },
  ]) {
    const { code, out, err } = await up(environment);
    expect(code).toBe(1);
    expect(err).toMatch(/连接不上：该地址没有程序在监听/);
    expect(out + err).not.toMatch(/就绪|pass|word/);
  }
});

test('a database that is not there is told as such', async () => {
  const url = empty.url.replace(/\/t_\w+/, '/nowhere');
  const { code, err } = await hub(['migrate'], { DATABASE_URL: url });
  expect(code).toBe(1);
  expect(err).toContain('没有这个数据库');
});

test('nothing is laid beside the tables of another program', async () => {
  const theirs = await freshDatabase({ empty: true });
  const owner = await theirs.store(undefined, 'owner');
  await query(owner, 'create table payroll (pay int)');
  const { code, err } = await hub(['migrate'], { DATABASE_URL: theirs.url });
  expect(code).toBe(1);
  expect(err).toMatch(/别的程序的表（如 payroll），什么也没有改动/);
  expect(await query(owner, `select tablename from pg_tables where schemaname = 'public'`)).toEqual([
    { tablename: 'payroll' },
  ]);
  await theirs.close();
});

test('a file that is not there is told as such, and as what it is', async () => {
  const environment = { DATABASE_URL: migrated.url };
  for (const [agency, file, said] of [
    ['hrss', '没有.csv', '没有这个文件：没有.csv'],
    ['office', 'office-parks-没有.csv', '没有这个文件：office-parks-没有.csv'],
    ['union', 'src', '这是一个目录'],
  ] as const) {
    const { code, err } = await hub(['import', agency, file], environment);
    expect(code).toBe(1);
    expect(err).toContain(said);
  }
});

test('the demo goes into an empty database, or into its own', async () => {
  await requireDemoDatabase(empty.url);
  await requireDemoDatabase(migrated.url);
  const store = await migrated.store();
  await transaction(store, (tx) =>
    tx.query(
      `insert into unit (local_code, kind, name, created_at, updated_at) values ('x', 'TOWNSHIP', 'x', now(), now())`,
    ),
  );
  await expect(requireDemoDatabase(migrated.url)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  await writeDemoProgress(store, { units: 300, seed: 1, asOf: '2026-01-01', done: {} });
  await requireDemoDatabase(migrated.url);
});

test('a database of somebody else’s is refused before anything is written', async () => {
  const owner = await empty.store(undefined, 'owner');
  await query(owner, 'create table theirs (word text)');
  for (const command of [['up', '--units', '300'], ['demo']]) {
    const { code, err } = await hub(command, {
      HUB_DATA: `${shared('HUB_TEST_DIRECTORY')}/given`,
      PORT: String(await freePort()),
      DATABASE_URL: empty.url,
      REDIS_URL: shared('HUB_TEST_REDIS'),
      FEED_HRSS: 'drop',
      FEED_UNION: 'http://127.0.0.1:1',
    });
    expect(code).toBe(1);
    expect(err).toMatch(/不是演示库.*\n.*hub migrate/);
  }
  expect(await query(owner, `select tablename from pg_tables where schemaname = 'public'`)).toEqual([
    { tablename: 'theirs' },
  ]);
});

test('the demo fills in addresses, renews its own, and leaves an operator’s as it is', async () => {
  const store = await migrated.store();
  const urls = (port: number) => ({
    housing: `http://127.0.0.1:${port}/housing`,
    court: `http://127.0.0.1:${port}/court`,
  });
  const secrets = { housing: SECRET, court: SECRET };
  const config = readConfig({ HUB_PERSON_KEY: Buffer.alloc(32, 7).toString('base64') });
  expect(await registerEndpoints(store, config, urls(1), secrets)).toEqual([]);
  await transaction(store, (tx) =>
    setEndpoint(tx, {
      recipientId: 'court',
      url: 'https://court.example/events',
      secret: SECRET,
      key: recipientKey(config),
      actor: systemActor('operator'),
    }),
  );
  expect(await registerEndpoints(store, config, urls(2), secrets)).toEqual(['court']);
  expect(
    await query(store, `select id, url from recipient where id in ('court', 'housing') order by id`),
  ).toEqual([
    { id: 'court', url: 'https://court.example/events' },
    { id: 'housing', url: 'http://127.0.0.1:2/housing' },
  ]);
});
