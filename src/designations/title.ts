/** What a title is worth today: worked out from what happened to it, never stored. */
import { comparable } from '../kernel/comparable-text';

export const TITLE_EVENTS = ['NAMED', 'KEPT', 'OVERDUE', 'CANCELLED', 'LAPSED', 'REPORTED_UPWARD'] as const;
export type TitleEventKind = (typeof TITLE_EVENTS)[number];

/** The same naming has the same key in whatever list it comes, and however its title is written there. */
export const namingKey = (
  kind: 'office' | 'list',
  { title, level, namedOn }: { readonly title: string; readonly level: string; readonly namedOn: string },
  holder: string,
): string => [kind, comparable(title), level, namedOn, holder].join('/');

/** OVERDUE: its re-review was missed; the title is neither silently valid nor silently void. */
export type TitleState = 'VALID' | 'OVERDUE' | 'CANCELLED' | 'LAPSED';

export interface TitleEvent {
  readonly version: number;
  readonly kind: TitleEventKind;
}

function after(state: TitleState, kind: TitleEventKind): TitleState {
  // Cancelled and lapsed are final: a title given again is a new naming.
  if (state === 'CANCELLED' || state === 'LAPSED') {
    return state;
  }
  switch (kind) {
    case 'NAMED':
    case 'KEPT':
      return 'VALID';
    case 'OVERDUE':
      return 'OVERDUE';
    case 'CANCELLED':
      return 'CANCELLED';
    case 'LAPSED':
      return 'LAPSED';
    case 'REPORTED_UPWARD':
      return state;
    default:
      return kind satisfies never;
  }
}

export const titleState = (events: readonly TitleEvent[]): TitleState =>
  [...events]
    .sort((one, other) => one.version - other.version)
    .reduce<TitleState>((state, { kind }) => after(state, kind), 'VALID');

/** A title that still stands is flagged, overdue or not: only the naming body ends it. */
export const stands = (state: TitleState): boolean => state === 'VALID' || state === 'OVERDUE';
