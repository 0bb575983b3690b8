/** Programs that a killed `hub up` left behind: known by pid and start time, stopped before new ones are started. */
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../../src/store/server-record';
import { isAlive, readJson, writeSecret } from './data-folder';

type Identity = ReturnType<typeof identify>;

const PATIENCE_MS = 5_000;

export function recordChildren(file: string, pids: readonly (number | undefined)[]): void {
  writeSecret(file, JSON.stringify(pids.filter((pid) => pid !== undefined).map(identify)));
}

async function stop(child: Identity): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  process.kill(child.pid, 'SIGTERM');
  while (isAlive(child) && performance.now() < deadline) {
    await sleep(50);
  }
  if (isAlive(child)) {
    process.kill(child.pid, 'SIGKILL');
  }
}

/** How many there were. */
export async function stopStaleChildren(file: string): Promise<number> {
  const stale = (readJson<Identity[]>(file) ?? []).filter(isAlive);
  await Promise.all(stale.map((child) => stop(child).catch(() => undefined)));
  return stale.length;
}
