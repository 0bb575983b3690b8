/** One attempt: sign the stored bytes, post them within the time limit, and say what it came to. */
import type { Store } from '../../store/transaction';
import { outcomeOf } from '../outcome';
import type { Pace } from '../pace';
import { ASKED_AT_MOST, askSeconds, longestWaitSeconds, retryAfterSeconds, waitSeconds } from '../retry';
import { signatureHeaders } from '../signature';
import type { Sending } from '../steps/claim-lanes';
import type { FinishedAttempt } from '../steps/record-outcomes';
import type { Transport } from '../transport';

interface Ports {
  readonly store: Store;
  readonly transport: Transport;
  readonly signal: AbortSignal | undefined;
  readonly pace: Pace;
}

type Next = Pick<FinishedAttempt, 'next' | 'waitSeconds'>;

/**
 * Later events of the unit wait meanwhile: a recipient that took one of them would call this one superfluous ("ALREADY")
 * although a page of a proxy had answered in its place. Of a withdrawal nothing but a receipt moves the lane.
 */
function askAgain({ attemptId, asked, withdrawal }: Sending, haste: number): Next {
  return withdrawal || asked < ASKED_AT_MOST
    ? { next: 'WAIT', waitSeconds: askSeconds(asked + 1, attemptId, haste) }
    : { next: 'DONE', waitSeconds: 0 };
}

/** A recall that is refused, or met by a redirect, was not heard: it goes on, seldom, until it is confirmed. */
const afterRefusal = ({ attemptId, withdrawal }: Sending, haste: number): Next =>
  withdrawal
    ? { next: 'WAIT', waitSeconds: longestWaitSeconds(attemptId, haste) }
    : { next: 'HOLD', waitSeconds: 0 };

function nextOf({ store, pace }: Ports, sending: Sending, result: FinishedAttempt['result']): Next {
  switch (result.outcome) {
    case 'DELIVERED':
      return { next: 'DONE', waitSeconds: 0 };
    case 'ACCEPTED':
      return askAgain(sending, pace.haste);
    case 'REJECTED':
      return afterRefusal(sending, pace.haste);
    case 'RETRY':
    case 'UNKNOWN': {
      const asked = retryAfterSeconds(result.retryAfter, store.clock.now());
      const { failures, attemptId } = sending;
      return { next: 'WAIT', waitSeconds: waitSeconds(failures + 1, attemptId, asked, pace.haste) };
    }
    default:
      return result.outcome satisfies never;
  }
}

interface TimeLimit {
  readonly controller: AbortController;
  readonly timer: NodeJS.Timeout;
}

/**
 * Ends each request when its time is up, and all of them a while after the process is asked to end. A limit that was not
 * reached serves the next request: there are as many as there are requests under way at once.
 */
function timeLimits({ signal, pace }: Ports) {
  const all = new Set<TimeLimit>();
  const idle: TimeLimit[] = [];
  const endAll = () => {
    for (const { controller } of all) {
      controller.abort();
    }
  };
  const ending = () => setTimeout(endAll, pace.graceMs).unref();
  signal?.addEventListener('abort', ending, { once: true });
  const create = (): TimeLimit => {
    const controller = new AbortController();
    const limit = { controller, timer: setTimeout(() => controller.abort(), pace.requestMs) };
    all.add(limit);
    return limit;
  };
  const take = (): TimeLimit => {
    for (let limit = idle.pop(); limit !== undefined; limit = idle.pop()) {
      // One whose time ran out while nobody used it is of no use any more.
      if (!limit.controller.signal.aborted) {
        limit.timer.refresh();
        return limit;
      }
      all.delete(limit);
    }
    return create();
  };
  return {
    async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const limit = take();
      try {
        return await work(limit.controller.signal);
      } finally {
        idle.push(limit);
      }
    },
    close: () => {
      signal?.removeEventListener('abort', ending);
      for (const { timer } of all) {
        clearTimeout(timer);
      }
    },
  };
}

export function attempting(ports: Ports) {
  const { store, transport } = ports;
  const limits = timeLimits(ports);
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
      return { sending, result, ...nextOf(ports, sending, result) };
    },
    close: limits.close,
  };
}
