/** Who is eligible as of a day, and why: each condition is met, not met, or unknown; unknown is never clean. */
import { type ExclusionList, type Measure, type MeasuredUnit, outOfScope } from './measure';

export type PartState = 'MET' | 'NOT_MET' | 'UNKNOWN';
export type Answer = 'ELIGIBLE' | 'NOT_ELIGIBLE' | 'PENDING';

export interface Part {
  readonly name: 'SCOPE' | 'TITLE' | 'GRADE' | ExclusionList;
  readonly state: PartState;
  readonly basis: string;
  /** One sentence for people; holds nothing that changes from day to day. */
  readonly why: string;
  /** Ids of what was looked at: `flag:…`, `record:…`. */
  readonly evidence: readonly string[];
}

export interface TitleHeld {
  readonly flagId: string;
  readonly level: string;
  /** Its re-review is overdue: neither valid nor void without a word. */
  readonly overdue: boolean;
}

export interface GradeRecord {
  readonly recordId: string;
  readonly present: boolean;
  readonly grade: string;
  readonly evaluatedYear: number;
  readonly publishedOn: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** A listing that has not ended, as it was mirrored; NEW: a decision came that was not worked in yet. */
export interface OpenListing {
  /** `listing:…` or `record:…` */
  readonly evidence: string;
  readonly state: 'LISTED' | 'HELD' | 'UNCONFIRMED' | 'NEW';
}

export interface CourtEntry {
  readonly recordId: string;
  readonly caseNo: string;
  readonly present: boolean;
  readonly listedOn: string;
}

/** What ends an entry: a deletion or withdrawal. A mere correction is none. */
export interface CourtDeletion {
  readonly caseNo: string;
  readonly deletedOn: string;
}

/** Null: the feed is fresh, and all that it said of the unit was let in. */
export type FeedDoubt = 'LATE' | 'HELD' | 'NEVER_DELIVERED' | 'QUARANTINED' | null;

export interface EligibilityInput {
  /** Designation flags in force on the day. */
  readonly titles: readonly TitleHeld[];
  readonly grades: readonly GradeRecord[];
  readonly gradeFeed: FeedDoubt;
  readonly listings: readonly OpenListing[];
  readonly listingFeeds: FeedDoubt;
  readonly dishonesty: readonly CourtEntry[];
  readonly dishonestyDeletions: readonly CourtDeletion[];
  readonly dishonestyFeeds: FeedDoubt;
}

export interface Assessment {
  readonly answer: Answer;
  readonly parts: readonly Part[];
  /** The last day on which this answer can hold, while ELIGIBLE. */
  readonly until: string | null;
}

const FEED_DOUBTS: Readonly<Record<Exclude<FeedDoubt, null>, string>> = {
  LATE: '数据源逾期未更新',
  HELD: '数据源的一次交付待人工核实',
  NEVER_DELIVERED: '数据源尚未交付',
  QUARANTINED: '数据源关于该单位的一行数据有误、未能收下，待其更正',
};
const LISTING_DOUBTS: Readonly<Record<Exclude<OpenListing['state'], 'LISTED'>, string>> = {
  HELD: '有列入决定待核（法定步骤不全）',
  UNCONFIRMED: '列入记录已不在数据源的名单中，未见移出文书',
  NEW: '有新到的列入决定待核',
};

function titlePart({ titleLevels, legalBasis }: Measure, titles: readonly TitleHeld[]): Part {
  const fitting = titles.filter(({ level }) => titleLevels.some((accepted) => accepted === level));
  const valid = fitting.filter(({ overdue }) => !overdue);
  const evidence = (valid.length > 0 ? valid : fitting).map(({ flagId }) => `flag:${flagId}`);
  const common = { name: 'TITLE', basis: legalBasis, evidence } as const;
  if (fitting.length === 0) {
    return { ...common, state: 'NOT_MET', why: '没有所需级别的有效称号' };
  }
  return valid.length > 0
    ? { ...common, state: 'MET', why: '持有有效称号' }
    : { ...common, state: 'UNKNOWN', why: '称号逾期未复核' };
}

/** The grade in force on the day: by its own period, never by the calendar year (人社部规〔2016〕1号). */
export const gradeInForce = (grades: readonly GradeRecord[], asOf: string): GradeRecord | null =>
  grades
    .filter((one) => one.publishedOn <= asOf && one.validFrom <= asOf && asOf <= one.validTo)
    .sort(
      (one, other) =>
        other.evaluatedYear - one.evaluatedYear || other.publishedOn.localeCompare(one.publishedOn),
    )[0] ?? null;

function gradePart({ grade: { accepted, basis } }: Measure, input: EligibilityInput, asOf: string): Part {
  const current = gradeInForce(input.grades, asOf);
  const evidence = current === null ? [] : [`record:${current.recordId}`];
  const common = { name: 'GRADE', basis, evidence } as const;
  if (current === null) {
    return { ...common, state: 'UNKNOWN', why: '没有当前有效的守法诚信等级' };
  }
  if (!accepted.some((grade) => grade === current.grade)) {
    return { ...common, state: 'NOT_MET', why: `${current.evaluatedYear} 年度等级为 ${current.grade}` };
  }
  if (!current.present) {
    return { ...common, state: 'UNKNOWN', why: '等级已不在数据源的名单中，待核实' };
  }
  return input.gradeFeed === null
    ? { ...common, state: 'MET', why: `${current.evaluatedYear} 年度等级为 ${current.grade}` }
    : { ...common, state: 'UNKNOWN', why: FEED_DOUBTS[input.gradeFeed] };
}

function listingPart(basis: string, { listings, listingFeeds }: EligibilityInput): Part {
  const listed = listings.filter(({ state }) => state === 'LISTED');
  const common = {
    name: 'ORDER45_LISTING',
    basis,
    evidence: (listed.length > 0 ? listed : listings).map(({ evidence }) => evidence),
  } as const;
  if (listed.length > 0) {
    return { ...common, state: 'NOT_MET', why: '在拖欠农民工工资失信联合惩戒对象名单中' };
  }
  const doubts = [
    ...new Set(listings.flatMap(({ state }) => (state === 'LISTED' ? [] : [LISTING_DOUBTS[state]]))),
  ];
  if (doubts.length > 0) {
    return { ...common, state: 'UNKNOWN', why: doubts.sort().join('；') };
  }
  return listingFeeds === null
    ? { ...common, state: 'MET', why: '不在名单中' }
    : { ...common, state: 'UNKNOWN', why: FEED_DOUBTS[listingFeeds] };
}

/** The court's list follows the court: no term is computed here (法释〔2017〕7号). An entry newer than a deletion stands. */
function dishonestyPart(basis: string, input: EligibilityInput, asOf: string): Part {
  const open = input.dishonesty.filter(
    ({ caseNo, listedOn }) =>
      !input.dishonestyDeletions.some(
        (deletion) =>
          deletion.caseNo === caseNo && deletion.deletedOn >= listedOn && deletion.deletedOn <= asOf,
      ),
  );
  const listed = open.filter(({ present }) => present);
  const evidence = (listed.length > 0 ? listed : open).map(({ recordId }) => `record:${recordId}`);
  const common = { name: 'COURT_DISHONESTY', basis, evidence } as const;
  if (listed.length > 0) {
    return { ...common, state: 'NOT_MET', why: '为失信被执行人' };
  }
  if (open.length > 0) {
    return { ...common, state: 'UNKNOWN', why: '失信记录不在最新名单中，未见删除文书' };
  }
  return input.dishonestyFeeds === null
    ? { ...common, state: 'MET', why: '不是失信被执行人' }
    : { ...common, state: 'UNKNOWN', why: FEED_DOUBTS[input.dishonestyFeeds] };
}

function exclusionPart(
  exclusion: Measure['exclusions'][number],
  input: EligibilityInput,
  asOf: string,
): Part {
  switch (exclusion.list) {
    case 'ORDER45_LISTING':
      return listingPart(exclusion.basis, input);
    case 'COURT_DISHONESTY':
      return dishonestyPart(exclusion.basis, input, asOf);
    default:
      return exclusion.list satisfies never;
  }
}

function answerOf(parts: readonly Part[]): Answer {
  if (parts.some(({ state }) => state === 'NOT_MET')) {
    return 'NOT_ELIGIBLE';
  }
  return parts.some(({ state }) => state === 'UNKNOWN') ? 'PENDING' : 'ELIGIBLE';
}

/** Of a unit that the measure does not speak of (any more), or perhaps does not: that, and nothing else, is said. */
function beyondScope(measure: Measure, unit: MeasuredUnit, asOf: string): Assessment | null {
  const problem = outOfScope(measure, unit, asOf);
  if (problem === null) {
    return null;
  }
  const part: Part = { name: 'SCOPE', basis: measure.legalBasis, evidence: [], ...problem };
  return { answer: answerOf([part]), parts: [part], until: null };
}

export function assess(
  measure: Measure,
  unit: MeasuredUnit,
  input: EligibilityInput,
  asOf: string,
): Assessment {
  const beyond = beyondScope(measure, unit, asOf);
  if (beyond !== null) {
    return beyond;
  }
  const parts = [
    titlePart(measure, input.titles),
    gradePart(measure, input, asOf),
    ...measure.exclusions.map((exclusion) => exclusionPart(exclusion, input, asOf)),
  ];
  const answer = answerOf(parts);
  const gradeEnds = gradeInForce(input.grades, asOf)?.validTo ?? null;
  const ends = [gradeEnds, measure.until].filter((day) => day !== null).sort();
  return { answer, parts, until: answer === 'ELIGIBLE' ? (ends[0] ?? null) : null };
}
