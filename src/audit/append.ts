/** Writes audit entries at the ends of their chains: one chain per unit, one for what concerns no unit. */
import type { Actor } from '../kernel/actor';
import type { Json } from '../kernel/canonical-json';
import type { Tx } from '../store/transaction';
import { CHAIN_START, type ChainedEntry, entryHash } from './chain';

export interface AuditCommand {
  readonly unitId: string | null;
  readonly actor: Actor;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** Ids, codes, document numbers and counts; never a field on a person. */
  readonly detail: { readonly [key: string]: Json | undefined };
}

interface Head {
  readonly scope: string;
  readonly last_seq: string;
  readonly last_hash: Buffer;
}

const HUB = 'hub';
const scopeOf = (unitId: string | null): string => (unitId === null ? HUB : `unit:${unitId}`);

/** Of units in the order of their ids, as streams are locked; the hub's own chain, which all share, at the very end. */
function scopesInOrder(commands: readonly AuditCommand[]): string[] {
  const units = [...new Set(commands.map(({ unitId }) => unitId))].filter((unitId) => unitId !== null);
  const inOrder = units.sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1)).map(scopeOf);
  return commands.some(({ unitId }) => unitId === null) ? [...inOrder, HUB] : inOrder;
}

const LOCK_HEADS = /* sql */ `
  insert into audit_chain (scope, last_seq, last_hash)
  select scope, 0, $2 from unnest($1::text[]) with ordinality as given (scope, place) order by place
  on conflict (scope) do update set last_seq = audit_chain.last_seq
  returning scope, last_seq, last_hash
`;

const WRITE = /* sql */ `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as given (scope text, seq bigint, unit_id bigint, at timestamptz,
      actor_id text, actor_name text, actor_role text, actor_body text, action text, subject_type text, subject_id text,
      detail jsonb, previous_hash text, hash text, place int)
  ), written as (
    insert into audit_entry (scope, seq, unit_id, at, actor_id, actor_name, actor_role, actor_body, action,
      subject_type, subject_id, detail, previous_hash, hash)
    select scope, seq, unit_id, at, actor_id, actor_name, actor_role, actor_body, action, subject_type, subject_id, detail,
      decode(previous_hash, 'hex'), decode(hash, 'hex')
    from given order by place
  )
  update audit_chain c set last_seq = newest.seq, last_hash = decode(newest.hash, 'hex')
  from (select distinct on (scope) scope, seq, hash from given order by scope, seq desc) newest
  where c.scope = newest.scope
`;

function entryOf(tx: Tx, { unitId, actor, detail, ...rest }: AuditCommand, seq: bigint): ChainedEntry {
  return {
    scope: scopeOf(unitId),
    seq: String(seq),
    unitId,
    at: tx.now.toISOString(),
    actorId: actor.id,
    actorName: actor.name,
    actorRole: actor.role,
    actorBody: actor.body,
    action: rest.action,
    subjectType: rest.subjectType,
    subjectId: rest.subjectId,
    // Through JSON once, so that the hash is over exactly what the column gives back.
    detail: JSON.parse(JSON.stringify(detail)) as Json,
  };
}

const row = (entry: ChainedEntry, previous: Buffer, hash: Buffer, place: number) => ({
  scope: entry.scope,
  seq: entry.seq,
  unit_id: entry.unitId,
  at: entry.at,
  actor_id: entry.actorId,
  actor_name: entry.actorName,
  actor_role: entry.actorRole,
  actor_body: entry.actorBody,
  action: entry.action,
  subject_type: entry.subjectType,
  subject_id: entry.subjectId,
  detail: entry.detail,
  previous_hash: previous.toString('hex'),
  hash: hash.toString('hex'),
  place,
});

/**
 * Appends the entries in the given order, each to the chain of its unit (or of the hub), in two statements however many
 * they are. Call it last in a transaction, once: it locks the heads of the chains, and locks are taken in one order
 * everywhere (unit streams, lanes, audit).
 */
export async function appendAudits(tx: Tx, commands: readonly AuditCommand[]): Promise<void> {
  if (commands.length === 0) {
    return;
  }
  const locked = await tx.query<Head>(LOCK_HEADS, [scopesInOrder(commands), CHAIN_START]);
  const heads = new Map(
    locked.map(({ scope, last_seq, last_hash }) => [scope, { seq: BigInt(last_seq), hash: last_hash }]),
  );
  const rows = commands.map((command, place) => {
    const head = heads.get(scopeOf(command.unitId)) ?? { seq: 0n, hash: CHAIN_START };
    const entry = entryOf(tx, command, head.seq + 1n);
    const hash = entryHash(head.hash, entry);
    heads.set(entry.scope, { seq: head.seq + 1n, hash });
    return row(entry, head.hash, hash, place);
  });
  await tx.query(WRITE, [JSON.stringify(rows)]);
}

export const appendAudit = (tx: Tx, command: AuditCommand): Promise<void> => appendAudits(tx, [command]);
