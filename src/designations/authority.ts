/** Who named a title, and so who alone may cancel it: dated data per level. */
import { z } from 'zod';
import authorities from './authorities.json';

export const TITLE_LEVELS = ['COUNTY', 'CITY', 'PROVINCE', 'NATIONAL'] as const;
export type TitleLevel = (typeof TITLE_LEVELS)[number];

/** The tripartite bodies of this city; those above it decide elsewhere. */
const OWN_BODIES = ['COUNTY_TRIPARTITE', 'CITY_TRIPARTITE'] as const;

/** NAMING_BODY: the one above the city that named, whose decision is only mirrored here with its document. */
export type DecidingBody = (typeof OWN_BODIES)[number] | 'NAMING_BODY';

/** 三方四家. */
export const FOUR_BODIES = ['hrss', 'union', 'confederation', 'federation'] as const;

const Authority = z.strictObject({
  region: z.string().regex(/^\d{6}$/),
  level: z.enum(TITLE_LEVELS),
  /** Null: a body above the city. */
  decides: z.enum(OWN_BODIES).nullable(),
  /** The bodies that exist at this level: each gives its opinion on a cancellation. */
  opinions: z.array(z.enum(FOUR_BODIES)),
  from: z.iso.date(),
  basis: z.string().min(1),
});
export type Authority = z.output<typeof Authority>;

export const AUTHORITIES: readonly Authority[] = z.array(Authority).parse(authorities.authorities);

const covers = ({ region }: Authority, place: string): boolean =>
  place.startsWith(region.replace(/(00)+$/, ''));

interface Where {
  /** Of the unit; null: it is not known, as for a title that has found no unit yet. */
  readonly region: string | null;
  readonly on: string;
}

/**
 * Null: no rule in force for the day and place, so nobody here may decide. A narrower region's rule goes before a wider
 * one's. Where the place is not known, there is a rule only if all are of one region.
 */
export function authorityFor(
  level: TitleLevel,
  { region, on }: Where,
  rules: readonly Authority[] = AUTHORITIES,
): Authority | null {
  const fitting = rules
    .filter((rule) => rule.level === level && rule.from <= on && (region === null || covers(rule, region)))
    .sort((one, other) => other.region.localeCompare(one.region) || other.from.localeCompare(one.from));
  const regions = new Set(fitting.map((rule) => rule.region));
  return region === null && regions.size > 1 ? null : (fitting[0] ?? null);
}
