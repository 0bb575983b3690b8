/** Reads the receipt in a recipient's answer: only one that is about this event, and signed, confirms. */
import { isSignedBy, RECEIPT_STATES, type Receipt } from './signature';

export type ReceiptReading =
  | { readonly kind: 'VALID'; readonly receipt: Receipt }
  | { readonly kind: 'NONE' }
  | { readonly kind: 'INVALID'; readonly why: string };

const invalid = (why: string): ReceiptReading => ({ kind: 'INVALID', why });

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
  if (typeof unitSeq !== 'number' || typeof at !== 'string' || typeof signature !== 'string') {
    return invalid('the receipt lacks unitSeq, at or signature');
  }
  if (!isState(state)) {
    return invalid('the receipt has a state other than APPLIED or ALREADY');
  }
  if (eventId !== expected.eventId || String(unitSeq) !== expected.unitSeq) {
    return invalid('the receipt is about another event');
  }
  if (Number.isNaN(Date.parse(at))) {
    return invalid('the receipt has no instant');
  }
  const receipt: Receipt = { eventId: expected.eventId, unitSeq, state, at, signature };
  return isSignedBy(keys, receipt)
    ? { kind: 'VALID', receipt }
    : invalid('the signature of the receipt is wrong');
}
