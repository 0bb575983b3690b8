/** Until when a recipient may act on a flag without asking again: dated days per kind, never past the flag's end. */
import { z } from 'zod';
import { addDays } from '../calendar/gregorian';
import { FLAG_KINDS, type FlagKind } from './flag';
import rules from './recheck.json';

const Rules = z.array(
  z.strictObject({
    flagKind: z.enum(FLAG_KINDS),
    days: z.int().min(1),
    from: z.iso.date(),
    basis: z.string().min(1),
  }),
);
const RULES = Rules.parse(rules.rules).sort((one, other) => other.from.localeCompare(one.from));

export function recheckBy(kind: FlagKind, sentOn: string, effectiveEnd: string | null): string | null {
  const rule = RULES.find(({ flagKind, from }) => flagKind === kind && from <= sentOn);
  const day = rule === undefined ? sentOn : addDays(sentOn, rule.days);
  return effectiveEnd !== null && effectiveEnd < day ? effectiveEnd : day;
}
