/** Where a unix socket may lie: its path holds about a hundred bytes, a project may lie deeper than that. */
import fs from 'node:fs';
import path from 'node:path';
import { type ServerUser, temporaryFolderFor } from './server-user';

/** The smallest limit among the systems we run on (macOS 104, Linux 108), with its closing zero byte. */
const LONGEST_PATH = 103;

/** The given folder when `socketName` fits into it, else a private one in the temporary folder. */
export function socketDirectoryFor(
  directory: string,
  socketName: string,
  user: ServerUser | null = null,
): { directory: string; temporary: boolean } {
  if (fits(directory, socketName)) {
    return { directory, temporary: false };
  }
  const preferred = temporaryFolderFor(user);
  const base = fits(path.join(preferred, 'hub-XXXXXX'), socketName) ? preferred : '/tmp';
  const made = fs.mkdtempSync(path.join(base, 'hub-'));
  if (user) {
    fs.chownSync(made, user.uid, user.gid);
  }
  return { directory: made, temporary: true };
}

const fits = (directory: string, socketName: string): boolean =>
  Buffer.byteLength(path.join(directory, socketName)) <= LONGEST_PATH;
