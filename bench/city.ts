/** A demo city of the wanted size, loaded once by the product itself and kept under .data/bench; then its servers alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../src/store/embedded-postgres';
import { startRedis } from '../src/store/embedded-redis';
import type { RunningServer } from '../src/store/server-process';
import { SCALES, type Wanted } from './path';

export const HUB = path.join(__dirname, '../bin/hub.js');

export interface City {
  readonly folder: string;
  readonly postgres: RunningServer;
  readonly redis: RunningServer;
  /** Token of a demo account by its id. */
  token(account: string): string;
  close(): Promise<void>;
}

const LOADED = 'loaded';

/** `hub up` to the end of its load, and stopped as an operator stops it. */
async function loadCity(folder: string, units: number, say: (line: string) => void): Promise<void> {
  say(`Loading a city of ${units} units into ${folder} (once; it is kept) …`);
  const child = spawn(process.execPath, [HUB, 'up', '--units', String(units)], {
    env: { ...process.env, HUB_DATA: folder, PORT: '4890', WORKER_PORT: '4891', REVIEW_SCHEDULE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (bytes: Buffer) => {
    if (bytes.includes('（启动用时')) {
      child.kill('SIGINT');
    }
  });
  const [code] = await once(child, 'exit');
  if (code !== 0 && code !== 130) {
    throw new Error(`The city was not loaded: hub up ended with ${code}; its logs are under ${folder}.`);
  }
  fs.writeFileSync(path.join(folder, LOADED), '');
}

export async function openCity({ scale, say }: Wanted): Promise<City> {
  const folder = path.resolve('.data/bench', scale);
  if (!fs.existsSync(path.join(folder, LOADED))) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    await loadCity(folder, SCALES[scale], say);
  }
  const postgres = await startPostgres({ directory: path.join(folder, 'postgres'), durable: true });
  const redis = await startRedis({ directory: path.join(folder, 'redis'), appendonly: true });
  const accounts = JSON.parse(fs.readFileSync(path.join(folder, 'up/accounts.json'), 'utf8')) as Record<
    string,
    string
  >;
  return {
    folder,
    postgres,
    redis,
    token(account) {
      const token = accounts[account];
      if (token === undefined) {
        throw new Error(`There is no account ${account} in ${folder}.`);
      }
      return token;
    },
    async close() {
      await redis.stop();
      await postgres.stop();
    },
  };
}
