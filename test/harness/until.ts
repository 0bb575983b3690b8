/** Waits for a condition, never for a time; what did not come within its bound is a failure that says so. */
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 50;

export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 30,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error(`not within ${seconds} s: ${what}`);
    }
    await sleep(LOOK_MS);
  }
}

/** Seconds until the condition held. */
export async function secondsUntil(
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 30,
): Promise<number> {
  const begun = performance.now();
  await until(what, holds, seconds);
  return (performance.now() - begun) / 1000;
}
