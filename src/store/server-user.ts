/** As whom an embedded PostgreSQL runs, and which folders that user can get to. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** PostgreSQL refuses to run as root; then it runs as `nobody`, the one other user every system has. */
const NOBODY = 65534;

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Null: as whoever runs this process. Data that is there already is served by the user it belongs to. */
export function serverUser(data: string): ServerUser | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const present = fs.statSync(data, { throwIfNoEntry: false });
  return present && present.uid !== 0 ? { uid: present.uid, gid: present.gid } : { uid: NOBODY, gid: NOBODY };
}

/** Whether the user may pass through every folder above a path (and the path itself). */
export function reachableFor(user: ServerUser | null, target: string): boolean {
  if (!user) {
    return true;
  }
  for (let folder = fs.realpathSync(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = fs.statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) {
      return false;
    }
    if (folder === path.dirname(folder)) {
      return true;
    }
  }
}

/** The temporary folder, unless it is a private one that the user cannot get to. */
export function temporaryFolderFor(user: ServerUser | null): string {
  const folders = [os.tmpdir(), '/tmp', '/var/tmp'].filter((folder) => fs.existsSync(folder));
  return folders.find((folder) => reachableFor(user, folder)) ?? os.tmpdir();
}
