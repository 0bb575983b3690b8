/** What 人社's records say of the member firms of a park, counted; no firm that never applied is scored here. Pure. */
import type { FactDefinition, FactType, FeedKey, Found, UnitEvidence } from '../facts';
import { contractReview } from './contract-review';
import { insuredCount, integrityGrade, lastDecisionOn, listedForArrears } from './fact-values';

function fact(
  name: string,
  type: FactType,
  feeds: readonly FeedKey[],
  zh: string,
  en: string,
  compute: (members: readonly UnitEvidence[], asOf: string) => Found,
): FactDefinition {
  return {
    name,
    type,
    agency: 'hrss',
    feeds,
    scope: 'MEMBERS',
    about: { zh, en },
    compute: (evidence, asOf) => compute(evidence.members, asOf),
  };
}

/** Counts the members whose value passes; the evidence is what those values rest on. */
function count(members: readonly UnitEvidence[], passes: (member: UnitEvidence) => Found | null): Found {
  const counted = members.map(passes).filter((value): value is Found => value !== null);
  return { value: counted.length, records: recordsOf(counted) };
}

const recordsOf = (values: readonly Found[]): string[] =>
  values.flatMap((value) => ('unknown' in value ? [] : [...value.records]));

const numberOf = (value: Found): number => ('unknown' in value ? 0 : Number(value.value));

const knownValue = (value: Found): unknown => ('unknown' in value ? undefined : value.value);

const hasGrade = (member: UnitEvidence, asOf: string): boolean =>
  knownValue(integrityGrade(member, asOf)) !== 'NONE';

/** Of a member nobody knows whether it is listed: then nobody knows how many are up to standard. */
const openListing = (members: readonly UnitEvidence[], asOf: string): Found | null =>
  members.map((member) => listedForArrears(member, asOf)).find((listed) => 'unknown' in listed) ?? null;

/** Listed, or failed in a review it applied for: whatever its grade, it is not up to standard. */
const isExcluded = (member: UnitEvidence, asOf: string): boolean =>
  member.reviewResult === 'FAIL' || knownValue(listedForArrears(member, asOf)) === true;

function withGrade(members: readonly UnitEvidence[], asOf: string, grade: string): Found {
  const open = openListing(members, asOf);
  return (
    open ??
    count(members, (member) => {
      const value = integrityGrade(member, asOf);
      return knownValue(value) === grade && !isExcluded(member, asOf) ? value : null;
    })
  );
}

function withStaff(members: readonly UnitEvidence[]): Found[] {
  return members.map(insuredCount).filter((value) => !('unknown' in value));
}

/** In force on the day and not objected to; silence is no objection (劳动合同法 54). */
function coverOf(member: UnitEvidence, asOf: string): Found | null {
  const review = contractReview(member, asOf);
  return knownValue(review) === 'NO_OBJECTION' || knownValue(review) === 'UNANSWERED' ? review : null;
}

const STANDARD = ['hrss/INTEGRITY_GRADE', 'hrss/LISTING_DECISION', 'hrss/LISTING_REMOVAL'] as const;
const COVER = ['union/COLLECTIVE_CONTRACT', 'hrss/CONTRACT_REVIEW'] as const;
const INSURANCE = ['hrss/SOCIAL_INSURANCE'] as const;

export const HRSS_MEMBER_FACTS: readonly FactDefinition[] = [
  fact(
    'memberBreachDates',
    'DATES',
    ['hrss/INSPECTION_DECISION'],
    '成员企业最近生效监察决定日期',
    'day of the latest standing decision of each member that has one',
    (members, asOf) => {
      const breaches = members
        .map((member) => lastDecisionOn(member, asOf, null))
        .filter((value) => knownValue(value) !== '');
      return {
        value: breaches.map((value) => String(knownValue(value))).sort(),
        records: recordsOf(breaches),
      };
    },
  ),
  fact(
    'membersKnown',
    'INT',
    STANDARD,
    '等级或复核结果已知的成员企业数',
    'members with a grade or a result',
    (members, asOf) =>
      count(members, (member) =>
        hasGrade(member, asOf) || member.reviewResult !== null ? integrityGrade(member, asOf) : null,
      ),
  ),
  fact(
    'membersGradedA',
    'INT',
    STANDARD,
    'A级且未列入名单的成员企业数',
    'members graded A, neither listed nor failed',
    (members, asOf) => withGrade(members, asOf, 'A'),
  ),
  fact(
    'membersGradedB',
    'INT',
    STANDARD,
    'B级且未列入名单的成员企业数',
    'members graded B, neither listed nor failed',
    (members, asOf) => withGrade(members, asOf, 'B'),
  ),
  fact(
    'membersPassedUngraded',
    'INT',
    STANDARD,
    '无等级而复核合格的成员企业数',
    'members without a grade that passed a review',
    (members, asOf) =>
      openListing(members, asOf) ??
      count(members, (member) =>
        member.reviewResult === 'PASS' && !hasGrade(member, asOf) && !isExcluded(member, asOf)
          ? integrityGrade(member, asOf)
          : null,
      ),
  ),
  fact(
    'membersContractKnown',
    'INT',
    COVER,
    '集体合同情况已知的成员企业数',
    'members whose contract is known',
    (members, asOf) =>
      count(members, (member) => {
        const review = contractReview(member, asOf);
        return knownValue(review) === 'NOT_RECEIVED' ? null : review;
      }),
  ),
  fact(
    'membersCovered',
    'INT',
    COVER,
    '集体合同覆盖的成员企业数',
    'members covered by a contract',
    (members, asOf) => count(members, (member) => coverOf(member, asOf)),
  ),
  fact(
    'membersStaffKnown',
    'INT',
    INSURANCE,
    '参保人数已知的成员企业数',
    'members whose staff is known',
    (members) => ({
      value: withStaff(members).length,
      records: recordsOf(withStaff(members)),
    }),
  ),
  fact('workersKnown', 'INT', INSURANCE, '成员企业参保人数', 'insured staff of the members', (members) => ({
    value: withStaff(members).reduce((sum, value) => sum + numberOf(value), 0),
    records: recordsOf(withStaff(members)),
  })),
  fact(
    'workersCovered',
    'INT',
    [...INSURANCE, ...COVER],
    '集体合同覆盖的参保人数',
    'insured staff covered',
    (members, asOf) => {
      const covered = members.filter((member) => coverOf(member, asOf) !== null);
      return {
        value: withStaff(covered).reduce((sum, value) => sum + numberOf(value), 0),
        records: recordsOf(withStaff(covered)),
      };
    },
  ),
];
