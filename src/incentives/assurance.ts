/** How long an eligibility once given lives on while nobody can say whether it still holds. */
import { addDays } from '../calendar/gregorian';

export interface Assurance {
  /** The first day of the doubt that lasts until now. */
  readonly pendingSince: string;
  /** Until when its recipients were told that they may rely on it. */
  readonly recheckBy: string | null;
}

/**
 * Its last day: a source that is late for a short time takes nothing from anybody, nor is a promise to recipients cut
 * short; but unknown is not clean, so that a doubt which outlasts both ends it.
 */
export function assuranceEnds(
  { pendingSince, recheckBy }: Assurance,
  grace: { readonly days: number },
): string {
  const graceEnds = addDays(pendingSince, grace.days);
  return recheckBy !== null && recheckBy > graceEnds ? recheckBy : graceEnds;
}
