/** The facts of many units at once: one read for all of them, and for parks one per some thousand member firms. */
import { type Reader, type ReviewResults, readEvidence, readFeedStates } from './evidence-reads';
import {
  type FactDefinition,
  type Facts,
  type FeedKey,
  factsOf,
  planFacts,
  type UnitEvidence,
} from './facts';

export interface FactQuestion {
  readonly unitIds: readonly string[];
  readonly facts: readonly FactDefinition[];
  readonly asOf: string;
  /** What reviews that member firms applied for ended with. */
  readonly results?: ReviewResults;
}

/** So many member firms are in memory at a time, however many parks are asked for. */
const MEMBERS_AT_ONCE = 4_000;

/** The facts of each unit: one read for all units, and for parks one read per some thousand member firms. */
export async function readFacts(reader: Reader, question: FactQuestion): Promise<Map<string, Facts>> {
  const { unitIds, facts, asOf } = question;
  const own = facts.filter(({ scope }) => scope === 'UNIT');
  const overMembers = facts.filter(({ scope }) => scope === 'MEMBERS');
  const feeds = await readFeedStates(reader, feedsOf(facts), asOf);
  const evidence = await readEvidence(reader, unitIds, feedsOf(own));
  const plan = planFacts(own, feeds);
  const found = new Map<string, Facts>();
  for (const unit of evidence.values()) {
    found.set(unit.unitId, factsOf(plan, unit, asOf));
  }
  if (overMembers.length > 0) {
    for await (const park of readParks(reader, { ...question, facts: overMembers }, evidence)) {
      const counted = factsOf(planFacts(overMembers, feeds), park, asOf);
      found.set(park.unitId, { ...found.get(park.unitId), ...counted });
    }
  }
  return found;
}

const feedsOf = (facts: readonly FactDefinition[]): FeedKey[] => [
  ...new Set(facts.flatMap(({ feeds }) => feeds)),
];

async function* readParks(
  reader: Reader,
  question: FactQuestion,
  parks: ReadonlyMap<string, UnitEvidence>,
): AsyncGenerator<UnitEvidence> {
  const members = await readMembers(reader, question.unitIds, question.asOf);
  const feeds = feedsOf(question.facts);
  for (const group of groupsOf(question.unitIds, members)) {
    const ids = [...new Set(group.flatMap((park) => members.get(park) ?? []))];
    const firms = await readEvidence(reader, ids, feeds, question.results);
    for (const id of group) {
      const park = parks.get(id);
      if (park !== undefined) {
        yield { ...park, members: (members.get(id) ?? []).flatMap((firm) => firms.get(firm) ?? []) };
      }
    }
  }
}

/** Parks in groups of no more than some thousand member firms; a larger park is a group of its own. */
function groupsOf(parks: readonly string[], members: ReadonlyMap<string, readonly string[]>): string[][] {
  const groups: string[][] = [];
  let firms = Number.POSITIVE_INFINITY;
  for (const park of parks) {
    const count = members.get(park)?.length ?? 0;
    if (firms + count > MEMBERS_AT_ONCE) {
      groups.push([]);
      firms = 0;
    }
    groups.at(-1)?.push(park);
    firms += count;
  }
  return groups;
}

/** Park → the firms that belonged to it on the day, by the office's register. */
async function readMembers(
  reader: Reader,
  parks: readonly string[],
  asOf: string,
): Promise<Map<string, readonly string[]>> {
  const rows = await reader.query<{ park_id: string; members: string[] }>(
    `select park_id, array_agg(distinct member_id::text) as members from unit_membership
      where park_id = any($1::bigint[]) and from_on <= $2 and (to_on is null or to_on >= $2)
      group by park_id`,
    [parks, asOf],
  );
  return new Map(rows.map(({ park_id, members }) => [park_id, [...members].sort(byNumber)]));
}

const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
