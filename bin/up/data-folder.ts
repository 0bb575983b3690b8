/** The folder of one `hub up` (HUB_DATA): held by one process at a time, with its secrets readable by its owner alone. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { HubError } from '../../src/kernel/errors';
import { identify } from '../../src/store/server-record';

export interface DataFolder {
  readonly root: string;
  readonly logs: string;
  readonly city: string;
  readonly postgres: string;
  readonly redis: string;
  /** Where 人社's night job puts its files. */
  readonly drop: string;
  /** A file of the hub itself. */
  own(name: string): string;
}

interface Identity {
  readonly pid: number;
  readonly started: string;
}

export function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

/** Written beside its place and renamed: a killed process leaves the old file or the new one, never half of one. */
export function writeSecret(file: string, text: string): void {
  const beside = `${file}.${process.pid}`;
  fs.writeFileSync(beside, text, { mode: 0o600 });
  fs.renameSync(beside, file);
}

/** The process that started then, not another one that got its number since. */
export const isAlive = (identity: Identity): boolean =>
  identity.started !== '' && identify(identity.pid).started === identity.started;

/** Taken by `hub up`; returns how to give it back. */
export function lockFolder({ root, own }: DataFolder): () => void {
  const file = own('lock');
  takeLock(file, root);
  return () => fs.rmSync(file, { force: true });
}

function takeLock(file: string, root: string): void {
  const own = JSON.stringify(identify(process.pid));
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(file, own, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
    const holder = readJson<Identity>(file);
    if (holder !== null && isAlive(holder)) {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `${root} 正被另一个 hub up 使用（进程 ${holder.pid}）`,
        '先在那边按 Ctrl-C，或用 HUB_DATA 指定另一个目录。',
      );
    }
    fs.rmSync(file, { force: true });
  }
  throw new HubError('SERVER_UNAVAILABLE', `${root} 无法加锁`, '请重试。');
}

export function openDataFolder(given: string): DataFolder {
  const root = path.resolve(given);
  const up = path.join(root, 'up');
  const logs = path.join(root, 'logs');
  fs.mkdirSync(up, { recursive: true });
  fs.mkdirSync(logs, { recursive: true });
  return {
    root,
    logs,
    city: path.join(root, 'city'),
    postgres: path.join(root, 'postgres'),
    redis: path.join(root, 'redis'),
    drop: path.join(root, 'drop'),
    own: (name) => path.join(up, name),
  };
}

/** What must be the same at the next start: made once, kept for the owner alone. */
export function keptSecret<T>(file: string, make: () => T): T {
  const kept = readJson<T>(file);
  if (kept !== null) {
    return kept;
  }
  const beside = `${file}.${process.pid}`;
  fs.writeFileSync(beside, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600 });
  try {
    // Fails when another process was quicker: then its secret is the one.
    fs.linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
  fs.rmSync(beside);
  return keptSecret(file, make);
}

/** The key for fields on persons; without it what is stored of them can never be read again. */
export const personKey = (folder: DataFolder): string =>
  keptSecret(folder.own('person-key.json'), () => ({ key: randomBytes(32).toString('base64') })).key;
