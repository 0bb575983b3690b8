/** A Redis of its own for tests that flush, stop or freeze it. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { startRedis } from '../../src/store/embedded-redis';
import type { RunningServer } from '../../src/store/server-process';
import { removeRunDirectory } from './run-directory';
import { shared } from './shared-servers';

export interface OwnRedis {
  /** The same after every start. */
  readonly url: string;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startOwnRedis(): Promise<OwnRedis> {
  const directory = path.join(shared('HUB_TEST_DIRECTORY'), `redis-${randomBytes(4).toString('hex')}`);
  fs.mkdirSync(directory, { mode: 0o711 });
  const begin = (): Promise<RunningServer> =>
    startRedis({ directory: path.join(directory, 'redis'), appendonly: true });
  let server = await begin();
  return {
    url: server.url,
    signal: (name) => void process.kill(server.pid, name),
    stop: () => server.stop(),
    async start() {
      server = await begin();
    },
    async close() {
      await server.stop();
      removeRunDirectory(directory);
    },
  };
}
