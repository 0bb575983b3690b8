/** The servers of `npm start`: data outlives them, they do not outlive their parent, failures say what to do. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import Redis from 'ioredis';
import { HubError } from '../../src/kernel/errors';
import { openClient } from '../../src/store/connection';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import { runningServer } from '../../src/store/server-record';
import { removeRunDirectory } from '../harness/run-directory';
import { shared } from '../harness/shared-servers';
import { until } from '../harness/until';

const ROOT = path.join(__dirname, '..', '..');
const made: string[] = [];

function newDirectory(name: string): string {
  const directory = path.join(shared('HUB_TEST_DIRECTORY'), `own-${randomBytes(4).toString('hex')}`, name);
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  made.push(path.dirname(directory));
  return directory;
}

afterAll(() => {
  for (const directory of made) {
    fs.rmSync(directory, { recursive: true, force: true });
  }
});

async function sql<Row>(url: string, text: string): Promise<Row[]> {
  const client = await openClient(url, { role: 'owner', name: 'test' });
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

async function redisDo<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** Neither runs nor waits to be reaped. */
function isGone(pid: number): boolean {
  const stat = fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return stat === '' || stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

/** Those who watch over a process. */
function guardsOf(pid: number): number[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    const file = `/proc/${name}/cmdline`;
    const words = /^\d+$/.test(name) && fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    return words.includes(`\0guard\0${pid}\0`) ? [Number(name)] : [];
  });
}

/** A parent that starts both servers and is then killed without a chance to stop them. */
async function startAndBeKilled(postgres: string, redis: string, unguarded: boolean): Promise<number[]> {
  const program = `
    const { startPostgres } = require('./.build/src/store/embedded-postgres.js');
    const { startRedis } = require('./.build/src/store/embedded-redis.js');
    Promise.all([
      startPostgres({ directory: process.argv[1], durable: true }),
      startRedis({ directory: process.argv[2], appendonly: true }),
    ]).then((servers) => console.log(JSON.stringify(servers.map(({ pid }) => pid))), console.error);
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['-e', program, postgres, redis], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => parent.once('exit', resolve));
  const [line] = (await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)))
    .toString()
    .split('\n');
  const pids = JSON.parse(line ?? '') as number[];
  for (const guard of unguarded ? pids.flatMap(guardsOf) : []) {
    process.kill(guard, 'SIGKILL');
  }
  parent.kill('SIGKILL');
  await ended;
  return pids;
}

test('PostgreSQL keeps its data from one start to the next, under the same URL', async () => {
  const directory = newDirectory('postgres');
  const first = await startPostgres({ directory, durable: true });
  await sql(first.url, `create table kept as select '值' as word`);
  await first.stop();
  expect(isGone(first.pid)).toBe(true);
  // As a server that was killed leaves it; its number is somebody else's by now.
  fs.writeFileSync(path.join(directory, 'home', 'data', 'postmaster.pid'), `${process.pid}\n`);
  const second = await startPostgres({ directory, durable: true });
  expect(second.url).toBe(first.url);
  expect(await sql(second.url, 'select word from kept')).toEqual([{ word: '值' }]);
  await second.stop();
});

test('in a folder that no other user may enter PostgreSQL works as well, by root too, and keeps its data', async () => {
  const directory = newDirectory('postgres');
  fs.chmodSync(path.dirname(directory), 0o700);
  const first = await startPostgres({ directory, durable: true });
  await sql(first.url, 'create table kept as select 1 as one');
  await first.stop();
  const second = await startPostgres({ directory, durable: true });
  expect(await sql(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
  await second.stop();
  removeRunDirectory(path.dirname(directory));
});

test('Redis keeps its data from one start to the next, under the same URL', async () => {
  const directory = newDirectory('redis');
  const first = await startRedis({ directory, appendonly: true });
  await redisDo(first.url, (redis) => redis.set('word', '值'));
  await first.stop();
  expect(isGone(first.pid)).toBe(true);
  const second = await startRedis({ directory, appendonly: true });
  expect(second.url).toBe(first.url);
  expect(await redisDo(second.url, (redis) => redis.get('word'))).toBe('值');
  expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
  await second.stop();
});

test('servers of a killed parent end by themselves, in order; nobody watches over one that has ended', async () => {
  const [postgresFolder, redisFolder] = [newDirectory('postgres'), newDirectory('redis')];
  const pids = await startAndBeKilled(postgresFolder, redisFolder, false);
  await until('both have ended', () => pids.every(isGone), 10);
  expect(fs.readFileSync(path.join(postgresFolder, 'log'), 'utf8')).toContain('database system is shut down');
  const server = await startRedis({ directory: redisFolder, appendonly: true });
  expect(guardsOf(server.pid)).toHaveLength(1);
  await server.stop();
  expect(guardsOf(server.pid)).toEqual([]);
});

test('what runs on all the same is stopped at the next start, and its data is there', async () => {
  const [postgresFolder, redisFolder] = [newDirectory('postgres'), newDirectory('redis')];
  const pids = await startAndBeKilled(postgresFolder, redisFolder, true);
  expect(pids.map(isGone)).toEqual([false, false]);
  const [postgres, redis] = await Promise.all([
    startPostgres({ directory: postgresFolder, durable: true }),
    startRedis({ directory: redisFolder, appendonly: true }),
  ]);
  expect(pids.map(isGone)).toEqual([true, true]);
  expect(await sql(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await Promise.all([postgres.stop(), redis.stop()]);
});

test('a pid file that names somebody else’s process harms nobody', async () => {
  const directory = newDirectory('redis');
  const bystander = spawn('sleep', ['60']);
  const stat = fs.readFileSync(`/proc/${bystander.pid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  fs.mkdirSync(directory, { recursive: true });
  fs.writeFileSync(
    path.join(directory, 'server.json'),
    JSON.stringify({
      owner: { pid: 999_999_999, started: '1' },
      server: { pid: bystander.pid, started, marks: ['-server', directory], url: '' },
    }),
  );
  const server = await startRedis({ directory, appendonly: true });
  expect(isGone(bystander.pid ?? 0)).toBe(false);
  await server.stop();
  bystander.kill();
});

