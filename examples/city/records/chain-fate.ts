/** How an Order 45 chain stands on the city's day, and when its decision was made. */
import { addYears, type Day } from '../days';
import { at, type Dice } from '../dice';

/** How a chain stands on the city's day. The two odd ones must never reach another agency. */
export type Fate =
  | 'ACTIVE'
  | 'EARLY'
  | 'EXPIRED'
  | 'ANNULLED'
  | 'RELISTED'
  | 'NOT_SERVED'
  | 'NO_NOTICE'
  | 'TERM_OVER_NOT_REMOVED';

const FIRST: readonly Fate[] = [
  'ACTIVE',
  'EARLY',
  'EXPIRED',
  'ANNULLED',
  'ACTIVE',
  'NOT_SERVED',
  'ACTIVE',
  'NO_NOTICE',
  'EARLY',
  'RELISTED',
  'TERM_OVER_NOT_REMOVED',
];
const LATER: readonly Fate[] = ['ACTIVE', 'EARLY', 'ACTIVE', 'EXPIRED', 'EARLY', 'ACTIVE', 'ANNULLED'];

export function fateOf(chain: number): Fate {
  return FIRST[chain] ?? at(LATER, chain);
}

/** Days before the city's day on which the decision was made. */
export function decidedBefore(fate: Fate, today: Day, dice: Dice): number {
  switch (fate) {
    case 'ACTIVE':
      return dice.between(40, 900);
    case 'NOT_SERVED':
    case 'NO_NOTICE':
      return dice.between(12, 60);
    case 'EARLY':
      return dice.between(320, 900);
    case 'RELISTED':
      return 800;
    case 'EXPIRED':
      return dice.between(1140, 1500);
    case 'ANNULLED':
      return dice.between(150, 700);
    case 'TERM_OVER_NOT_REMOVED':
      return today - addYears(today - 4, -3);
    default: {
      const never: never = fate;
      return never;
    }
  }
}
