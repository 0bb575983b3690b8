/** What one attempt came to: from how the request ended to what the lane does next. */
import { type ReceiptReading, readReceipt } from './receipt';
import type { Receipt } from './signature';
import type { PostResult } from './transport';

/**
 * DELIVERED: confirmed by a signed receipt. ACCEPTED: answered 2xx without a valid one – sent, not confirmed; asked again.
 * RETRY: not taken, the same bytes may be taken later. REJECTED: not taken, and will hardly be without a person; held for one,
 * save a withdrawal, which is tried on.
 * UNKNOWN: it may have been taken; sent again under the same id.
 */
export const OUTCOMES = ['DELIVERED', 'ACCEPTED', 'RETRY', 'REJECTED', 'UNKNOWN'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface AttemptResult {
  readonly outcome: Outcome;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly retryAfter: string | null;
  readonly receipt: Receipt | null;
  readonly responseText: string | null;
}

/** Answers that say "not now": the timeouts and limits of the recipient, and its own faults. */
const NOT_NOW = new Set([408, 425, 429]);
const ACCEPTED_ONLY = 202;

const NO_RECEIPT = '已收下，没有回执。 Accepted without a receipt.';

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const asRefused = (result: PostResult & { kind: 'ANSWERED' }): AttemptResult => ({
  outcome: NOT_NOW.has(result.status) || result.status >= 500 ? 'RETRY' : 'REJECTED',
  httpStatus: result.status,
  error: `HTTP ${result.status}`,
  retryAfter: result.retryAfter,
  receipt: null,
  responseText: result.text,
});

function asTaken(result: PostResult & { kind: 'ANSWERED' }, reading: ReceiptReading): AttemptResult {
  const answered = { httpStatus: result.status, retryAfter: null, responseText: result.text };
  switch (reading.kind) {
    case 'VALID':
      return { ...answered, outcome: 'DELIVERED', error: null, receipt: reading.receipt };
    case 'NONE':
      return { ...answered, outcome: 'ACCEPTED', error: NO_RECEIPT, receipt: null };
    case 'INVALID':
      return { ...answered, outcome: 'ACCEPTED', error: reading.why, receipt: null };
    default:
      return reading satisfies never;
  }
}

/** A redirect is a refusal: the signed bytes go to the address that an operator entered, and to no other. */
export function outcomeOf(
  result: PostResult,
  event: { readonly eventId: string; readonly unitSeq: string },
  keys: readonly Uint8Array[],
): AttemptResult {
  switch (result.kind) {
    case 'NOT_SENT':
    case 'NO_ANSWER':
      return {
        outcome: result.kind === 'NOT_SENT' ? 'RETRY' : 'UNKNOWN',
        httpStatus: null,
        error: result.error,
        retryAfter: null,
        receipt: null,
        responseText: null,
      };
    case 'ANSWERED':
      if (!isSuccess(result.status)) {
        return asRefused(result);
      }
      // 202 is "accepted for processing" (RFC 9110 15.3.3); even then a receipt in it is a receipt.
      return asTaken(
        result,
        result.status === ACCEPTED_ONLY && result.text === ''
          ? { kind: 'NONE' }
          : readReceipt(result.text, event, keys),
      );
    default:
      return result satisfies never;
  }
}
