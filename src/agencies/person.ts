/** Fields on a person named in a decision: sealed for a table of their own; the record keeps a commitment alone. */
import { canonicalJson } from '../kernel/canonical-json';
import { hmacSha256 } from '../kernel/digest';
import { type SealKey, seal, sealKey, unseal } from '../kernel/seal';
import type { PersonFields } from './agency';

/** Which record the fields belong to: bound into commitment and seal, so that equal persons stay unlinkable. */
export interface PersonContext {
  readonly agency: string;
  readonly recordType: string;
  readonly sourceKey: string;
}

export type PersonKey = SealKey;

export interface SealedPerson {
  /** Keyed HMAC: the same fields give the same digest again, and destroying the seal breaks no proof. */
  readonly commitment: Buffer;
  readonly ciphertext: Buffer;
  readonly keyId: string;
}

export const personKey = (secret: Uint8Array): PersonKey => sealKey(secret, 'person');

const contextText = (context: PersonContext): string => canonicalJson({ ...context });

export function sealPerson(key: PersonKey, context: PersonContext, person: PersonFields): SealedPerson {
  return {
    commitment: hmacSha256(key.commit, canonicalJson({ ...context, person: { ...person } })),
    ciphertext: seal(key, contextText(context), canonicalJson({ ...person })),
    keyId: key.id,
  };
}

/** Throws when key, record or bytes are not those of the seal. */
export const openPerson = (key: PersonKey, context: PersonContext, ciphertext: Uint8Array): PersonFields =>
  JSON.parse(unseal(key, contextText(context), ciphertext)) as PersonFields;
