/** Hub and agency programs as processes of their own: ready when started, their log readable, killed as a test likes. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../bin/ports';
import { until } from '../harness/until';

const ROOT = path.join(__dirname, '../..');
const READY_SECONDS = 60;

/** One line of a hub process's log. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly seconds: number;
}

export interface Program {
  readonly pid: number;
  /** The address that it gave when it was ready. */
  readonly url: string;
  /** Lines of its log whose message contains the words. */
  said(words: string): LogLine[];
  signal(name: NodeJS.Signals): void;
  /** Sends the signal and waits for the end. */
  end(name: NodeJS.Signals): Promise<Ended>;
  readonly alive: () => boolean;
}

/** Waits for a line, which is written a moment after what it tells of. */
export const untilSaid = (
  program: Program,
  words: string,
  fields: Readonly<Record<string, unknown>> = {},
  seconds = 20,
): Promise<void> =>
  until(
    `the log says: ${words}`,
    () =>
      program
        .said(words)
        .some((line) => Object.entries(fields).every(([field, value]) => line[field] === value)),
    seconds,
  );

const started = new Set<ChildProcess>();

/** In `afterAll`: whatever a test left behind goes with it. */
export async function endPrograms(): Promise<void> {
  const alive = [...started].filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(
    alive.map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await gone;
    }),
  );
  started.clear();
}

/** The suite builds before its first test; a file that is run alone does it here. */
export async function buildOnce(): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'bin/build.cjs')]);
}

interface Launch {
  readonly name: string;
  readonly script: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** The address, once what it has said or sent so far holds it. */
  readonly ready: (output: string, message: unknown) => string | null;
}

function readLines(text: string): LogLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line.startsWith('{') ? [JSON.parse(line) as LogLine] : [];
    } catch {
      return [];
    }
  });
}

export async function launch(plan: Launch): Promise<Program> {
  const child = spawn(process.execPath, [path.join(ROOT, plan.script), ...plan.parameters], {
    cwd: ROOT,
    env: plan.environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  started.add(child);
  let output = '';
  let complaints = '';
  let url: string | null = null;
  const listen = (message: unknown): void => {
    url ??= plan.ready(output, message);
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    listen(null);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  child.on('message', listen);
  // HUB_TEST_LOG=info npx jest … shows what the processes had to say.
  child.on('close', () => process.env.HUB_TEST_LOG && process.stdout.write(output + complaints));
  // A process that died cannot be told anything more.
  child.on('error', () => undefined);
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  await until(
    `${plan.name} is ready`,
    () => {
      if (!alive()) {
        throw new Error(`${plan.name} ended before it was ready:\n${(output + complaints).slice(-2000)}`);
      }
      return url !== null;
    },
    READY_SECONDS,
  );
  return {
    pid: child.pid ?? 0,
    url: url ?? '',
    said: (words) => readLines(output).filter(({ msg }) => msg?.includes(words)),
    signal: (name) => void child.kill(name),
    alive,
    async end(name) {
      const begun = performance.now();
      if (alive()) {
        // Not 'exit': its last words are read by then.
        const gone = once(child, 'close');
        child.kill(name);
        await Promise.race([gone, sleep(READY_SECONDS * 1000, undefined, { ref: false })]);
      }
      const seconds = (performance.now() - begun) / 1000;
      return { code: child.exitCode, signal: child.signalCode, seconds };
    },
  };
}

/** What the hub's processes of one test share; faults show within seconds by HUB_HASTE. */
export interface HubEnvironment {
  readonly DATABASE_URL: string;
  readonly REDIS_URL: string;
  readonly [variable: string]: string;
}

const PERSON_KEY = Buffer.alloc(32, 7).toString('base64');

async function hub(name: 'worker' | 'gateway', given: HubEnvironment): Promise<Program> {
  const [port, workerPort] = await Promise.all([freePort('127.0.0.1'), freePort('127.0.0.1')]);
  return launch({
    name,
    script: 'bin/hub',
    parameters: [name],
    environment: {
      ...process.env,
      HUB_PERSON_KEY: PERSON_KEY,
      REVIEW_SCHEDULE: '',
      SWEEP_SECONDS: '1',
      POLL_SECONDS: '1',
      HUB_HASTE: '10',
      ...given,
      PORT: String(port),
      WORKER_PORT: String(workerPort),
    },
    ready: (_output, message) => (message as { ready?: string } | null)?.ready ?? null,
  });
}

export const startWorker = (environment: HubEnvironment): Promise<Program> => hub('worker', environment);
export const startGateway = (environment: HubEnvironment): Promise<Program> => hub('gateway', environment);
