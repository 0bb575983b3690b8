/** Who may read what, and who may do what: closed by default; pure, so that a guard is decided once per field. */
import type { Actor, Role } from '../kernel/actor';
import type { Area } from './areas';
import { grantFor, SHARING_CATALOGUE, type SharingEntry } from './sharing-catalogue';

/** What can be done, by which roles. `own-region`: a county officer only for units of the own county. */
export const ACTIONS = {
  'review.trigger': ['CITY_OFFICER', 'ADMIN'],
  'case.propose': ['COUNTY_OFFICER'],
  'case.hear': ['COUNTY_OFFICER', 'CITY_OFFICER'],
  'case.mark': ['COUNTY_OFFICER', 'CITY_OFFICER'],
  'case.decide': ['CITY_OFFICER'],
  'match.decide': ['COUNTY_OFFICER', 'CITY_OFFICER'],
  'delivery.retry': ['CITY_OFFICER', 'ADMIN'],
  'batch.release': ['CITY_OFFICER', 'ADMIN'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof ACTIONS;

/** Areas that officers of the tripartite office need for their task; the rest follows from the catalogue. */
const OPERATIONS: readonly Area[] = ['feeds', 'deliveries', 'audit', 'matches'];

/** May the actor do this at all? Whether on this very unit is the step's own check of the region. */
export const mayAct = (actor: Actor, action: Action): boolean =>
  actor.role === 'SYSTEM' || (ACTIONS[action] as readonly Role[]).includes(actor.role);

/**
 * May the actor see this area on this day? Officers review on all evidence of their region, but see
 * quarantined bytes only as the body that sent them; a reader of a body sees its own records, and
 * of the others what the sharing catalogue grants.
 */
export function mayRead(
  actor: Actor,
  area: Area,
  on: string,
  catalogue: readonly SharingEntry[] = SHARING_CATALOGUE,
): boolean {
  if (area.startsWith('quarantine.')) {
    return actor.role === 'ADMIN' || area === `quarantine.${actor.body}`;
  }
  switch (actor.role) {
    case 'SYSTEM':
    case 'ADMIN':
    case 'CITY_OFFICER':
    case 'COUNTY_OFFICER':
      return true;
    case 'AGENCY_READER':
      if (OPERATIONS.includes(area) || actor.body === null) {
        return false;
      }
      return area.startsWith(`${actor.body}.`) || grantFor(catalogue, actor.body, area, on) !== null;
    default:
      return actor.role satisfies never;
  }
}
