/** What can be asked for, cut along the lines along which it may be shared: the closed list that guards name. */

export const RECORD_AREAS = [
  'hrss.SOCIAL_INSURANCE',
  'hrss.INTEGRITY_GRADE',
  'hrss.INSPECTION_CASE',
  'hrss.INSPECTION_DECISION',
  'hrss.PAY_ORDER',
  'hrss.LISTING_DECISION',
  'hrss.LISTING_REMOVAL',
  'hrss.CONTRACT_REVIEW',
  'hrss.MEDIATION_BODY',
  'hrss.COORDINATORS',
  'hrss.SERVICE_STATION',
  'hrss.COLLECTIVE_INCIDENT',
  'union.UNION_UNIT',
  'union.NEGOTIATION',
  'union.COLLECTIVE_CONTRACT',
  'union.WORKERS_CONGRESS',
  'union.AFFAIRS_OPENNESS',
  'union.UNION_LETTER',
  'confederation.MEMBERSHIP',
  'confederation.CSR_REPORT',
  'confederation.LOCAL_BODY',
  'federation.MEMBERSHIP',
  'federation.HONOUR',
  'federation.LOCAL_BODY',
  'court.DISHONESTY_ENTRY',
  'court.DISHONESTY_DELETION',
  'court.DISPUTE_OUTCOME',
  'court.JUDICIAL_CONFIRMATION',
] as const;

export const OTHER_AREAS = [
  'units',
  'designations',
  'flags.DESIGNATION',
  'flags.INCENTIVE_ELIGIBILITY',
  'flags.JOINT_SANCTION',
  'listings',
  'eligibility',
  'reviews',
  'matches',
  'feeds',
  'quarantine.hrss',
  'quarantine.union',
  'quarantine.confederation',
  'quarantine.federation',
  'quarantine.court',
  'deliveries',
  'audit',
] as const;

export type Area = (typeof RECORD_AREAS)[number] | (typeof OTHER_AREAS)[number];

export const AREAS: readonly Area[] = [...RECORD_AREAS, ...OTHER_AREAS];

/** Record types as records and names carry them (`court/DISPUTE_OUTCOME`): those that may be seen; null: all of them. */
export function seenSources(may: (area: string) => boolean): readonly string[] | null {
  const seen = RECORD_AREAS.filter(may);
  return seen.length === RECORD_AREAS.length ? null : seen.map((area) => area.replace('.', '/'));
}
