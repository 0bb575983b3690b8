/** The times of sending, in one place: how long a lane is leased, a request may take, and what failed must wait. */

export interface Pace {
  /** Longer than a whole request by far, so that a slow sender is not overtaken while it sends. */
  readonly leaseSeconds: number;
  readonly requestMs: number;
  /** What requests on their way get when the process is asked to end. */
  readonly graceMs: number;
  /** Divides the waits after failures; what a recipient asks for by Retry-After stays as asked. */
  readonly haste: number;
}

export const PACE: Pace = { leaseSeconds: 45, requestMs: 15_000, graceMs: 5_000, haste: 1 };

/** The same, so many times faster: for trials of what leases and waits are there for. */
export const paceAt = (haste: number): Pace => ({
  leaseSeconds: PACE.leaseSeconds / haste,
  requestMs: PACE.requestMs / haste,
  graceMs: PACE.graceMs / haste,
  haste,
});

/** A request is begun only while the lease outlasts it. */
export const beginWithinMs = ({ leaseSeconds, requestMs, graceMs }: Pace): number =>
  leaseSeconds * 1000 - requestMs - graceMs;
