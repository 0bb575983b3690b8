/** One park or township of the city as a pure function of (plan, index). */
import { usccOf } from './codes';
import type { Day } from './days';
import { Dice } from './dice';
import { parkName, townshipName } from './names';
import { type Plan, STREAM } from './plan';
import { pickRegion, type Region } from './regions';
import { type ParkGap, tellParkStory } from './story';

export interface Park {
  readonly index: number;
  readonly code: string;
  readonly localCode: string;
  readonly name: string;
  readonly kind: 'INDUSTRIAL_PARK' | 'TOWNSHIP';
  readonly region: Region;
  readonly foundedOn: Day;
  readonly gaps: ReadonlySet<ParkGap>;
}

const cache = new Map<number, Park>();
let cachedFor: Plan | null = null;

/** The employers of a block ask for the same park again and again, so the last few are kept. */
export function parkAt(plan: Plan, index: number): Park {
  if (cachedFor !== plan || cache.size > 64) {
    cache.clear();
    cachedFor = plan;
  }
  const known = cache.get(index);
  if (known !== undefined) {
    return known;
  }
  const park = makePark(plan, index);
  cache.set(index, park);
  return park;
}

function makePark(plan: Plan, index: number): Park {
  const dice = new Dice(plan.seed, STREAM.park, index);
  const region = pickRegion(dice);
  const township = index % 10 >= 7;
  const codeRegion = region.code.startsWith('37107') ? '371000' : region.code;
  return {
    index,
    code: usccOf(township ? '11' : '12', codeRegion, 'P', index, plan.seed),
    localCode: `WH-${township ? 'T' : 'P'}${String(index + 1).padStart(3, '0')}`,
    name: township ? townshipName(index) : parkName(index, region.place),
    kind: township ? 'TOWNSHIP' : 'INDUSTRIAL_PARK',
    region,
    foundedOn: plan.today - dice.between(3000, 9000),
    gaps: tellParkStory(dice),
  };
}
