/** What a unit was ordered to put right, and until when: carried from one evaluation of a case to the next. Pure. */
import type { Evaluation, Orders } from './evaluate';

/** An element keeps the day it was first ordered for; one that is met again is no longer ordered. */
export function nextOrders({ findings }: Evaluation, orders: Orders, due: string): Orders {
  const next: Record<string, string> = {};
  for (const { elements } of findings) {
    for (const { element, result } of elements) {
      const ordered = orders[element];
      if (result === 'NOT_MET') {
        next[element] = ordered ?? due;
      } else if (result === 'UNKNOWN' && ordered !== undefined) {
        // No longer shown to be unmet, nor shown to be met: the order stands.
        next[element] = ordered;
      }
    }
  }
  return next;
}

/** The first day by which something is due; null: nothing is. */
export const firstDue = (orders: Orders): string | null => Object.values(orders).sort()[0] ?? null;
