/** A demo city of the wanted size, loaded once by the product itself and kept under .data/bench; then its servers alone. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
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

/** Written when the load is over: the schema that the city was loaded into. */
const LOADED = 'loaded';

const schemaDigest = (): string =>
  createHash('sha256').update(fs.readFileSync('src/store/schema.sql')).digest('hex');

/** A city of another schema would fail in the middle of a path, or be slow for a reason that is gone. */
function requireSameSchema(folder: string): void {
  const loadedInto = fs.readFileSync(path.join(folder, LOADED), 'utf8').trim();
  if (loadedInto !== schemaDigest()) {
    throw new Error(
      `The city in ${folder} was loaded into another src/store/schema.sql. Remove that folder; the next run loads it anew.`,
    );
  }
}

/** `hub up` to the end of its load, and stopped as an operator stops it. */
async function loadCity(folder: string, units: number, say: (line: string) => void): Promise<void> {
  say(`Loading a city of ${units} units into ${folder} (once; it is kept) …`);
  const schema = schemaDigest();
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
  fs.writeFileSync(path.join(folder, LOADED), `${schema}\n`);
}

export async function openCity({ scale, say }: Wanted): Promise<City> {
  const folder = path.resolve('.data/bench', scale);
  if (!fs.existsSync(path.join(folder, LOADED))) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    await loadCity(folder, SCALES[scale], say);
  }
  requireSameSchema(folder);
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
