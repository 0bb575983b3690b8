/** A Redis of our own in one folder: the one on the PATH, else a private copy; on a unix socket, without a port. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Redis from 'ioredis';
import { childEnvironment } from '../config/environment';
import { HubError } from '../kernel/errors';
import { privateRedis } from './private-redis-package';
import { type RunningServer, startServer, takeOver } from './server-process';
import { socketDirectoryFor } from './socket-directory';

const SOCKET = 's';
const LOWEST_VERSION = { major: 6, minor: 2 };
const HINT =
  '安装一个（Debian、Ubuntu：apt-get install redis-server；macOS：brew install redis；或 docker compose up），或设置 REDIS_URL。';
const STOP_SIGNALS = ['SIGTERM', 'SIGKILL'] as const;

const run = promisify(execFile);

interface Program {
  readonly command: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** "Redis server v=7.0.15 …", "Valkey server v=8.0.1 …" */
async function fits(program: Program): Promise<boolean> {
  try {
    const { stdout } = await run(program.command, ['--version'], program.env ? { env: program.env } : {});
    const [, major = 0, minor = 0] = /v=(\d+)\.(\d+)/.exec(stdout)?.map(Number) ?? [];
    return major > LOWEST_VERSION.major || (major === LOWEST_VERSION.major && minor >= LOWEST_VERSION.minor);
  } catch {
    return false;
  }
}

async function findProgram(say: (line: string) => void): Promise<Program> {
  for (const command of ['redis-server', 'valkey-server']) {
    if (await fits({ command })) {
      return { command };
    }
  }
  let why = 'PATH 中没有 redis-server 或 valkey-server（6.2 以上），本机也没有 apt 可以取一份';
  try {
    const copy = await privateRedis(say);
    if (copy) {
      const program = { command: copy.command, env: childEnvironment({ LD_LIBRARY_PATH: copy.libraryPath }) };
      if (await fits(program)) {
        return program;
      }
      why = `私用副本 ${copy.command} 在本机不能运行`;
    }
  } catch (error) {
    const words = (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
    why = `PATH 中没有，私用副本也没有取到：\n  ${words}`;
  }
  throw new HubError('SERVER_UNAVAILABLE', `自带的 Redis 没有启动成功：${why}`, HINT);
}

async function probe(socket: string): Promise<void> {
  const client = new Redis({ path: socket, lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  await client.connect(); // when this fails the client has ended by itself
  try {
    await client.ping();
  } finally {
    client.disconnect();
  }
}

/** The URL is the socket's path and serves as REDIS_URL of child processes. */
export async function startRedis(options: {
  directory: string;
  appendonly: boolean;
  say?: (line: string) => void;
}): Promise<RunningServer> {
  const directory = path.resolve(options.directory);
  await takeOver(directory, 'Redis', STOP_SIGNALS);
  // It runs as whoever started it, and its files are nobody else's.
  fs.chmodSync(directory, 0o700);
  const program = await findProgram(options.say ?? (() => undefined));
  const socket = socketDirectoryFor(directory, SOCKET);
  const url = path.join(socket.directory, SOCKET);
  const settings = {
    port: '0',
    unixsocket: url,
    unixsocketperm: '700',
    dir: directory,
    appendonly: options.appendonly ? 'yes' : 'no',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
    // The command line stays as it is: a stale server is known by it.
    'set-proc-title': 'no',
  };
  return startServer({
    name: 'Redis',
    directory,
    command: program.command,
    parameters: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    spawn: { cwd: directory, ...(program.env ? { env: program.env } : {}) },
    stopSignals: STOP_SIGNALS,
    marks: ['-server', directory],
    url,
    ...(socket.temporary ? { socketDirectory: socket.directory } : {}),
    probe: () => probe(url),
    hint: HINT,
  });
}
