/** Reads chains back and recomputes them: names what was changed, lost, put in between or cut off. */
import type { Json } from '../kernel/canonical-json';
import { type Store, type Tx, transaction } from '../store/transaction';
import { CHAIN_START, entryHash } from './chain';

/** MISSING: an entry is gone. ALTERED: it is not what it was. CUT: the chain ends elsewhere than was kept of its end. */
export interface BrokenEntry {
  readonly scope: string;
  readonly seq: string;
  readonly reason: 'MISSING' | 'ALTERED' | 'CUT';
}

export interface AuditCheck {
  readonly chains: number;
  readonly entries: number;
  /** The first fault of each chain that has one, a hundred chains at most. */
  readonly broken: readonly BrokenEntry[];
}

interface EntryRow {
  scope: string;
  seq: string;
  unit_id: string | null;
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

const PAGE = 5_000;
const MOST = 100;

const ENTRIES = /* sql */ `
  select scope, seq, unit_id, at, actor_id, actor_name, actor_role, actor_body, action, subject_type, subject_id, detail,
    previous_hash, hash
  from audit_entry where (scope, seq) > ($1, $2) and ($3::text is null or scope = $3) order by scope, seq limit ${PAGE}
`;

const HEADS = /* sql */ `
  select scope, last_seq, last_hash from audit_chain where $1::text is null or scope = $1
`;

/** What was at the end of a chain when it was anchored must still stand there, whatever its head says today. */
const ANCHORS = /* sql */ `
  select a.scope, min(a.seq)::text as seq from audit_anchor a left join audit_entry e on e.scope = a.scope and e.seq = a.seq
  where e.hash is distinct from a.hash and ($1::text is null or a.scope = $1)
  group by a.scope order by a.scope limit ${MOST}
`;

const hashOf = (row: EntryRow, previous: Buffer): Buffer =>
  entryHash(previous, {
    scope: row.scope,
    seq: row.seq,
    unitId: row.unit_id,
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

interface End {
  seq: bigint;
  hash: Buffer;
}

/** Follows the entries of one chain after another; keeps where each ended, and the first fault of each. */
class Walk {
  readonly ends = new Map<string, End>();
  readonly broken = new Map<string, BrokenEntry>();
  entries = 0;

  take(row: EntryRow): void {
    this.entries += 1;
    const { scope } = row;
    const end = this.ends.get(scope) ?? { seq: 0n, hash: CHAIN_START };
    const expected = end.seq + 1n;
    this.ends.set(scope, { seq: BigInt(row.seq), hash: row.hash });
    if (BigInt(row.seq) !== expected) {
      this.mark(scope, String(expected), 'MISSING');
    } else if (!row.previous_hash.equals(end.hash) || !row.hash.equals(hashOf(row, end.hash))) {
      this.mark(scope, row.seq, 'ALTERED');
    }
  }

  mark(scope: string, seq: string, reason: BrokenEntry['reason']): void {
    if (!this.broken.has(scope)) {
      this.broken.set(scope, { scope, seq, reason });
    }
  }
}

async function walkEntries(tx: Tx, scope: string | null): Promise<Walk> {
  const walk = new Walk();
  let after: readonly [string, string] = ['', '0'];
  for (;;) {
    const rows = await tx.query<EntryRow>(ENTRIES, [...after, scope]);
    for (const row of rows) {
      walk.take(row);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) {
      return walk;
    }
    after = [last.scope, last.seq];
  }
}

/** Compares where the chains end with their heads: neither may be without the other. */
async function compareHeads(tx: Tx, walk: Walk, scope: string | null): Promise<number> {
  const heads = await tx.query<{ scope: string; last_seq: string; last_hash: Buffer }>(HEADS, [scope]);
  for (const head of heads) {
    const end = walk.ends.get(head.scope) ?? { seq: 0n, hash: CHAIN_START };
    if (BigInt(head.last_seq) !== end.seq || !head.last_hash.equals(end.hash)) {
      walk.mark(head.scope, String(end.seq + 1n), 'CUT');
    }
  }
  const known = new Set(heads.map((head) => head.scope));
  for (const [ended, { seq }] of walk.ends) {
    if (!known.has(ended)) {
      walk.mark(ended, String(seq + 1n), 'CUT');
    }
  }
  return heads.length;
}

/** Recomputes every chain, or one. Reads one snapshot, so that what is appended meanwhile breaks nothing. */
export function checkChains(store: Store, scope: string | null = null): Promise<AuditCheck> {
  return transaction(store, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const walk = await walkEntries(tx, scope);
    const chains = await compareHeads(tx, walk, scope);
    for (const gone of await tx.query<{ scope: string; seq: string }>(ANCHORS, [scope])) {
      walk.mark(gone.scope, gone.seq, 'CUT');
    }
    return { chains, entries: walk.entries, broken: [...walk.broken.values()].slice(0, MOST) };
  });
}

/** The first entry at which a chain breaks, or null when it is whole and ends where its head and its anchors say. */
export async function findBrokenEntry(store: Store, scope: string): Promise<BrokenEntry | null> {
  const { broken } = await checkChains(store, scope);
  return broken[0] ?? null;
}
