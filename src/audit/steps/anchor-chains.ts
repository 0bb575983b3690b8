/** Keeps where each chain ended, once a day: a tail that is cut off later shows, even when the head was set back too. */
import { systemActor } from '../../kernel/actor';
import type { Tx } from '../../store/transaction';
import { appendAudit } from '../append';

export interface Anchored {
  readonly moved: number;
  /** SHA-256 over the newest anchor of every chain: one line that stands for the whole log. */
  readonly root: string;
}

const ANCHOR = /* sql */ `
  insert into audit_anchor (scope, seq, hash, at)
  select c.scope, c.last_seq, c.last_hash, $1 from audit_chain c
  where c.last_seq > coalesce((select max(a.seq) from audit_anchor a where a.scope = c.scope), 0)
  returning scope
`;

const ROOT = /* sql */ `
  select encode(sha256(convert_to(coalesce(string_agg(scope || ' ' || seq || ' ' || encode(hash, 'hex'), e'\\n' order by scope), ''), 'UTF8')), 'hex') as root
  from (select distinct on (scope) scope, seq, hash from audit_anchor order by scope, seq desc) newest
`;

/**
 * The root is an entry of the hub's own chain, and the caller prints it into the log. What this cannot show: entries cut
 * off on the day they were written, before their anchor; and an owner of the database who rewrites entries, heads and
 * anchors alike, unless the logs are kept elsewhere and their roots compared.
 */
export async function anchorChains(tx: Tx): Promise<Anchored> {
  const moved = await tx.query(ANCHOR, [tx.now]);
  const [row] = await tx.query<{ root: string }>(ROOT);
  const anchored = { moved: moved.length, root: row?.root ?? '' };
  await appendAudit(tx, {
    unitId: null,
    actor: systemActor('check-audit'),
    action: 'audit.anchored',
    subjectType: 'AUDIT',
    subjectId: 'all',
    detail: anchored,
  });
  return anchored;
}
