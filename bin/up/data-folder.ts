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

/** There whole or not at all; false: somebody else's stands there. */
function placeNew(file: string, text: string): boolean {
  const beside = `${file}.${process.pid}`;
  fs.writeFileSync(beside, text, { mode: 0o600 });
  try {
    fs.linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
    return false;
  } finally {
    fs.rmSync(beside);
  }
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

/** Two that find a dead holder's lock: only one of them moves it away, and never a lock that was taken meanwhile. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (fs.readFileSync(aside, 'utf8') !== stale) {
      fs.linkSync(aside, file);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') {
      throw error;
    }
  }
  fs.rmSync(aside, { force: true });
}

/** The text of the lock that stands there; null: it has gone by now. */
function lockText(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function holderOf(text: string): Identity | null {
  try {
    return JSON.parse(text) as Identity;
  } catch {
    return null; // cut off by a crash of the machine
  }
}

function takeLock(file: string, root: string): void {
  const own = JSON.stringify(identify(process.pid));
  for (let attempt = 0; attempt < 3; attempt++) {
    if (placeNew(file, own)) {
      return;
    }
    const text = lockText(file);
    const holder = text === null ? null : holderOf(text);
    if (holder !== null && isAlive(holder)) {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `${root} 正被另一个 hub up 使用（进程 ${holder.pid}）`,
        '先在那边按 Ctrl-C，或用 HUB_DATA 指定另一个目录。',
      );
    }
    if (text !== null) {
      removeStale(file, text);
    }
  }
  throw new HubError('SERVER_UNAVAILABLE', `${root} 无法加锁`, '请重试。');
}

/** What keeps the folder from being used, by the operating system's code. */
const CAUSES: Readonly<Record<string, string>> = {
  EACCES: '当前用户无权写入',
  EPERM: '当前用户无权写入',
  EROFS: '所在的文件系统是只读的',
  EEXIST: '它是一个文件，不是目录',
  ENOTDIR: '路径中有一段是文件，不是目录',
  ENAMETOOLONG: '路径太长',
  ELOOP: '符号链接绕成了圈',
  ENOENT: '上级目录里不能建立目录',
  ENOSPC: '磁盘已满',
  EDQUOT: '磁盘配额已用完',
};

/** A disk that is full is told when it happens, a folder that cannot be used before anything is started. */
export function folderProblem(root: string, error: unknown): HubError | null {
  const { code = '', path: where } = error as NodeJS.ErrnoException;
  const cause = CAUSES[code];
  return cause === undefined
    ? null
    : new HubError(
        'CONFIGURATION_INVALID',
        `数据目录 HUB_DATA=${root} 不能使用：${cause}${where === undefined || where === root ? '' : `（${where}）`}`,
        '把 HUB_DATA 设为当前用户可以写入的目录。',
        { cause: error },
      );
}

/** For the owner alone; run by root, the servers' own user must get through to its part of it. */
const ROOT_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

/** Step by step: where nothing can be made (/proc), node's own recursive way tries for ever. */
function makeFolder(folder: string, mode = 0o777): void {
  const parent = path.dirname(folder);
  if (parent !== folder && !fs.existsSync(parent)) {
    makeFolder(parent);
  }
  try {
    fs.mkdirSync(folder, { mode });
  } catch (error) {
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw error;
    }
  }
}

function ownFolder(folder: string): void {
  makeFolder(folder);
  fs.chmodSync(folder, 0o700);
  fs.accessSync(folder, fs.constants.W_OK);
}

export function openDataFolder(root: string): DataFolder {
  const up = path.join(root, 'up');
  const logs = path.join(root, 'logs');
  try {
    makeFolder(root, ROOT_MODE);
    ownFolder(up);
    ownFolder(logs);
  } catch (error) {
    throw folderProblem(root, error) ?? error;
  }
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
  // When another process was quicker, its secret is the one.
  placeNew(file, `${JSON.stringify(make(), null, 2)}\n`);
  return keptSecret(file, make);
}

/** The key for fields on persons; without it what is stored of them can never be read again. */
export const personKey = (folder: DataFolder): string =>
  keptSecret(folder.own('person-key.json'), () => ({ key: randomBytes(32).toString('base64') })).key;
