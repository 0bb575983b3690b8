/** Reads chains back and recomputes them: names the first entry that was changed, lost or put in between. */
import type { Json } from '../kernel/canonical-json';
import { query, type Store } from '../store/transaction';
import { CHAIN_START, entryHash } from './chain';

interface EntryRow {
  scope: string;
  seq: string;
  at: Date;
  actor_id: string;
  actor_name: string;
  actor_role: string;
  actor_body: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
  detail: Json;
  previous_hash: Buffer;
  hash: Buffer;
}

/** The first entry at which a chain breaks, or null when it is whole and ends where its head says. */
export async function findBrokenEntry(
  store: Store,
  scope: string,
): Promise<{ seq: string; reason: string } | null> {
  const rows = await query<EntryRow>(store, 'select * from audit_entry where scope = $1 order by seq', [
    scope,
  ]);
  let previous = CHAIN_START;
  let expected = 1n;
  for (const row of rows) {
    if (BigInt(row.seq) !== expected) {
      return { seq: String(expected), reason: 'an entry is missing' };
    }
    if (!row.previous_hash.equals(previous) || !row.hash.equals(hashOf(row, previous))) {
      return { seq: row.seq, reason: 'the entry differs from its hash' };
    }
    previous = row.hash;
    expected += 1n;
  }
  const [head] = await query<{ last_seq: string; last_hash: Buffer }>(
    store,
    'select last_seq, last_hash from audit_chain where scope = $1',
    [scope],
  );
  const whole = head
    ? BigInt(head.last_seq) === expected - 1n && head.last_hash.equals(previous)
    : rows.length === 0;
  return whole ? null : { seq: String(expected), reason: 'the chain does not end where its head says' };
}

const hashOf = (row: EntryRow, previous: Buffer): Buffer =>
  entryHash(previous, {
    scope: row.scope,
    seq: row.seq,
    at: row.at.toISOString(),
    actorId: row.actor_id,
    actorName: row.actor_name,
    actorRole: row.actor_role,
    actorBody: row.actor_body,
    action: row.action,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    detail: row.detail,
  });
