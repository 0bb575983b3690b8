/** One embedded server as a process: started apart from the terminal, watched until ready, stopped in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '../kernel/errors';
import { guardProcess } from './process-guard';
import { claim, identify, removeRecord, type ServerRecord, serverLives, writeRecord } from './server-record';

export interface ServerPlan {
  /** For messages: "PostgreSQL", "Redis". */
  readonly name: string;
  /** Holds the pid file and the log; belongs to the user of this process. */
  readonly directory: string;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly spawn: {
    readonly uid?: number;
    readonly gid?: number;
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
  };
  /** Signals from polite to final; each is given some seconds. */
  readonly stopSignals: readonly NodeJS.Signals[];
  readonly marks: readonly string[];
  readonly url: string;
  readonly socketDirectory?: string;
  /** Resolves when a client has been answered; may be called again after a failure. */
  readonly probe: () => Promise<void>;
  /** What to install or set when the server does not start. */
  readonly hint: string;
}

/** How a server ended, and the last line of its log. */
export interface ServerEnd {
  readonly how: string;
  readonly lastLine: string;
}

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended, asked or not. */
  readonly ended: Promise<ServerEnd>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const SIGNAL_PATIENCE_MS = 10_000;

function trySignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Sends one signal after the other until the recorded server has gone. */
async function stopRecorded(
  record: ServerRecord,
  signals: readonly NodeJS.Signals[],
  name: string,
): Promise<void> {
  const pid = record.server?.pid;
  for (const signal of signals) {
    if (pid === undefined || !serverLives(record)) {
      break;
    }
    if (!trySignal(pid, signal)) {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `上次遗留的 ${name}（进程 ${pid}）属于另一个用户，无法停止`,
        '用那个用户停止它，或把 HUB_DATA 设为另一个目录。',
      );
    }
    const patience = performance.now() + SIGNAL_PATIENCE_MS;
    while (serverLives(record) && performance.now() < patience) {
      await sleep(10);
    }
  }
  if (record.server?.socketDirectory) {
    fs.rmSync(record.server.socketDirectory, { recursive: true, force: true });
  }
}

function makeFolder(directory: string, name: string): void {
  try {
    // Its user, where it is another one, passes through; what lies in it is listed to nobody.
    fs.mkdirSync(directory, { recursive: true, mode: 0o711 });
    fs.accessSync(directory, fs.constants.W_OK);
  } catch (error) {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `自带的 ${name} 无法写入 ${directory}：${(error as Error).message}`,
      '把该目录交给当前用户，或把 HUB_DATA 设为另一个目录。',
      { cause: error },
    );
  }
}

/** Makes or takes over a folder: whoever used it before and has died left a server that must not run on. */
export async function takeOver(
  directory: string,
  name: string,
  signals: readonly NodeJS.Signals[],
): Promise<void> {
  makeFolder(directory, name);
  const previous = claim(directory, name);
  if (previous) {
    await stopRecorded(previous, signals, name);
  }
}

const logFile = (directory: string): string => path.join(directory, 'log');

function lastLogLines(directory: string, most: number): string {
  const text = fs.existsSync(logFile(directory)) ? fs.readFileSync(logFile(directory), 'utf8').trimEnd() : '';
  return text.split('\n').slice(-most).join('\n  ');
}

function openLog(directory: string): number {
  if (fs.existsSync(logFile(directory))) {
    fs.renameSync(logFile(directory), `${logFile(directory)}.1`);
  }
  return fs.openSync(logFile(directory), 'w', 0o600);
}

/** Detached: the terminal's Ctrl-C reaches this process only, which then stops the server when it is done with it. */
function launch(plan: ServerPlan): { child: ChildProcess; failed: Promise<string> } {
  const log = openLog(plan.directory);
  const child = spawn(plan.command, plan.parameters, {
    ...plan.spawn,
    detached: true,
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  const failed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `退出码 ${code}`));
  });
  child.unref();
  return { child, failed };
}

async function untilReady(plan: ServerPlan, failed: Promise<string>): Promise<string | null> {
  const patience = performance.now() + READY_WITHIN_MS;
  let ended: string | null = null;
  let last = '没有应答';
  void failed.then((why) => {
    ended = why;
  });
  while (performance.now() < patience) {
    try {
      await plan.probe();
      return null;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(15);
    if (ended !== null) {
      return ended;
    }
  }
  return `${READY_WITHIN_MS / 1000} 秒内没有就绪：${last}`;
}

/** Starts the planned server in a folder that was taken over before. */
export async function startServer(plan: ServerPlan): Promise<RunningServer> {
  const { child, failed } = launch(plan);
  const { pid } = child;
  const owner = identify(process.pid);
  const server = { marks: plan.marks, url: plan.url, ...socketOf(plan) };
  const record: ServerRecord =
    pid === undefined ? { owner } : { owner, server: { ...identify(pid), ...server } };
  writeRecord(plan.directory, record);
  const guard = pid === undefined ? null : guardProcess(pid, plan.stopSignals);
  const ended = failed.then(async (how) => {
    await guard?.dismiss();
    return { how, lastLine: lastLogLines(plan.directory, 1) };
  });
  const stop = async (): Promise<void> => {
    child.ref();
    await stopRecorded(record, plan.stopSignals, plan.name);
    if (pid !== undefined) {
      await ended;
    }
    removeRecord(plan.directory);
  };
  const why = await untilReady(plan, failed);
  if (why !== null || pid === undefined) {
    await stop();
    const log = lastLogLines(plan.directory, 12);
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `自带的 ${plan.name} 没有启动成功：${why}${log ? `；它最后说：\n  ${log}` : ''}`,
      plan.hint,
    );
  }
  return { url: plan.url, pid, ended, stop };
}

const socketOf = (plan: ServerPlan): { socketDirectory?: string } =>
  plan.socketDirectory === undefined ? {} : { socketDirectory: plan.socketDirectory };
