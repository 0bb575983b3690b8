/** The folder of one test run, outside the repository, and the removal of those that killed runs left behind. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HubError } from '../../src/kernel/errors';
import { takeOver } from '../../src/store/server-process';

const PREFIX = 'hub-test-';
/** Any folder below a run that holds a server record is a server's. */
const RECORD = 'server.json';

export function newRunDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  // The embedded PostgreSQL of a run by root is another user's, and must get through to its folder.
  fs.chmodSync(directory, 0o711);
  return directory;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a folder of servers, with what PostgreSQL keeps elsewhere when its user could not reach the folder. */
export function removeRunDirectory(directory: string): void {
  for (const name of fs.readdirSync(directory)) {
    const home = path.join(directory, name, 'home');
    if (fs.existsSync(home) && fs.lstatSync(home).isSymbolicLink()) {
      fs.rmSync(fs.realpathSync(home), { recursive: true, force: true });
    }
  }
  fs.rmSync(directory, { recursive: true, force: true });
}

/** Two runs that begin at once find the same leavings: who comes second leaves them to the first. */
async function removeStaleRun(directory: string): Promise<void> {
  try {
    for (const server of fs.readdirSync(directory)) {
      if (fs.existsSync(path.join(directory, server, RECORD))) {
        await takeOver(path.join(directory, server), server, ['SIGINT', 'SIGTERM', 'SIGKILL']);
      }
    }
    removeRunDirectory(directory);
  } catch (error) {
    const beaten = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!beaten && !(error instanceof HubError && error.code === 'SERVER_UNAVAILABLE')) {
      throw error;
    }
  }
}

/** A killed run leaves folders behind, and perhaps servers: these are stopped, its folders removed. */
export async function removeStaleRuns(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = Number(/^hub-test-(\d+)-/.exec(name)?.[1]);
    const directory = path.join(os.tmpdir(), name);
    const found = fs.statSync(directory, { throwIfNoEntry: false });
    if (pid > 0 && !alive(pid) && found?.uid === process.getuid?.()) {
      await removeStaleRun(directory);
    }
  }
}
