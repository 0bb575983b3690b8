/** An orderly end: stage after stage, none skipped because another failed, and all of it within a deadline. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../src/kernel/logger';

export interface Part {
  readonly name: string;
  close(): Promise<unknown>;
}

async function closeStages(
  stages: readonly (readonly Part[])[],
  open: Set<Part>,
  logger: Logger,
): Promise<boolean> {
  let inOrder = true;
  for (const stage of stages) {
    await Promise.all(
      stage.map(async (part) => {
        try {
          await part.close();
        } catch (error) {
          inOrder = false;
          logger.error({ err: error, part: part.name }, 'could not be closed in order');
        }
        open.delete(part);
      }),
    );
  }
  return inOrder;
}

/** False: something failed, or the deadline passed. Then the process has to be ended; what it held, leases free. */
export async function closeInOrder(
  stages: readonly (readonly Part[])[],
  seconds: number,
  logger: Logger,
): Promise<boolean> {
  const open = new Set(stages.flat());
  const timer = new AbortController();
  const deadline = sleep(seconds * 1000, 'LATE' as const, { signal: timer.signal });
  const ended = await Promise.race([closeStages(stages, open, logger), deadline.catch(() => true)]);
  timer.abort();
  if (ended !== 'LATE') {
    return ended;
  }
  logger.error({ open: [...open].map((part) => part.name), seconds }, 'not ended within the deadline');
  return false;
}
