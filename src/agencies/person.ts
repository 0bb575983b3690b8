/** Fields on a person named in a decision: sealed for a table of their own; the record keeps a commitment alone. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import type { PersonFields } from './agency';

/** Which record the fields belong to: bound into commitment and seal, so that equal persons stay unlinkable. */
export interface PersonContext {
  readonly agency: string;
  readonly recordType: string;
  readonly sourceKey: string;
}

export interface PersonKey {
  readonly id: string;
  readonly seal: Buffer;
  readonly commit: Buffer;
  readonly nonce: Buffer;
}

export interface SealedPerson {
  /** Keyed HMAC: the same fields give the same digest again, and destroying the seal breaks no proof. */
  readonly commitment: Buffer;
  readonly ciphertext: Buffer;
  readonly keyId: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** One secret (HUB_PERSON_KEY), three keys that cannot be told from each other. */
export function personKey(secret: Uint8Array): PersonKey {
  if (secret.length !== KEY_BYTES) {
    throw new RangeError(`a person key has ${KEY_BYTES} bytes, not ${secret.length}`);
  }
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'tripartite-hub', `person/${use}`, KEY_BYTES));
  return {
    id: sha256Hex(derive('id')).slice(0, 16),
    seal: derive('seal'),
    commit: derive('commit'),
    nonce: derive('nonce'),
  };
}

const plainText = (context: PersonContext, person: PersonFields): string =>
  canonicalJson({ ...context, person: { ...person } });

const associated = (context: PersonContext): Buffer => Buffer.from(canonicalJson({ ...context }));

export function sealPerson(key: PersonKey, context: PersonContext, person: PersonFields): SealedPerson {
  const text = plainText(context, person);
  // Derived from the content under a key of its own: no nonce ever serves two contents, and no chance is needed.
  const nonce = createHmac('sha256', key.nonce).update(text).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.seal, nonce).setAAD(associated(context));
  const body = Buffer.concat([cipher.update(canonicalJson({ ...person }), 'utf8'), cipher.final()]);
  return {
    commitment: createHmac('sha256', key.commit).update(text).digest(),
    ciphertext: Buffer.concat([nonce, body, cipher.getAuthTag()]),
    keyId: key.id,
  };
}

/** Throws when key, record or bytes are not those of the seal. */
export function openPerson(key: PersonKey, context: PersonContext, ciphertext: Uint8Array): PersonFields {
  const bytes = Buffer.from(ciphertext);
  const decipher = createDecipheriv('aes-256-gcm', key.seal, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(associated(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8')) as PersonFields;
}
