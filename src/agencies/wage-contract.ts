/** Which collective contract covering wages holds for a unit on a day: its own, or a regional or industry one that names it. Pure. */
import type { UnitEvidence } from './facts';
import { isInForce, recordsOf } from './on-file';
import type { AgencyRecord } from './record';
import type { CollectiveContract } from './union/record-types';

/** Whether a contract speaks for this unit: a regional or industry one only for those it lists. */
function speaksFor({ data }: AgencyRecord<CollectiveContract>, evidence: UnitEvidence): boolean {
  return data.scope === 'UNIT' || (evidence.code !== null && data.covers.includes(evidence.code));
}

export const contractsOf = (evidence: UnitEvidence): AgencyRecord<CollectiveContract>[] =>
  recordsOf<CollectiveContract>(evidence, 'union/COLLECTIVE_CONTRACT').filter((record) =>
    speaksFor(record, evidence),
  );

/** The wage contract of the unit that ends last among those begun by the day; in force or not. */
export function lastWageContract(
  evidence: UnitEvidence,
  asOf: string,
): { readonly record: AgencyRecord<CollectiveContract>; readonly inForce: boolean } | null {
  let best: AgencyRecord<CollectiveContract> | null = null;
  for (const record of contractsOf(evidence)) {
    const begun = record.data.coversWages && (record.data.termFrom ?? '') <= asOf;
    if (
      begun &&
      (best === null || endOf(record) > endOf(best) || (endOf(record) === endOf(best) && record.id > best.id))
    ) {
      best = record;
    }
  }
  return best === null
    ? null
    : { record: best, inForce: isInForce(best.data.termFrom, best.data.termTo, asOf) };
}

const endOf = ({ data }: AgencyRecord<CollectiveContract>): string => data.termTo ?? '9999-12-31';
