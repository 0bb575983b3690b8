/**
 * The hash that links an audit entry to the one before it: changing or losing one shows in all that follow.
 *
 * It has no key. What was written cannot be changed unseen; but whoever can append under the application's role can append an
 * entry of an actor who never acted, and it verifies. Who may connect as that role is what the chain rests on, and whoever owns
 * the database can write it anew: against that stand the daily roots alone, kept where the database's keepers cannot reach them.
 */
import { canonicalJson, type Json } from '../kernel/canonical-json';
import { sha256 } from '../kernel/digest';

/** What the hash is taken over: everything that the entry says, and the hash before it. */
export interface ChainedEntry {
  readonly scope: string;
  readonly seq: string;
  readonly unitId: string | null;
  readonly at: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly actorRole: string;
  readonly actorBody: string | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: Json;
}

/** The hash before the first entry of a chain. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

export function entryHash(previous: Uint8Array, entry: ChainedEntry): Buffer {
  return sha256(Buffer.concat([previous, Buffer.from(canonicalJson({ ...entry }), 'utf8')]));
}
