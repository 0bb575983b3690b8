/** SHA-256, the digest of records, bodies and the audit chain. */
import { createHash } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export const sha256Hex = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');
