/** Work under a lease: it shows signs of life while it runs, and is told to stop when it lost the lease or its time. */
import { HubError } from '../src/kernel/errors';

export interface Lease {
  /** Prolongs the lease in the database; false: it belongs to somebody else by now. */
  renew(): Promise<boolean>;
  readonly heartbeatMs: number;
  readonly limitMs: number;
  /** The end of the process: the work is told, and left to come to a safe place by itself. */
  readonly stop: AbortSignal;
}

/**
 * Runs the work until it ends, the lease is lost or the time is up. Work that ignores its signal is left
 * behind then, which is safe: every step is idempotent, and the row is no longer ours to mark.
 */
export async function withLease<T>(lease: Lease, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  lease.stop.throwIfAborted();
  const own = new AbortController();
  const abandoned = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
  });
  const limit = setTimeout(() => own.abort(timeUp(lease.limitMs)), lease.limitMs);
  const heartbeat = setInterval(() => {
    lease.renew().then(
      (mine) => mine || own.abort(new HubError('WRONG_STATE', 'another worker has taken this over')),
      // The database is away: whether the lease is lost shows at the next beat, or when the row is marked.
      () => undefined,
    );
  }, lease.heartbeatMs);
  try {
    return await Promise.race([work(AbortSignal.any([own.signal, lease.stop])), abandoned]);
  } finally {
    clearTimeout(limit);
    clearInterval(heartbeat);
  }
}

const timeUp = (ms: number): HubError =>
  new HubError('SERVER_UNAVAILABLE', `not finished within ${Math.round(ms / 1000)} s`);
