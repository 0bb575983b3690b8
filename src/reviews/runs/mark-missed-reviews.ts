/** Once a day: titles whose next re-review day has passed without a case become overdue, in batches of a transaction each. */
import { addMonths } from '../../calendar/months';
import { markOverdue } from '../../designations/steps/mark-titles';
import { systemActor } from '../../kernel/actor';
import { type Store, transaction } from '../../store/transaction';
import { PROCEDURES, type Procedure } from '../procedure';
import { readMissedReviews } from '../reads';

const AT_ONCE = 200;

/** A batch that was marked is not found again, so a run that is broken off goes on where it was. */
export async function markMissedReviews(
  store: Store,
  onProgress?: () => void,
  procedures: readonly Procedure[] = PROCEDURES,
): Promise<{ readonly marked: number }> {
  let marked = 0;
  for (const { region, validFrom, validTo, reviewCycleMonths } of procedures) {
    for (;;) {
      const done = await transaction(store, async (tx) => {
        if (tx.today < validFrom || (validTo !== null && tx.today > validTo)) {
          return 0;
        }
        const before = addMonths(tx.today, -reviewCycleMonths.value);
        const scope = { region: region.slice(0, 4), before, limit: AT_ONCE };
        const designationIds = await readMissedReviews(tx, scope);
        const reason = `超过${reviewCycleMonths.value}个月没有复核`;
        return (await markOverdue(tx, { designationIds, reason, actor: systemActor('review') })).marked
          .length;
      });
      if (done === 0) {
        break;
      }
      marked += done;
      onProgress?.();
    }
  }
  return { marked };
}
