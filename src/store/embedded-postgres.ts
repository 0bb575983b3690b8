/** A PostgreSQL of our own in one folder: no installed server, no port, no password, no root needed. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { HubError } from '../kernel/errors';
import { openClient, withDatabase } from './connection';
import { postgresPrograms } from './postgres-binaries';
import { type PostgresHome, postgresHome } from './postgres-home';
import { type RunningServer, startServer, takeOver } from './server-process';
import { socketDirectoryFor } from './socket-directory';

const DATABASE = 'hub';
const MAJOR_VERSION = '18';
const SOCKET = '.s.PGSQL.5432';
const HINT = '把 DATABASE_URL 设为 PostgreSQL 18 以上，或把 HUB_DATA 设为另一个目录。';
/** Fast, immediate, final: with SIGINT sessions are cut off, but the data is written down in order. */
const STOP_SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

const SETTINGS = [
  'listen_addresses=',
  'unix_socket_permissions=0700',
  'max_connections=200',
  'work_mem=16MB',
  'maintenance_work_mem=128MB',
  'effective_cache_size=2GB',
  'random_page_cost=1.1',
  // Nothing replicates this server: COPY into a table made in the same transaction then writes no log.
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_logical_replication_workers=0',
  'max_wal_size=2GB',
  // In containers /dev/shm often holds 64 MB only.
  'dynamic_shared_memory_type=mmap',
  'log_checkpoints=off',
  'log_timezone=UTC',
];

/** Of the machine's memory, in MB: pages that are asked for again and again are not copied from the kernel each time. */
const BUFFERS = { share: 1 / 8, least: 128, most: 2048 };

function sharedBuffers(): string {
  const share = Math.floor((os.totalmem() / 2 ** 20) * BUFFERS.share);
  return `shared_buffers=${Math.min(BUFFERS.most, Math.max(BUFFERS.least, share))}MB`;
}

/** For tests alone: a crash of the machine may lose everything. */
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Not `--locale=C`: pg_trgm would then see no Chinese character at all. */
const INITDB = [
  '--username=hub',
  '--auth=trust',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C.UTF-8',
  '--no-sync',
  '--no-instructions',
];

const run = promisify(execFile);

/** Made beside its place and renamed: an interrupted first start leaves no half-made cluster. */
async function initialise(programs: string, home: PostgresHome): Promise<void> {
  const data = path.join(home.folder, 'data');
  const version = path.join(data, 'PG_VERSION');
  if (fs.existsSync(version)) {
    const found = fs.readFileSync(version, 'utf8').trim();
    if (found !== MAJOR_VERSION) {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `${data} 中的数据属于 PostgreSQL ${found}，这里自带的是 ${MAJOR_VERSION}`,
        HINT,
      );
    }
    return;
  }
  const beside = `${data}.new`;
  fs.rmSync(beside, { recursive: true, force: true });
  try {
    await run(path.join(programs, 'initdb'), ['-D', beside, ...INITDB], { ...home.user, cwd: home.folder });
  } catch (error) {
    const words = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    throw new HubError('SERVER_UNAVAILABLE', `自带的 PostgreSQL 没有建成：\n  ${words}`, HINT);
  }
  fs.renameSync(beside, data);
}

/** A lock file of a killed server whose pid belongs to somebody else by now would keep ours from starting. */
function removeDeadLock(home: PostgresHome): void {
  const lock = path.join(home.folder, 'data', 'postmaster.pid');
  if (!fs.existsSync(lock)) {
    return;
  }
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  const commandLine = `/proc/${pid}/cmdline`;
  if (
    fs.existsSync('/proc/self') &&
    !(fs.existsSync(commandLine) && fs.readFileSync(commandLine).includes(home.folder))
  ) {
    fs.rmSync(lock);
  }
}

async function probe(url: string): Promise<void> {
  const client = await openClient(withDatabase(url, 'postgres'), { role: 'owner', name: 'hub start' });
  await client.end();
}

async function createDatabase(url: string): Promise<void> {
  const client = await openClient(withDatabase(url, 'postgres'), { role: 'owner', name: 'hub start' });
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) {
      await client.query(`create database ${DATABASE}`);
    }
  } finally {
    await client.end();
  }
}

/** The URL serves as DATABASE_URL of child processes. */
export async function startPostgres(options: {
  directory: string;
  durable: boolean;
}): Promise<RunningServer> {
  const directory = path.resolve(options.directory);
  await takeOver(directory, 'PostgreSQL', STOP_SIGNALS);
  const home = postgresHome(directory);
  const programs = postgresPrograms(home.user);
  await initialise(programs, home);
  removeDeadLock(home);
  const socket = socketDirectoryFor(home.folder, SOCKET, home.user);
  const host = encodeURIComponent(socket.directory).replaceAll('%2F', '/');
  const data = path.join(home.folder, 'data');
  const settings = [...SETTINGS, sharedBuffers(), ...(options.durable ? [] : NOT_DURABLE)];
  const url = `postgres://hub@/${DATABASE}?host=${host}`;
  const server = await startServer({
    name: 'PostgreSQL',
    directory,
    command: path.join(programs, 'postgres'),
    parameters: ['-D', data, '-k', socket.directory, ...settings.flatMap((setting) => ['-c', setting])],
    spawn: { ...home.user, cwd: home.folder },
    stopSignals: STOP_SIGNALS,
    marks: ['postgres', data],
    url,
    ...(socket.temporary ? { socketDirectory: socket.directory } : {}),
    probe: () => probe(url),
    hint: HINT,
  });
  await createDatabase(url);
  return server;
}
