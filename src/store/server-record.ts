/** The pid file of an embedded server: who started it, which process it is, and whether either still lives. */
import fs from 'node:fs';
import path from 'node:path';
import { HubError } from '../kernel/errors';

/** A process is its pid and the moment it was started: pids are used again. */
interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

export interface ServerRecord {
  readonly owner: ProcessIdentity;
  readonly server?: ProcessIdentity & {
    /** Words that stand in the command line of this server and of no other. */
    readonly marks: readonly string[];
    readonly url: string;
    /** A socket folder outside the data folder, removed with the server. */
    readonly socketDirectory?: string;
  };
}

const recordFile = (directory: string): string => path.join(directory, 'server.json');

function read(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold blanks and brackets. Elsewhere than Linux: ''. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

export const identify = (pid: number): ProcessIdentity => ({ pid, started: startOf(pid) });

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lives(identity: ProcessIdentity): boolean {
  return signalReaches(identity.pid) && startOf(identity.pid) === identity.started;
}

/** True only when the process really is that server (an ended one awaiting its parent has no command line). */
export function serverLives(record: ServerRecord): boolean {
  const { server } = record;
  if (!server || !lives(server)) {
    return false;
  }
  const commandLine = read(`/proc/${server.pid}/cmdline`);
  return commandLine === null
    ? server.started === ''
    : server.marks.every((mark) => commandLine.includes(mark));
}

function readRecord(directory: string): ServerRecord | null {
  const text = read(recordFile(directory));
  try {
    return text ? (JSON.parse(text) as ServerRecord) : null;
  } catch {
    return null; // cut off by a crash: as good as none
  }
}

export function writeRecord(directory: string, record: ServerRecord): void {
  const beside = `${recordFile(directory)}.${process.pid}`;
  fs.writeFileSync(beside, JSON.stringify(record));
  fs.renameSync(beside, recordFile(directory));
}

/** Forgets the record, but not one that another process has written since. */
export function removeRecord(directory: string): void {
  if (readRecord(directory)?.owner.pid === process.pid) {
    fs.rmSync(recordFile(directory), { force: true });
  }
}

/** Makes this process the owner of the folder; returns the record of a stale server that must be stopped first. */
export function claim(directory: string, name: string): ServerRecord | null {
  const previous = readRecord(directory);
  if (previous && lives(previous.owner)) {
    const ours = previous.owner.pid === process.pid;
    if (!ours || serverLives(previous)) {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `${directory} 中的 ${name} 正由进程 ${previous.owner.pid} 使用`,
        '停止那个进程，或把 HUB_DATA 设为另一个目录。',
      );
    }
  }
  writeRecord(directory, { owner: identify(process.pid) });
  return previous;
}

/** The server of this folder while it and the process that started it are up: for commands beside `hub up`. */
export function runningServer(directory: string): { readonly url: string; readonly pid: number } | null {
  const record = readRecord(path.resolve(directory));
  return record?.server && lives(record.owner) && serverLives(record)
    ? { url: record.server.url, pid: record.server.pid }
    : null;
}
