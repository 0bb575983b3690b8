/** The worker's times, in one place: how soon something lost is offered again, and how long an end may take. */

export interface Tempo {
  /** How long an offered outbox row may lie in Redis before it is offered again. */
  readonly offerSeconds: number;
  /** How long a started row or bucket belongs to its worker without a sign of life; a third of it is the heartbeat. */
  readonly leaseSeconds: number;
  /** The longest wait between two looks into the outbox: NOTIFY only makes it sooner. */
  readonly pollMs: number;
  /** Between two comparisons of the schedules in Redis with the declared ones. */
  readonly reconcileSeconds: number;
  /** After this, an orderly end is given up and the exit code says so. */
  readonly closeSeconds: number;
  /** First wait after a failure; it doubles up to an hour. */
  readonly backoffSeconds: number;
}

export const TEMPO: Tempo = {
  offerSeconds: 10,
  leaseSeconds: 30,
  pollMs: 1000,
  reconcileSeconds: 60,
  closeSeconds: 25,
  backoffSeconds: 5,
};

/** The same, so many times faster; the end of the process keeps its time. */
export const tempoAt = (haste: number): Tempo => ({
  ...TEMPO,
  offerSeconds: TEMPO.offerSeconds / haste,
  leaseSeconds: TEMPO.leaseSeconds / haste,
  pollMs: TEMPO.pollMs / haste,
  reconcileSeconds: TEMPO.reconcileSeconds / haste,
  backoffSeconds: TEMPO.backoffSeconds / haste,
});

const HOUR_SECONDS = 3600;

/** Seconds to wait after the nth failure (n from 1); beyond the allowed attempts, an hour. */
export function backoffSeconds(tempo: Tempo, failures: number, allowed: number): number {
  return failures >= allowed
    ? HOUR_SECONDS
    : Math.min(tempo.backoffSeconds * 2 ** (failures - 1), HOUR_SECONDS);
}
