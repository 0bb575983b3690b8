/** The hash that links an audit entry to the one before it: changing or losing one shows in all that follow. */
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
