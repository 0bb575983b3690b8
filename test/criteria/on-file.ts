/** A unit with given records, and what a fact says of it. */
import type { AgencyBody } from '../../src/agencies/agency';
import { FACTS } from '../../src/agencies/fact-registry';
import {
  type Fact,
  type FeedKey,
  type FeedStates,
  factsOf,
  planFacts,
  type UnitEvidence,
} from '../../src/agencies/facts';
import { type FeedRow, feedState } from '../../src/agencies/feed-state';
import type { AgencyRecord } from '../../src/agencies/record';
import { AGENCIES } from '../../src/agencies/registry';

export const AS_OF = '2026-11-20';
const CODE = '91371002MA3C000018';
let nextId = 0;

export type Given = Readonly<Partial<Record<FeedKey, readonly AgencyRecord['data'][]>>>;

export function unit(given: Given, more: Partial<UnitEvidence> = {}): UnitEvidence {
  const records = new Map<FeedKey, AgencyRecord[]>();
  for (const [key, rows] of Object.entries(given) as [FeedKey, readonly AgencyRecord['data'][]][]) {
    const [agency, recordType] = key.split('/') as [AgencyBody, string];
    records.set(
      key,
      rows.map((data) => {
        nextId += 1;
        const id = String(nextId);
        return {
          id,
          agency,
          recordType,
          sourceKey: id,
          version: 1,
          observedOn: AS_OF,
          effectiveFrom: null,
          effectiveTo: null,
          data,
        };
      }),
    );
  }
  return {
    unitId: '1',
    code: CODE,
    name: '威海示例有限公司',
    records,
    members: [],
    gone: new Map(),
    doubtful: new Set(),
    reviewResult: null,
    ...more,
  };
}

export const LIMITS = { lateAfterDays: 15, bounds: null };
export const state = (
  row: FeedRow | null = { completeAsOf: '2026-11-19', heldBatchId: null },
  asOf = AS_OF,
) => feedState(row, LIMITS, asOf);

export const allFresh: FeedStates = new Map(
  AGENCIES.flatMap(({ body, recordTypes }) =>
    recordTypes.map(({ name }): [FeedKey, ReturnType<typeof state>] => [`${body}/${name}`, state()]),
  ),
);

export function factOf(
  name: string,
  evidence: UnitEvidence,
  asOf = AS_OF,
  feeds: FeedStates = allFresh,
): Fact {
  const definition = FACTS.get(name);
  if (definition === undefined) throw new Error(name);
  const fact = factsOf(planFacts([definition], feeds), evidence, asOf)[name];
  if (fact === undefined) throw new Error(name);
  return fact;
}
export const told = (name: string, given: Given, asOf = AS_OF, more: Partial<UnitEvidence> = {}) => {
  const fact = factOf(name, unit(given, more), asOf);
  return fact.known ? fact.value : fact.cause;
};

export const contract = {
  contractNo: 'C1',
  kind: 'WAGES',
  scope: 'UNIT',
  signedOn: '2026-01-01',
  termFrom: '2026-01-01',
  termTo: '2026-12-31',
  coversWages: true,
  covers: [],
};
export const review = { contractNo: 'C1', receivedOn: '2026-01-05', reviewedOn: null, result: null };
