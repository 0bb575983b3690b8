/** Standard Webhooks on the receiving side, and the receipt that answers it; HMAC-SHA256 over the bytes as they came. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds by which the sender's clock may differ. */
const TOLERANCE = 300;

/** `whsec_` and base64; several, parted by commas, while a secret is being changed. */
export function readSecrets(text: string): Buffer[] {
  const secrets = text.split(',').map((one) => {
    const match = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(one.trim());
    return Buffer.from(match?.[1] ?? '', 'base64');
  });
  if (secrets.some((secret) => secret.length < 24 || secret.length > 64)) {
    throw new Error('--secret must be whsec_ and 24 to 64 bytes in base64');
  }
  return secrets;
}

export interface SignedHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

export type Verified =
  | { readonly ok: true; readonly secret: Buffer }
  | { readonly ok: false; readonly why: 'HEADERS' | 'TIME' | 'SIGNATURE' };

export function verify(
  secrets: readonly Buffer[],
  headers: SignedHeaders,
  body: Buffer,
  nowSeconds: number,
): Verified {
  const { id, timestamp, signature } = headers;
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || signature === '') {
    return { ok: false, why: 'HEADERS' };
  }
  if (Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE) {
    return { ok: false, why: 'TIME' };
  }
  const given = signature.split(' ').flatMap((part) => {
    const match = /^v1,(.+)$/.exec(part);
    return match?.[1] === undefined ? [] : [Buffer.from(match[1], 'base64')];
  });
  for (const secret of secrets) {
    const wanted = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
    if (given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted))) {
      return { ok: true, secret };
    }
  }
  return { ok: false, why: 'SIGNATURE' };
}

export interface Receipt {
  readonly eventId: string;
  readonly unitSeq: number;
  readonly state: 'APPLIED' | 'ALREADY';
  readonly at: string;
  readonly signature: string;
}

export function signReceipt(secret: Buffer, receipt: Omit<Receipt, 'signature'>): Receipt {
  const { eventId, unitSeq, state, at } = receipt;
  const signature = createHmac('sha256', secret)
    .update(`${eventId}.${unitSeq}.${state}.${at}`)
    .digest('base64');
  return { ...receipt, signature };
}
