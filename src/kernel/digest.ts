/** SHA-256, the digest of records, bodies and the audit chain, and the HMAC that signs what is sent. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

export const sha256 = (bytes: string | Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

export const sha256Hex = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');

export const hmacSha256 = (key: Uint8Array, text: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** Compares secrets and signatures in a time that tells nothing about where they differ. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
