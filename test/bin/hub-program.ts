/** `hub` as the process it is: its words, its signals, its exit code, and what it leaves behind. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const ROOT = path.join(__dirname, '../..');
const HUB = path.join(ROOT, 'bin/hub');

type Environment = Record<string, string | undefined>;

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Without what the test run itself has set for the servers of the suite. */
const clean = (environment: Environment): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...environment,
});

/** Runs a command to its end; `input` is what it reads. */
export const hub = (words: readonly string[], environment: Environment = {}, input = ''): Promise<Said> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [HUB, ...words],
      { env: clean(environment), cwd: ROOT },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
    // A command that does not read is gone before its input: no failure of it.
    child.stdin?.on('error', () => undefined).end(input);
  });

export interface Running {
  readonly child: ChildProcess;
  text(): string;
  /** Resolves when it has said this; fails when it ended before. */
  says(words: string | RegExp, seconds?: number): Promise<void>;
  /** Sends a signal and waits for the end; the exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals, seconds?: number): Promise<number | NodeJS.Signals>;
  /** Waits for its end by itself. */
  over(seconds?: number): Promise<number | NodeJS.Signals>;
}

const within = async <T>(seconds: number, what: string, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${seconds} s: ${what}`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

export function startHub(words: readonly string[], environment: Environment): Running {
  const child = spawn(process.execPath, [HUB, ...words], {
    env: clean(environment),
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      child.emit('said');
    });
  }
  const saying = async (expected: string | RegExp): Promise<void> => {
    while (!(typeof expected === 'string' ? said.includes(expected) : expected.test(said))) {
      const over = await Promise.race([once(child, 'said').then(() => false), ended.then(() => true)]);
      if (over) {
        throw new Error(`ended before it said ${expected}:\n${said}`);
      }
    }
  };
  return {
    child,
    text: () => said,
    says: (expected, seconds = 90) => within(seconds, `${expected}\n${said}`, saying(expected)),
    end(signal, seconds = 40) {
      child.kill(signal);
      return within(seconds, `end after ${signal}\n${said}`, ended);
    },
    over: (seconds = 40) => within(seconds, `its end\n${said}`, ended),
  };
}

/** Processes that know this folder, by their command line or environment; those of the caller apart. */
export function processesOf(folder: string): string[] {
  const found: string[] = [];
  for (const pid of fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const read = (name: string): string => {
      try {
        return fs.readFileSync(`/proc/${pid}/${name}`, 'utf8');
      } catch {
        return '';
      }
    };
    const words = read('cmdline');
    if (words !== '' && (words.includes(folder) || read('environ').includes(`HUB_DATA=${folder}`))) {
      found.push(`${pid} ${words.replaceAll('\0', ' ')}`);
    }
  }
  return found;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** A new HOME, in which only the private copy of Redis lies already: so that the test needs no network. */
export function newHome(folder: string): string {
  const home = path.join(folder, 'home');
  const cache = path.join(home, '.cache');
  fs.mkdirSync(cache, { recursive: true });
  const present = path.join(os.homedir(), '.cache', 'tripartite-hub');
  if (fs.existsSync(present)) {
    fs.symlinkSync(present, path.join(cache, 'tripartite-hub'));
  }
  return home;
}
