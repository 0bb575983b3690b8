/** One attempt: sign the stored bytes, post them within the time limit, and say what it came to. */
import type { Store } from '../../store/transaction';
import { outcomeOf } from '../outcome';
import { retryAfterSeconds, waitSeconds } from '../retry';
import { signatureHeaders } from '../signature';
import type { Sending } from '../steps/claim-lanes';
import type { FinishedAttempt } from '../steps/record-outcomes';
import type { Transport } from '../transport';

export const REQUEST_MS = 15_000;
/** What requests on their way get when the process is asked to end. */
const GRACE_MS = 5_000;

interface Ports {
  readonly store: Store;
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
}

type Next = Pick<FinishedAttempt, 'next' | 'waitSeconds'>;

function nextOf(store: Store, sending: Sending, result: FinishedAttempt['result']): Next {
  switch (result.outcome) {
    case 'DELIVERED':
    case 'ACCEPTED':
      return { next: 'DONE', waitSeconds: 0 };
    case 'REJECTED':
      return { next: 'HOLD', waitSeconds: 0 };
    case 'RETRY':
    case 'UNKNOWN': {
      const asked = retryAfterSeconds(result.retryAfter, store.clock.now());
      return { next: 'WAIT', waitSeconds: waitSeconds(sending.failures + 1, sending.attemptId, asked) };
    }
    default:
      return result.outcome satisfies never;
  }
}

/** Ends each request after 15 s, and all of them a few seconds after the process is asked to end. */
function timeLimits(signal: AbortSignal | undefined) {
  const ending = new AbortController();
  const onAbort = () => setTimeout(() => ending.abort(), GRACE_MS).unref();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const controller = new AbortController();
      const abort = () => controller.abort();
      const timer = setTimeout(abort, REQUEST_MS);
      ending.signal.addEventListener('abort', abort, { once: true });
      try {
        return await work(controller.signal);
      } finally {
        clearTimeout(timer);
        ending.signal.removeEventListener('abort', abort);
      }
    },
    close: () => signal?.removeEventListener('abort', onAbort),
  };
}

export function attempting({ store, transport, signal }: Ports) {
  const limits = timeLimits(signal);
  return {
    async attempt(url: string, keys: readonly Buffer[], sending: Sending): Promise<FinishedAttempt> {
      const seconds = Math.floor(store.clock.now().getTime() / 1000);
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'tripartite-hub',
        ...signatureHeaders(keys, sending.eventId, seconds, sending.bytes),
      };
      const answer = await limits.within((ends) =>
        transport.post({ url, headers, body: sending.bytes, signal: ends }),
      );
      const result = outcomeOf(answer, sending, keys);
      return { sending, result, ...nextOf(store, sending, result) };
    },
    close: limits.close,
  };
}
