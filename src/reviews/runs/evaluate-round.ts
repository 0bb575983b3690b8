/** Evaluates what is left of a round in batches, one transaction each; any number of workers may run it at once. */
import { HubError } from '../../kernel/errors';
import { query, type Store, transaction } from '../../store/transaction';
import { readProgress } from '../reads';
import { closeRound } from '../steps/close-round';
import { evaluateBatch } from '../steps/evaluate-batch';

/** A batch is what may be lost and done again when a worker is killed. */
const BATCH = 500;
/** While one batch is read or written by PostgreSQL, the other is worked out here. */
const AT_ONCE = 2;
/** Who watches a round is told twice a second at most, and when it ends. */
const ANNOUNCE_EVERY_MS = 500;

export interface RoundRun {
  /** By this run; another worker may have evaluated others. */
  readonly evaluated: number;
  readonly closed: boolean;
}

/**
 * `onProgress` is called after each batch; what it throws ends the run with the batches that are under way, and nothing
 * is half done.
 */
export async function evaluateRound(
  store: Store,
  { roundId, batch = BATCH, atOnce = AT_ONCE }: { roundId: string; batch?: number; atOnce?: number },
  onProgress?: (progress: { readonly evaluated: number }) => void | Promise<void>,
): Promise<RoundRun> {
  if ((await readProgress({ query: (sql, parameters) => query(store, sql, parameters) }, roundId)) === null) {
    throw new HubError('NOT_FOUND', `There is no review round ${roundId}.`);
  }
  let evaluated = 0;
  let announcedAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  const evaluateBatches = async (): Promise<void> => {
    for (let done = -1; done !== 0 && !failed; ) {
      const now = store.clock.now().getTime();
      const announce = now - announcedAt >= ANNOUNCE_EVERY_MS;
      announcedAt = announce ? now : announcedAt;
      done = await transaction(store, (tx) => evaluateBatch(tx, { roundId, size: batch, announce }));
      evaluated += done;
      if (done > 0) {
        await onProgress?.({ evaluated });
      }
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: atOnce }, () =>
      evaluateBatches().catch((error) => {
        failed = true;
        throw error;
      }),
    ),
  );
  for (const end of ends) {
    if (end.status === 'rejected') {
      throw end.reason;
    }
  }
  const { closed } = await transaction(store, (tx) => closeRound(tx, { roundId }));
  store.logger.info({ roundId, evaluated, closed }, 'round evaluated as far as it was free');
  return { evaluated, closed };
}