test('a folder in use is refused with who uses it, and found by commands that run beside', async () => {
  const directory = newDirectory('redis');
  expect(runningServer(directory)).toBeNull();
  const server = await startRedis({ directory, appendonly: true });
  expect(runningServer(directory)).toEqual({ url: server.url, pid: server.pid });
  await expect(startRedis({ directory, appendonly: true })).rejects.toThrow(`正由进程 ${process.pid} 使用`);
  await server.stop();
  expect(runningServer(directory)).toBeNull();
});

test('a server that cannot start says which, why with its last words, and what to set', async () => {
  const directory = newDirectory('postgres');
  const first = await startPostgres({ directory, durable: true });
  await first.stop();
  const home = fs.realpathSync(path.join(directory, 'home'));
  fs.writeFileSync(path.join(home, 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
  const failure = await startPostgres({ directory, durable: true }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HubError);
  expect(failure).toMatchObject({
    code: 'SERVER_UNAVAILABLE',
    message: expect.stringMatching(/PostgreSQL 没有启动成功.*no_such_setting/s),
    hint: expect.stringContaining('DATABASE_URL'),
  });
});

test('data of another major version is refused, with both versions; nothing of it is touched', async () => {
  const directory = newDirectory('postgres');
  const data = path.join(directory, 'home', 'data');
  fs.mkdirSync(data, { recursive: true });
  fs.writeFileSync(path.join(data, 'PG_VERSION'), '17\n');
  await expect(startPostgres({ directory, durable: true })).rejects.toMatchObject({
    message: expect.stringMatching(/PostgreSQL 17.*18/),
    hint: expect.stringContaining('DATABASE_URL'),
  });
  expect(fs.readdirSync(data)).toEqual(['PG_VERSION']);
});

test('a folder too deep for a socket gets one elsewhere, which goes with the server', async () => {
  const directory = newDirectory(path.join('深'.repeat(40), 'redis'));
  const server = await startRedis({ directory, appendonly: true });
  expect(await redisDo(server.url, (redis) => redis.ping())).toBe('PONG');
  expect(path.dirname(server.url)).not.toBe(directory);
  await server.stop();
  expect(fs.existsSync(path.dirname(server.url))).toBe(false);
});
