/** One run of `hub up`: what was started, in the order in which it must be stopped, and the signals that stop it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { complain, say } from '../screen';

interface Started {
  readonly name: string;
  stop(): Promise<unknown>;
}

export interface Session {
  /** Aborted by the first signal: nothing new is begun. */
  readonly signal: AbortSignal;
  add(name: string, stop: () => Promise<unknown>): void;
  /** What the run rests on is gone: everything is stopped in order, and `run` fails with this. */
  fail(error: Error): void;
  /** Does `start`, then waits for a signal; resolves with the exit code once everything has been stopped. */
  run(start: () => Promise<void>): Promise<number>;
  /** Does `work` and stops everything after it, or earlier at a signal. */
  runToEnd(work: () => Promise<void>): Promise<number>;
}

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_KEY_MS = 700;
/** How long work that was told to stop is waited for before its servers are taken from under it. */
const PATIENCE_MS = 4_000;

interface Stop {
  readonly signal: AbortSignal;
  /** Resolves at the first signal, or when asked. */
  readonly asked: Promise<void>;
  ask(): void;
}

/** Listens for signals: the first one asks for an orderly end, a second one ends the process at once. */
function listenForSignals(): Stop {
  const stopping = new AbortController();
  let since = 0;
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const onSignal = (): void => {
    if (!stopping.signal.aborted) {
      say('\n正在停止……（再按一次 Ctrl-C 立即退出）');
      since = performance.now();
      stopping.abort(new Error('stopped by a signal'));
      ask();
    } else if (performance.now() - since > SAME_KEY_MS) {
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const) {
    process.on(signal, onSignal);
  }
  return {
    signal: stopping.signal,
    asked,
    ask() {
      // An end that was asked for once is not asked for again.
      if (!stopping.signal.aborted) {
        stopping.abort(new Error('at its end'));
        ask();
      }
    },
  };
}

/** Last started, first stopped; what cannot be stopped is told, and the others are stopped all the same. */
async function stopAll(started: Started[]): Promise<boolean> {
  let inOrder = true;
  for (const one of started.splice(0).reverse()) {
    try {
      await one.stop();
    } catch (error) {
      inOrder = false;
      complain(`${one.name} 没有正常停止：${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return inOrder;
}

export function createSession(): Session {
  const started: Started[] = [];
  const stop = listenForSignals();
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure = error;
    stop.ask();
  };

  async function run(start: () => Promise<void>): Promise<number> {
    // What fails while everything is being stopped fails for that reason.
    const running = start().catch((error) => stop.signal.aborted || fail(error));
    await stop.asked;
    await Promise.race([running, sleep(PATIENCE_MS, null, { ref: false })]);
    const inOrder = await stopAll(started);
    // What was started while the signal came in is there by now.
    await running;
    const rest = await stopAll(started);
    if (failure !== null) {
      throw failure;
    }
    return inOrder && rest ? 0 : 1;
  }

  return {
    signal: stop.signal,
    add: (name, stopOne) => void started.push({ name, stop: stopOne }),
    fail,
    run,
    runToEnd: (work) => run(() => work().then(stop.ask)),
  };
}
