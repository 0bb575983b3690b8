/** What lies encrypted in the database: keys derived from the operator's one secret, and the one cipher (AES-256-GCM). */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { hmacSha256, sha256Hex } from './digest';

export interface SealKey {
  /** Names the key without giving it away. */
  readonly id: string;
  readonly seal: Buffer;
  readonly commit: Buffer;
  readonly nonce: Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys for one purpose: none can be told from another, nor from those of another purpose. */
export function sealKey(secret: Uint8Array, purpose: string): SealKey {
  if (secret.length !== KEY_BYTES) {
    throw new RangeError(`the secret for sealing has ${KEY_BYTES} bytes, not ${secret.length}`);
  }
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'tripartite-hub', `${purpose}/${use}`, KEY_BYTES));
  return {
    id: sha256Hex(derive('id')).slice(0, 16),
    seal: derive('seal'),
    commit: derive('commit'),
    nonce: derive('nonce'),
  };
}

/** `context` says what the text belongs to: sealed text moved elsewhere does not open. The same gives the same bytes. */
export function seal(key: SealKey, context: string, text: string): Buffer {
  // Derived from the content under a key of its own: no nonce ever serves two contents, and no chance is needed.
  const nonce = hmacSha256(key.nonce, JSON.stringify([context, text])).subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.seal, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

/** Throws when key, context or bytes are not those of the seal. */
export function unseal(key: SealKey, context: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key.seal, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([body, decipher.final()]).toString('utf8');
}
