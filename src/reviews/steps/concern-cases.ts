/** Leaves word that a batch may have an answer for cases that wait: they are evaluated apart from what others rely on. */
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { WAITS } from './reevaluate-cases';

/** Where no case waits there is nothing to look for. */
export async function concernCases(tx: Tx, { batchId }: { readonly batchId: string }): Promise<void> {
  const [any] = await tx.query(`select from review_case c where ${WAITS} limit 1`);
  if (any !== undefined) {
    await appendOutbox(tx, 'CasesConcerned', { batchId });
  }
}
