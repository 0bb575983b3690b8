/** What a named unit's file will show: all in order, something unanswered, a breach of late, one that was mended, or several that last. */
import type { Dice } from './dice';

/** Questions that the file leaves open. */
const OPEN = [
  'party-missing',
  'contract-under-review',
  'pay-growth-unmarked',
  'board-unknown',
  'fund-unaudited',
  'fund-zero',
  'culture-unmarked',
  'care-unmarked',
  'survey-missing',
  'survey-small',
  'survey-stale',
] as const;

/** Facts against the unit that have a day on which they began. */
const LATE = [
  'contract-ended',
  'contract-objected',
  'negotiation-old',
  'congress-old',
  'women-decision',
  'hours-decision',
  'survey-low',
  'no-union',
  'no-mediation',
  'fund-low',
  'conduct-poor',
] as const;

/** Those that a unit can mend within weeks. */
const MENDABLE = ['contract-ended', 'negotiation-old', 'congress-old', 'survey-low', 'fund-low'] as const;

const LASTING = [
  'contract-ended',
  'negotiation-old',
  'congress-old',
  'rules-not-passed',
  'openness-off',
  'no-coordinator',
  'no-union',
  'no-mediation',
  'women-decision',
  'survey-low',
  'survey-seven-items',
  'fund-low',
] as const;

export type Gap = (typeof OPEN)[number] | (typeof LATE)[number] | (typeof LASTING)[number];

export type Turn = 'GOOD' | 'OPEN' | 'LATE' | 'MENDED' | 'LASTING';

/** When a gap stands: never; in the last weeks; for months up to today; or from months ago until it was mended lately. */
export type Phase = 'no' | 'late' | 'lasting' | 'mended';

export interface Story {
  readonly turn: Turn;
  readonly gaps: ReadonlySet<Gap>;
}

const TURNS: readonly (readonly [Turn, number])[] = [
  ['GOOD', 46],
  ['OPEN', 24],
  ['LATE', 13],
  ['MENDED', 13],
  ['LASTING', 4],
];

function some<T>(dice: Dice, list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, () => dice.pick(list));
}

function gapsOf(turn: Turn, dice: Dice): Gap[] {
  switch (turn) {
    case 'GOOD':
      return [];
    case 'OPEN':
      return some(dice, OPEN, dice.chance(0.3) ? 2 : 1);
    case 'LATE':
      return some(dice, LATE, dice.chance(0.2) ? 2 : 1);
    case 'MENDED':
      return some(dice, MENDABLE, 1);
    case 'LASTING':
      return some(dice, LASTING, 4);
    default: {
      const never: never = turn;
      return never;
    }
  }
}

export function tellStory(dice: Dice): Story {
  const turn = dice.weigh(TURNS);
  return { turn, gaps: new Set(gapsOf(turn, dice)) };
}

export function phaseOf(story: Story | null, gap: Gap): Phase {
  if (story === null || !story.gaps.has(gap)) {
    return 'no';
  }
  return story.turn === 'LASTING' ? 'lasting' : story.turn === 'MENDED' ? 'mended' : 'late';
}

/** The same for a park or township: what is left open, and what is against it. */
const PARK_OPEN = ['mechanism-unshown', 'few-grades', 'visit-missing', 'safety-unanswered'] as const;
const PARK_BREACHES = [
  'few-contracts',
  'few-congresses',
  'no-employers-body',
  'incident-reported-late',
  'station-incomplete',
] as const;

export type ParkGap = (typeof PARK_OPEN)[number] | (typeof PARK_BREACHES)[number];

export function tellParkStory(dice: Dice): ReadonlySet<ParkGap> {
  const turn = dice.weigh([
    ['GOOD', 54],
    ['OPEN', 24],
    ['BREACH', 22],
  ] as const);
  switch (turn) {
    case 'GOOD':
      return new Set();
    case 'OPEN':
      return new Set([dice.pick(PARK_OPEN)]);
    case 'BREACH':
      return new Set([dice.pick(PARK_BREACHES)]);
    default: {
      const never: never = turn;
      return never;
    }
  }
}
