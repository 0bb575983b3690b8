/** A program started beside `hub up`: its words go to a log file, it is started again when it dies, and stopped in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '../../src/kernel/errors';
import { type Guard, guardProcess } from '../../src/store/process-guard';

export interface ChildPlan {
  readonly name: string;
  readonly script: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** How it says that it is ready: over the channel, or by so many lines with 就绪 and an address. */
  readonly ready: 'CHANNEL' | { readonly lines: number };
  /** Told of a death that nobody asked for. */
  readonly onDeath: (message: string) => void;
}

export interface Child {
  readonly name: string;
  /** Addresses by name, as the program gave them at its last start. */
  addresses(): ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

const READY_SECONDS = 60;
const STOP_SECONDS = 30;
const MOST_RESTARTS_PER_MINUTE = 5;
const LARGE_LOG_BYTES = 20_000_000;

function openLog(file: string): number {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGE_LOG_BYTES) {
    fs.renameSync(file, `${file}.1`);
  }
  return fs.openSync(file, 'a', 0o600);
}

/** Not in the terminal's group: Ctrl-C reaches `hub up` alone, which stops everything in its order. */
function launch(plan: ChildPlan): ChildProcess {
  const log = openLog(plan.logFile);
  const channel = plan.ready === 'CHANNEL';
  try {
    return spawn(process.execPath, ['--enable-source-maps', plan.script, ...plan.parameters], {
      env: plan.environment,
      detached: true,
      stdio: channel ? ['ignore', log, log, 'ipc'] : ['ignore', 'pipe', log],
    });
  } finally {
    fs.closeSync(log);
  }
}

const READY_LINE = /^(?:receiver )?(\S+) 就绪 (\S+)$/gm;

/** Resolves with what the program says of its addresses. */
function readiness(plan: ChildPlan, child: ChildProcess): Promise<Map<string, string>> {
  return new Promise((resolve) => {
    if (plan.ready === 'CHANNEL') {
      child.on('message', (message) => {
        const { ready } = message as { ready?: string };
        if (ready !== undefined) {
          resolve(new Map([[plan.name, ready]]));
        }
      });
      return;
    }
    const { lines } = plan.ready;
    let said = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      fs.appendFileSync(plan.logFile, bytes);
      said += bytes.toString('utf8');
      const found = [...said.matchAll(READY_LINE)].map(([, name = '', url = '']) => [name, url] as const);
      if (found.length >= lines) {
        said = '';
        resolve(new Map(found));
      }
    });
  });
}

function lastWords(file: string): string {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  return text.trimEnd().split('\n').slice(-5).join('\n  ');
}

/** A program with a channel sees its end; the others are ended for it when `hub up` is killed. */
function guardOf(plan: ChildPlan, { pid }: ChildProcess): Guard | null {
  return plan.ready === 'CHANNEL' || pid === undefined ? null : guardProcess(pid, ['SIGTERM', 'SIGKILL']);
}

async function begin(plan: ChildPlan): Promise<{ process: ChildProcess; addresses: Map<string, string> }> {
  const child = launch(plan);
  const guard = guardOf(plan, child);
  child.once('exit', () => void guard?.dismiss());
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `${plan.name} 启动失败（${signal ?? `退出码 ${code}`}）：\n  ${lastWords(plan.logFile)}`,
      `日志见 ${plan.logFile}`,
    );
  });
  const timer = new AbortController();
  const late = sleep(READY_SECONDS * 1000, null, { signal: timer.signal }).then(() => {
    child.kill('SIGKILL');
    throw new HubError(
      'SERVER_UNAVAILABLE',
      `${plan.name} 在 ${READY_SECONDS} 秒内没有就绪`,
      `日志见 ${plan.logFile}`,
    );
  });
  try {
    return { process: child, addresses: await Promise.race([readiness(plan, child), died, late]) };
  } finally {
    died.catch(() => undefined);
    late.catch(() => undefined);
    timer.abort();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = new AbortController();
  const late = sleep(STOP_SECONDS * 1000, 'LATE', { signal: timer.signal }).catch(() => 'LATE');
  if ((await Promise.race([gone, late])) === 'LATE') {
    child.kill('SIGKILL');
    await gone;
  }
  timer.abort();
}

export async function startChild(plan: ChildPlan): Promise<Child> {
  let current = await begin(plan);
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const deaths: number[] = [];

  const watch = (): void => {
    current.process.once('exit', (code, signal) => {
      if (!stopping) {
        restarting = restart(signal ?? `退出码 ${code}`);
      }
    });
  };
  const restart = async (why: string): Promise<void> => {
    deaths.push(performance.now());
    const lately = deaths.filter((death) => performance.now() - death < 60_000).length;
    if (lately > MOST_RESTARTS_PER_MINUTE) {
      plan.onDeath(`${plan.name} 一分钟内退出 ${lately} 次（${why}），不再重启；日志见 ${plan.logFile}`);
      return;
    }
    plan.onDeath(`${plan.name} 意外退出（${why}），正在重启；日志见 ${plan.logFile}`);
    await sleep(Math.min(200 * 2 ** lately, 5_000));
    if (stopping) {
      return;
    }
    try {
      current = await begin(plan);
      watch();
    } catch (error) {
      await restart(error instanceof Error ? error.message : String(error));
    }
  };
  watch();
  return {
    name: plan.name,
    addresses: () => current.addresses,
    async stop() {
      stopping = true;
      await restarting;
      await end(current.process);
    },
  };
}

/** All of them, or none: when one does not start, those that did are stopped again. */
export async function allStarted(starting: readonly Promise<Child>[]): Promise<Child[]> {
  const settled = await Promise.allSettled(starting);
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(started.map((child) => child.stop()));
    throw failed.reason;
  }
  return started;
}
