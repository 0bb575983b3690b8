/** Writes one audit entry at the end of its chain: one chain per unit, one for what concerns no unit. */
import type { Actor } from '../kernel/actor';
import type { Json } from '../kernel/canonical-json';
import type { Tx } from '../store/transaction';
import { CHAIN_START, entryHash } from './chain';

export interface AuditCommand {
  readonly unitId: string | null;
  readonly actor: Actor;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** Ids, codes, document numbers and counts; never a field on a person. */
  readonly detail: { readonly [key: string]: Json | undefined };
}

/**
 * Appends to the chain of the unit (or of the hub). Call it last in a transaction: it locks the chain's
 * head row, and locks are taken in one order everywhere (unit stream, lanes, audit).
 */
export async function appendAudit(tx: Tx, command: AuditCommand): Promise<void> {
  const scope = command.unitId === null ? 'hub' : `unit:${command.unitId}`;
  const [head] = await tx.query<{ last_seq: string; last_hash: Buffer }>(
    `insert into audit_chain (scope, last_seq, last_hash) values ($1, 0, $2)
     on conflict (scope) do update set scope = excluded.scope
     returning last_seq, last_hash`,
    [scope, CHAIN_START],
  );
  const previous = head?.last_hash ?? CHAIN_START;
  const seq = String(BigInt(head?.last_seq ?? '0') + 1n);
  // Through JSON once, so that the hash is over exactly what the column gives back.
  const detail = JSON.parse(JSON.stringify(command.detail)) as Json;
  const { actor } = command;
  const entry = {
    scope,
    seq,
    at: tx.now.toISOString(),
    actorId: actor.id,
    actorName: actor.name,
    actorRole: actor.role,
    actorBody: actor.body,
    action: command.action,
    subjectType: command.subjectType,
    subjectId: command.subjectId,
    detail,
  };
  const hash = entryHash(previous, entry);
  await tx.query(
    `insert into audit_entry (scope, seq, unit_id, at, actor_id, actor_name, actor_role, actor_body,
       action, subject_type, subject_id, detail, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      scope,
      seq,
      command.unitId,
      tx.now,
      actor.id,
      actor.name,
      actor.role,
      actor.body,
      command.action,
      command.subjectType,
      command.subjectId,
      JSON.stringify(detail),
      previous,
      hash,
    ],
  );
  await tx.query('update audit_chain set last_seq = $2, last_hash = $3 where scope = $1', [scope, seq, hash]);
}
