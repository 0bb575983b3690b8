/** How a long-running command ends: the first signal in order, the second at once; the exit code tells which. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../src/kernel/logger';

const FORCED = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type EndSignal = keyof typeof FORCED;

/** True: closed in time. */
export async function endWithin(seconds: number, close: () => Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(seconds * 1000, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([close().then(() => true), late]);
  timer.abort();
  return inTime;
}

/** For the database to be closed, and the last words to be written. */
const LAST_MS = 2_000;

/** What does not end by itself is left to its leases: the process goes, with a code that says so. */
function leave(code: number): number {
  if (code !== 0) {
    process.exit(code);
  }
  if (process.connected) {
    process.disconnect();
  }
  // A queue that has lost its Redis sleeps before it tries again: that holds up nobody's end.
  setTimeout(() => process.exit(code), LAST_MS).unref();
  return code;
}

/**
 * Resolves with the exit code once `close` has run after a signal (0: in order), or after the process that started
 * this one over a channel is gone. A second signal ends the process there and then.
 */
export function untilSignal(logger: Logger, close: () => Promise<boolean>): Promise<number> {
  return new Promise((resolve) => {
    let ending = false;
    const end = (why: string): void => {
      ending = true;
      logger.info({ why }, 'ending');
      close().then(
        (inOrder) => resolve(leave(inOrder ? 0 : 1)),
        (error) => {
          logger.error({ err: error }, 'could not end in order');
          resolve(leave(1));
        },
      );
    };
    for (const signal of Object.keys(FORCED) as EndSignal[]) {
      process.on(signal, () => {
        if (ending) {
          logger.warn({ signal }, 'second signal: ending at once');
          process.exit(FORCED[signal]);
        }
        end(signal);
      });
    }
    const alone = (): unknown => ending || end('the process that started this one is gone');
    process.once('disconnect', alone);
    // It went while this one was starting.
    if (process.connected === false) {
      alone();
    }
  });
}
