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
  /** Does `start`, then waits for a signal; resolves with the exit code once everything has been stopped. */
  run(start: () => Promise<void>): Promise<number>;
  /** Does `work` and stops everything after it, or earlier at a signal. */
  runToEnd(work: () => Promise<void>): Promise<number>;
}

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_KEY_MS = 700;
/** How long work that was told to stop is waited for before its servers are taken from under it. */
const PATIENCE_MS = 4_000;

export function createSession(): Session {
  const started: Started[] = [];
  const stopping = new AbortController();
  let code = 0;
  let since = 0;
  let asked = (): void => undefined;
  const askedToStop = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const stop = (): void => {
    since = performance.now();
    stopping.abort(new Error('stopped by a signal'));
    asked();
  };
  const onSignal = (): void => {
    if (!stopping.signal.aborted) {
      say('\n正在停止……（再按一次 Ctrl-C 立即退出）');
      stop();
    } else if (performance.now() - since > SAME_KEY_MS) {
      process.exit(130);
    }
  };

  async function stopAll(): Promise<void> {
    for (const one of started.splice(0).reverse()) {
      try {
        await one.stop();
      } catch (error) {
        code = 1;
        complain(`${one.name} 没有正常停止：${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  async function run(start: () => Promise<void>): Promise<number> {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, onSignal);
    }
    const running = start().then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const failed = await Promise.race([running, askedToStop.then(() => null)]);
    if (failed === null) {
      await askedToStop;
      await Promise.race([running, sleep(PATIENCE_MS, null, { ref: false })]);
    } else {
      stopping.abort(failed.error);
    }
    await stopAll();
    // What was started while the signal came in is there by now.
    await running;
    await stopAll();
    if (failed !== null) {
      throw failed.error;
    }
    return code;
  }

  return {
    signal: stopping.signal,
    add: (name, stopOne) => void started.push({ name, stop: stopOne }),
    run,
    runToEnd: (work) => run(() => work().then(asked)),
  };
}
