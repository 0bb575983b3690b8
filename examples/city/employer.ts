/** One employer of the city as a pure function of (plan, index): who it is, how large, where, since when. */
import { organisationPart, usccOf } from './codes';
import type { Day } from './days';
import { Dice } from './dice';
import { firmName, formerFirmName } from './names';
import { type Park, parkAt } from './park';
import { namedRank, type Plan, parkOfBlock, rankAmong, STREAM } from './plan';
import { pickRegion } from './regions';
import { type Story, tellStory } from './story';

export interface Employer {
  readonly index: number;
  readonly code: string;
  readonly organisationCode: string;
  readonly name: string;
  readonly formerName: string | null;
  readonly renamedOn: Day;
  readonly regionCode: string;
  readonly industry: string;
  readonly workers: number;
  readonly registeredOn: Day;
  /** The park or township it is a member of. */
  readonly park: Park | null;
  readonly memberSince: Day;
  /** Which of the named enterprises it is; −1 for the others. */
  readonly named: number;
  readonly story: Story | null;
  /** Which of the Order 45 chains is its own; −1 for the others. */
  readonly chain: number;
}

const PREFIXES: readonly (readonly [string, number])[] = [
  ['91', 87],
  ['92', 7],
  ['93', 2],
  ['52', 3],
  ['12', 1],
];

/** Every so many named enterprises, the next employer bears the same name: two firms that only a code tells apart. */
const TWIN_EVERY = 40;

function hasTwin(plan: Plan, index: number): boolean {
  const rank = namedRank(plan, index);
  return rank >= 0 && rank % TWIN_EVERY === 7;
}

/** The employer whose name this one bears: itself, or the named one just before it. */
function nameGiver(plan: Plan, index: number): number {
  return index > 0 && hasTwin(plan, index - 1) ? index - 1 : index;
}

/** Chains are spread over the city, and every so many named enterprises have one too. */
function chainOf(plan: Plan, index: number, named: number): number {
  if (named >= 0 && named % 112 === 3) {
    return plan.chains * 7 + Math.floor(named / 112);
  }
  return named >= 0 ? -1 : rankAmong((index + 11) % plan.units, plan.chains, plan.units);
}

function workersOf(dice: Dice, named: boolean): number {
  const spread = (dice.next() + dice.next() + dice.next()) / 3;
  return named ? Math.round(40 * Math.exp(spread * 4.6)) : Math.round(1 + Math.exp(spread * 6.2));
}

export function employerAt(plan: Plan, index: number): Employer {
  const { seed, today } = plan;
  const dice = new Dice(seed, STREAM.employer, index);
  const named = namedRank(plan, index);
  const block = parkAt(plan, parkOfBlock(plan, index));
  const member = dice.chance(named >= 0 ? 0.6 : 0.2);
  const own = pickRegion(dice);
  const region = member ? block.region : own;
  const giver = nameGiver(plan, index);
  const prefix = dice.weigh(PREFIXES);
  const kind = named >= 0 || giver !== index ? '91' : prefix;
  const age = named >= 0 ? dice.between(2900, 8000) : dice.between(200, 7000);
  const registered = age > 5000 && dice.chance(0.5) ? region.formerCode : region.code;
  const code = usccOf(kind, registered.startsWith('37107') ? '371000' : registered, 'X', index, seed);
  const place = giver === index ? region.place : placeOf(plan, giver);
  const { name, industry } = firmName(giver, seed, place, kind);
  const renamed = dice.chance(named >= 0 ? 0.06 : 0.03);
  const renamedOn = today - dice.between(60, 1500);
  const workers = workersOf(dice, named >= 0);
  const memberSince = today - Math.min(age - 30, dice.between(200, 2500));
  return {
    index,
    code,
    organisationCode: organisationPart(code),
    name,
    formerName: renamed && giver === index ? formerFirmName(name, place, index) : null,
    renamedOn,
    regionCode: region.code,
    industry,
    workers,
    registeredOn: today - age,
    park: member ? block : null,
    memberSince,
    named,
    story: named >= 0 ? tellStory(new Dice(seed, STREAM.story, index)) : null,
    chain: chainOf(plan, index, named),
  };
}

function placeOf(plan: Plan, index: number): string {
  const name = employerAt(plan, index).name;
  return name.slice(0, 2);
}

/** The name in use on a day: records made before a change of name keep the old one. */
export function nameOn(employer: Employer, day: Day): string {
  return employer.formerName !== null && day < employer.renamedOn ? employer.formerName : employer.name;
}
