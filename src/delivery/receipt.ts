/** Reads the receipt in a recipient's answer: only one that is whole, about this event, and signed, confirms. */
import { isSignedBy, RECEIPT_STATES, type Receipt } from './signature';

export type ReceiptReading =
  | { readonly kind: 'VALID'; readonly receipt: Receipt }
  | { readonly kind: 'NONE' }
  | { readonly kind: 'INVALID'; readonly why: string };

/** What a recipient's operator and an officer read beside the attempt. */
const invalid = (zh: string, en: string): ReceiptReading => ({
  kind: 'INVALID',
  why: `已收下，但回执无效：${zh} Accepted, receipt invalid: ${en}`,
});

/** An instant as RFC 3339 writes it, and no other text that a parser may make something of. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
/** 32 bytes in base64. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

/** Days that no calendar has (30 February) are taken over into the next month by `Date`. */
const isInstant = (text: unknown): text is string =>
  typeof text === 'string' &&
  INSTANT.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function receiptIn(text: string): Record<string, unknown> | null {
  const answer = parse(text);
  const receipt =
    typeof answer === 'object' && answer !== null && 'receipt' in answer ? answer.receipt : null;
  return typeof receipt === 'object' && receipt !== null ? { ...receipt } : null;
}

const isState = (value: unknown): value is Receipt['state'] =>
  (RECEIPT_STATES as readonly unknown[]).includes(value);

/** `{"receipt":{"eventId","unitSeq","state","at","signature"}}`; anything else in the answer is ignored. */
export function readReceipt(
  text: string,
  expected: { readonly eventId: string; readonly unitSeq: string },
  keys: readonly Uint8Array[],
): ReceiptReading {
  const given = receiptIn(text);
  if (given === null) {
    return { kind: 'NONE' };
  }
  const { eventId, unitSeq, state, at, signature } = given;
  if (!isState(state)) {
    return invalid('state 只能是 APPLIED 或 ALREADY。', 'state must be APPLIED or ALREADY.');
  }
  if (eventId !== expected.eventId || typeof unitSeq !== 'number' || String(unitSeq) !== expected.unitSeq) {
    return invalid(
      'eventId 或 unitSeq（数字）不是这条推送的。',
      'eventId or unitSeq (a number) is not that of this delivery.',
    );
  }
  if (!isInstant(at)) {
    return invalid(
      'at 须为 2026-01-05T08:00:00Z 这样的时刻。',
      'at must be an instant like 2026-01-05T08:00:00Z.',
    );
  }
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) {
    return invalid('signature 须为 base64 的 HMAC-SHA256。', 'signature must be an HMAC-SHA256 in base64.');
  }
  const receipt: Receipt = { eventId: expected.eventId, unitSeq, state, at, signature };
  return isSignedBy(keys, receipt)
    ? { kind: 'VALID', receipt }
    : invalid('签名与密钥不符。', 'the signature does not match the secret.');
}
