/** The one place where identifiers come from. */
import { randomBytes, randomUUID } from 'node:crypto';

export const uuid = (): string => randomUUID();

/** A secret for a bearer token or a signing key: `bytes` random bytes as base64url. */
export const randomSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');
