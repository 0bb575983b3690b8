/** Where the embedded PostgreSQL keeps its data: in the given folder, or where its user can reach it. */
import fs from 'node:fs';
import path from 'node:path';
import { HubError } from '../kernel/errors';
import { reachableFor, type ServerUser, serverUser } from './server-user';

/** Survives a reboot, unlike /tmp. */
const ELSEWHERE = '/var/tmp';
const LINK = 'home';
const BELONGS_TO = 'belongs-to';

function ownedHome(folder: string, user: ServerUser | null): string {
  fs.chmodSync(folder, 0o700);
  if (user) {
    fs.chownSync(folder, user.uid, user.gid);
  }
  return folder;
}

/** Homes whose `.data` folder was removed since: nobody will ever ask for them again. */
function removeForsaken(): void {
  for (const name of fs.readdirSync(ELSEWHERE)) {
    const home = path.join(ELSEWHERE, name);
    const note = path.join(home, BELONGS_TO);
    if (!name.startsWith('hub-home-') || !fs.existsSync(note)) {
      continue;
    }
    const link = fs.readFileSync(note, 'utf8');
    if (!fs.existsSync(link) || fs.realpathSync(link) !== fs.realpathSync(home)) {
      fs.rmSync(home, { recursive: true, force: true });
    }
  }
}

/**
 * Run by root in a private folder (/root, a 0700 temporary folder), the data cannot lie there: the server's user
 * would not reach it. It lies below /var/tmp then, and a link in the folder leads to it.
 */
function homeElsewhere(directory: string, user: ServerUser): string {
  const link = path.join(directory, LINK);
  if (fs.existsSync(link)) {
    if (!fs.lstatSync(link).isSymbolicLink()) {
      throw new Error(`user ${user.uid} cannot reach ${link}, run by root in a private folder`);
    }
    return ownedHome(fs.realpathSync(link), user);
  }
  removeForsaken();
  const home = fs.mkdtempSync(path.join(ELSEWHERE, 'hub-home-'));
  fs.writeFileSync(path.join(home, BELONGS_TO), link);
  fs.rmSync(link, { force: true });
  fs.symlinkSync(home, link);
  return ownedHome(home, user);
}

export interface PostgresHome {
  /** Holds `data/`; 0700, and the server user's. */
  readonly folder: string;
  readonly user: ServerUser | null;
}

export function postgresHome(directory: string): PostgresHome {
  const inside = path.join(directory, LINK);
  try {
    const user = serverUser(path.join(inside, 'data'));
    if (user && !reachableFor(user, directory)) {
      return { folder: homeElsewhere(directory, user), user };
    }
    fs.mkdirSync(inside, { recursive: true });
    return { folder: ownedHome(fs.realpathSync(inside), user), user };
  } catch (error) {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `自带的 PostgreSQL 不能把数据存在 ${directory}：${(error as Error).message}`,
      '把该目录交给当前用户，或另设 HUB_DATA，或设置 DATABASE_URL。',
      { cause: error },
    );
  }
}
