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

const AUTHORITIES = z
  .array(Authority)
  .parse(authorities.authorities)
  .sort((one, other) => other.from.localeCompare(one.from));

/** Null: no rule in force for the day, so nobody here may decide. */
export const authorityFor = (level: TitleLevel, on: string): Authority | null =>
  AUTHORITIES.find((authority) => authority.level === level && authority.from <= on) ?? null;
