/** A fact: one typed statement on a unit on a day, worked out from current records, or unknown with its cause. Pure. */
import type { Body } from '../kernel/actor';
import type { AgencyBody, InTwoLanguages } from './agency';
import type { FeedState } from './feed-state';
import type { AgencyRecord } from './record';

/** DATE: `YYYY-MM-DD`, or '' where it is known that there is none. DATES: one per member that has one. */
export type FactType = 'BOOL' | 'INT' | 'DATE' | 'TEXT' | 'DATES';
export type FactValue = boolean | number | string | readonly string[];

export type FeedKey = `${AgencyBody}/${string}`;

export type FactCause =
  | 'FEED_LATE'
  | 'FEED_HELD'
  | 'FEED_NEVER_DELIVERED'
  /** The source said something of this very unit that could not be let in: what is on file may not be all. */
  | 'ROW_QUARANTINED'
  /** A list no longer has it, and no document says that it ended. */
  | 'RECORD_GONE'
  | 'VALUE_NOT_GIVEN';

export type Fact =
  | {
      readonly known: true;
      readonly value: FactValue;
      readonly records: readonly string[];
      /** Null: rests on no feed (the office's own registers). */
      readonly asOf: string | null;
    }
  | { readonly known: false; readonly cause: FactCause; readonly feed: FeedKey | null; readonly ask: Body };

export type Facts = Readonly<Record<string, Fact>>;

/** All that is on file of one unit; `members` only where the unit is a park and its members were read. */
export interface UnitEvidence {
  readonly unitId: string;
  readonly code: string | null;
  readonly name: string;
  readonly records: ReadonlyMap<FeedKey, readonly AgencyRecord[]>;
  /** Records that their list no longer has, of feeds where only a document of its own ends one. */
  readonly gone: ReadonlyMap<FeedKey, readonly AgencyRecord[]>;
  /** Feeds of which a row on this unit was quarantined and not put right since. */
  readonly doubtful: ReadonlySet<FeedKey>;
  readonly members: readonly UnitEvidence[];
  /** What a review that the unit itself applied for ended with; null: none did. */
  readonly reviewResult: 'PASS' | 'FAIL' | null;
}

export type Found =
  | { readonly value: FactValue; readonly records: readonly string[] }
  | { readonly unknown: 'VALUE_NOT_GIVEN' | 'RECORD_GONE' };

export interface FactDefinition {
  readonly name: string;
  readonly type: FactType;
  /** The body that knows, and is asked when it is unknown. */
  readonly agency: Body;
  /** The feeds that it rests on: one that is late, held or never delivered makes the fact unknown. */
  readonly feeds: readonly FeedKey[];
  /** MEMBERS: worked out over the member firms of a park. */
  readonly scope: 'UNIT' | 'MEMBERS';
  readonly about: InTwoLanguages;
  compute(evidence: UnitEvidence, asOf: string): Found;
}

export type FeedStates = ReadonlyMap<FeedKey, FeedState>;

const CAUSES = { LATE: 'FEED_LATE', HELD: 'FEED_HELD', NEVER_DELIVERED: 'FEED_NEVER_DELIVERED' } as const;

/** What is the same for all units of a batch: which facts a feed blocks, and up to which day the others stand. */
export interface FactPlan {
  readonly definition: FactDefinition;
  readonly blocked: Fact | null;
  readonly asOf: string | null;
}

export function planFacts(definitions: readonly FactDefinition[], feeds: FeedStates): FactPlan[] {
  return definitions.map((definition) => ({
    definition,
    blocked: blockedBy(definition, feeds),
    asOf: oldest(definition.feeds.map((key) => completeAsOf(feeds.get(key)))),
  }));
}

function blockedBy(definition: FactDefinition, feeds: FeedStates): Fact | null {
  for (const feed of definition.feeds) {
    const state = feeds.get(feed)?.state ?? 'NEVER_DELIVERED';
    if (state !== 'FRESH') {
      return { known: false, cause: CAUSES[state], feed, ask: bodyOf(feed) };
    }
  }
  return null;
}

const completeAsOf = (feed: FeedState | undefined): string | null =>
  feed === undefined || feed.state === 'NEVER_DELIVERED' ? null : feed.completeAsOf;

const bodyOf = (feed: FeedKey): AgencyBody => feed.slice(0, feed.indexOf('/')) as AgencyBody;

const oldest = (days: readonly (string | null)[]): string | null =>
  days.reduce<string | null>(
    (least, day) => (day !== null && (least === null || day < least) ? day : least),
    null,
  );

export function factsOf(plan: readonly FactPlan[], evidence: UnitEvidence, asOf: string): Facts {
  const facts: Record<string, Fact> = {};
  for (const step of plan) {
    facts[step.definition.name] = step.blocked ?? computed(step, evidence, asOf);
  }
  return facts;
}

/** Of a park each member counts: one on whom something is not known makes the count unknown. */
function doubtIn({ feeds, scope }: FactDefinition, evidence: UnitEvidence): FeedKey | null {
  const units = scope === 'UNIT' ? [evidence] : evidence.members;
  return feeds.find((feed) => units.some(({ doubtful }) => doubtful.has(feed))) ?? null;
}

function computed(step: FactPlan, evidence: UnitEvidence, asOf: string): Fact {
  const doubt = doubtIn(step.definition, evidence);
  if (doubt !== null) {
    return { known: false, cause: 'ROW_QUARANTINED', feed: doubt, ask: bodyOf(doubt) };
  }
  const found = step.definition.compute(evidence, asOf);
  return 'unknown' in found
    ? {
        known: false,
        cause: found.unknown,
        feed: step.definition.feeds[0] ?? null,
        ask: step.definition.agency,
      }
    : { known: true, value: found.value, records: found.records, asOf: step.asOf };
}
