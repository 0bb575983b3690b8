/** Where there is apt: the distribution's signed Redis, unpacked into this user's cache; nothing is installed. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PATIENCE_MS = 180_000;

export interface PrivateRedis {
  readonly command: string;
  /** Its libraries lie beside it, not where the system looks. */
  readonly libraryPath: string;
}

/** Mine and nobody else's to write: what lies here is run. */
function cacheFolder(): string {
  const user = process.getuid?.() ?? 0;
  for (const folder of [
    path.join(os.homedir(), '.cache', 'tripartite-hub'),
    path.join(os.tmpdir(), `tripartite-hub-cache-${user}`),
  ]) {
    try {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      fs.accessSync(folder, fs.constants.W_OK);
      if (fs.statSync(folder).uid === user) {
        return folder;
      }
    } catch {
      // no home, or not writable: the next one
    }
  }
  throw new Error('no folder to keep a private copy in');
}

function unpacked(root: string): PrivateRedis | null {
  const command = path.join(root, 'usr', 'bin', 'redis-server');
  if (!fs.existsSync(command)) {
    return null;
  }
  const libraries = [path.join(root, 'usr', 'lib'), path.join(root, 'lib')]
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((folder) => folder.endsWith('-linux-gnu'));
  return { command, libraryPath: libraries.join(':') };
}

/** apt with its lists and archives in a folder of ours: no root, no lock of the system's, no change to it. */
function aptOptions(folder: string): string[] {
  const options = {
    'Dir::State': path.join(folder, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': path.join(folder, 'cache'),
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': '',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

async function download(folder: string): Promise<void> {
  const archives = path.join(folder, 'cache', 'archives');
  fs.mkdirSync(path.join(folder, 'state', 'lists', 'partial'), { recursive: true });
  fs.mkdirSync(path.join(archives, 'partial'), { recursive: true });
  const apt = (...words: string[]) =>
    run('apt-get', [...aptOptions(folder), '-qq', ...words], { timeout: PATIENCE_MS });
  await apt('update');
  // --reinstall: a part that the system has already is wanted here as well.
  await apt(
    '-y',
    '--no-install-recommends',
    '--reinstall',
    '--download-only',
    'install',
    'redis-server',
    'redis-tools',
  );
  for (const name of fs.readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    await run('dpkg', ['-x', path.join(archives, name), path.join(folder, 'root')]);
  }
}

/**
 * The private copy, fetched when it is not there yet (some seconds, some megabytes); null where there is no apt.
 * Two processes may do it at once: each works in a folder of its own, the first one's is kept.
 */
export async function privateRedis(say: (line: string) => void): Promise<PrivateRedis | null> {
  if (!fs.existsSync('/usr/bin/apt-get') || !fs.existsSync('/usr/bin/dpkg')) {
    return null;
  }
  const cache = cacheFolder();
  const kept = path.join(cache, 'redis');
  const present = unpacked(kept);
  if (present) {
    return present;
  }
  say(`未安装 Redis：从本机软件源取一份私用副本到 ${kept}（不安装到系统，约 6 MB）…`);
  const folder = fs.mkdtempSync(path.join(cache, 'fetch-'));
  try {
    await download(folder);
    fs.renameSync(path.join(folder, 'root'), kept);
  } catch (error) {
    if (!unpacked(kept)) {
      throw error;
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return unpacked(kept);
}
