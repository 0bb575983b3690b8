/** Standard Webhooks signatures (`v1`, HMAC-SHA256) over the stored bytes, and the check of a recipient's receipt. */
import { hmacSha256, sameBytes } from '../kernel/digest';

const PREFIX = 'whsec_';
/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = { least: 24, most: 64 } as const;

/** The key behind `whsec_<base64>`, or null when the text is no such secret. */
export function signingKey(secret: string): Buffer | null {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(text, 'base64');
  const whole = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && key.toString('base64') === text;
  return whole && key.length >= SECRET_BYTES.least && key.length <= SECRET_BYTES.most ? key : null;
}

/** A recipient's secrets as stored: the current one, then one that is being retired; both sign meanwhile. */
export function signingKeys(secrets: string): Buffer[] {
  return secrets
    .split(' ')
    .map(signingKey)
    .filter((key) => key !== null);
}

function sign(key: Uint8Array, id: string, seconds: number, body: Uint8Array): string {
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`, 'utf8'), body]);
  return `v1,${hmacSha256(key, signed).toString('base64')}`;
}

/** The three headers; `webhook-signature` lists one signature per key. */
export function signatureHeaders(
  keys: readonly Uint8Array[],
  id: string,
  seconds: number,
  body: Uint8Array,
): { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string } {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': keys.map((key) => sign(key, id, seconds, body)).join(' '),
  };
}

/** APPLIED: the recipient acted on it now. ALREADY: it holds this event or a later one of the unit. */
export const RECEIPT_STATES = ['APPLIED', 'ALREADY'] as const;
export type ReceiptState = (typeof RECEIPT_STATES)[number];

export interface Receipt {
  readonly eventId: string;
  readonly unitSeq: number;
  readonly state: ReceiptState;
  readonly at: string;
  readonly signature: string;
}

export function receiptSignature(key: Uint8Array, receipt: Omit<Receipt, 'signature'>): string {
  const { eventId, unitSeq, state, at } = receipt;
  return hmacSha256(key, `${eventId}.${unitSeq}.${state}.${at}`).toString('base64');
}

/** Was this receipt signed with one of the recipient's keys? */
export const isSignedBy = (keys: readonly Uint8Array[], receipt: Receipt): boolean =>
  keys.some((key) => sameBytes(Buffer.from(receiptSignature(key, receipt)), Buffer.from(receipt.signature)));
