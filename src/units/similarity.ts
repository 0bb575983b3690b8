/** How likely it is that a name in a document means a unit; says why. Proposes, never joins. */
import { coreOfName } from './name';

export interface NamedSubject {
  readonly normalised: string;
  /** Two to six digits of an administrative division; only the province counts. */
  readonly regionHint: string | null;
  readonly kind: string | null;
}

export interface NamedUnit {
  readonly normalised: string;
  readonly current: boolean;
  readonly regionCode: string | null;
  readonly kind: string;
}

export interface Likeness {
  /** 0 to 1; below PROPOSE_FROM no officer is asked. */
  readonly score: number;
  readonly reason: string;
}

export const PROPOSE_FROM = 0.5;

const EXACT = 1;
const FORMER = 0.95;
/** However alike, two different names never count as one name. */
const ALIKE_AT_MOST = 0.9;
const OTHER_PROVINCE = 0.6;
const OTHER_KIND = 0.8;

export function likeness(subject: NamedSubject, unit: NamedUnit): Likeness {
  const base = ofNames(subject.normalised, unit);
  let { score } = base;
  const reasons = [base.reason];
  const here = province(unit.regionCode);
  const there = province(subject.regionHint);
  if (here !== null && there !== null && here !== there) {
    score *= OTHER_PROVINCE;
    reasons.push(`所在省不同（${there}0000 与 ${here}0000）`);
  }
  if (subject.kind !== null && subject.kind !== unit.kind) {
    score *= OTHER_KIND;
    reasons.push('单位类别不同');
  }
  return { score: Math.round(score * 1000) / 1000, reason: reasons.join('；') };
}

function ofNames(subject: string, unit: NamedUnit): Likeness {
  if (subject === unit.normalised) {
    return unit.current
      ? { score: EXACT, reason: '与现名完全相同' }
      : { score: FORMER, reason: '与曾用名完全相同' };
  }
  const alike =
    0.7 * dice(coreOfName(subject), coreOfName(unit.normalised)) + 0.3 * dice(subject, unit.normalised);
  const score = Math.min(alike, ALIKE_AT_MOST);
  return { score, reason: `与${unit.current ? '现名' : '曾用名'}相近（${score.toFixed(2)}）` };
}

const province = (code: string | null): string | null => (code === null ? null : code.slice(0, 2));

/** Sørensen–Dice coefficient over pairs of neighbouring characters. */
function dice(one: string, other: string): number {
  const pairs = pairsOf(one);
  const others = pairsOf(other);
  if (pairs.length === 0 || others.length === 0) {
    return one === other ? 1 : 0;
  }
  const left = new Map<string, number>();
  for (const pair of pairs) {
    left.set(pair, (left.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (const pair of others) {
    const count = left.get(pair) ?? 0;
    if (count > 0) {
      left.set(pair, count - 1);
      shared += 1;
    }
  }
  return (2 * shared) / (pairs.length + others.length);
}

function pairsOf(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}
