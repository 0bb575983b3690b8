/** The shape of a city: how many of what, and which index is what. Everything follows from (units, seed, as-of). */
import { type Day, dayOf } from './days';

export interface CityOptions {
  readonly out: string;
  readonly units: number;
  readonly seed: number;
  /** The day the city is told of, YYYY-MM-DD; all records lie before it. */
  readonly asOf: string;
  /** Named enterprises; 2.8 % of the employers unless told. */
  readonly named?: number;
  /** Parks and townships; one per 500 employers unless told, at least 4. */
  readonly parks?: number;
}

export interface Plan {
  readonly units: number;
  readonly seed: number;
  readonly today: Day;
  readonly named: number;
  readonly parks: number;
  /** Employers with an Order 45 chain, besides the named ones that have one. */
  readonly chains: number;
}

export function planCity(options: CityOptions): Plan {
  const { units, seed } = options;
  if (!Number.isInteger(units) || units < 100 || units > 5_000_000) {
    throw new Error('--units must be a whole number from 100 to 5000000');
  }
  const named = options.named ?? Math.round(units * 0.028);
  const parks = options.parks ?? Math.max(4, Math.round(units / 500));
  if (named < 1 || named > units / 4 || parks < 1 || parks > units / 20) {
    throw new Error('--named is at most a quarter, --parks at most a twentieth of the employers');
  }
  const chains = Math.max(14, Math.round(units * 0.002));
  return { units, seed, today: dayOf(options.asOf), named, parks, chains };
}

/** Whether an index is one of `count` evenly spread over `total`, and which one; −1 if it is none. */
export function rankAmong(index: number, count: number, total: number): number {
  const rank = Math.ceil((index * count) / total);
  return rank < count && Math.floor((rank * total) / count) === index ? rank : -1;
}

export function namedRank(plan: Plan, index: number): number {
  return rankAmong(index, plan.named, plan.units);
}

/** The park in whose block of employers an index lies. */
export function parkOfBlock(plan: Plan, index: number): number {
  return Math.floor((index * plan.parks) / plan.units);
}

/** Streams of chance, so that a change in one kind of record leaves the others as they were. */
export const STREAM = {
  employer: 1,
  hrss: 2,
  listing: 3,
  union: 4,
  court: 5,
  federation: 6,
  confederation: 7,
  office: 8,
  story: 9,
  park: 10,
  parkRecords: 11,
  dirt: 12,
  materials: 13,
  inspection: 14,
} as const;
