/** Whether a cron pattern can be read, in the zone in which all of them are meant. */
import { Cron } from 'croner';

export const ZONE = 'Asia/Shanghai';

/** Five fields, or six with seconds: an instant, which the parser would take as well, is no schedule. */
const FIELDS = /^\S+(\s+\S+){4,5}$/;

/** Null when the pattern can be read and will come due, else what is wrong with it. */
export function patternProblem(pattern: string): string | null {
  if (!FIELDS.test(pattern.trim())) {
    return 'the pattern has not five or six parts';
  }
  try {
    const next = new Cron(pattern, { timezone: ZONE, paused: true }).nextRun();
    return next === null ? 'the pattern never comes due' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
