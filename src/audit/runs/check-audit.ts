/** Recomputes all chains, says what is broken, and anchors where they end today. */
import { type Store, transaction } from '../../store/transaction';
import { type AuditCheck, checkChains } from '../reads';
import { anchorChains } from '../steps/anchor-chains';

export async function checkAudit(store: Store): Promise<AuditCheck> {
  const check = await checkChains(store);
  for (const { scope, seq, reason } of check.broken) {
    store.logger.error(
      { scope, seq, reason },
      'the audit log was changed: this entry is not what was written',
    );
  }
  const { moved, root } = await transaction(store, anchorChains);
  const { chains, entries, broken } = check;
  store.logger.info(
    { chains, entries, broken: broken.length, moved, root },
    'audit log checked and anchored',
  );
  return check;
}
