/** How many lanes a sender takes at once: many from a recipient that takes them quickly, few from one that does not. */

export const FIRST_CLAIM = 16;
/** Beyond this a claim costs no less a lane; and of a sender that dies, so many attempts at most are left unknown. */
export const LARGEST_CLAIM = 500;
/** A claim that took longer is large enough: it must be sent, and be recorded, long before its lease ends. */
const QUICK_MS = 2_000;

interface LastClaim {
  readonly limit: number;
  /** So many requests the recipient takes at once. */
  readonly concurrency: number;
  readonly allTaken: boolean;
  /** Milliseconds from its first request to its last answer. */
  readonly took: number;
}

/** The next claim after one that went like this. */
export function nextClaim({ limit, concurrency, allTaken, took }: LastClaim): number {
  if (!allTaken) {
    return Math.max(concurrency, Math.floor(limit / 4));
  }
  return took < QUICK_MS ? Math.min(limit * 4, LARGEST_CLAIM) : limit;
}
