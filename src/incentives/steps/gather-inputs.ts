/** Reads, for many units at once, all that eligibility rests on: flags in force, grades, lists, and the feeds' state. */

import type { AgencyBody } from '../../agencies/agency';
import type { DishonestyDeletion, DishonestyEntry } from '../../agencies/court/record-types';
import { feedState } from '../../agencies/feed-state';
import type { ListingDecision, ListingRemoval } from '../../agencies/hrss/order45-records';
import type { IntegrityGrade } from '../../agencies/hrss/record-types';
import { findRecordType } from '../../agencies/registry';
import type { Tx } from '../../store/transaction';
import type { EligibilityInput, FeedDoubt, GradeRecord, ListEntry, TitleHeld } from '../eligibility';

interface FlagRow {
  unit_id: string;
  kind: string;
  flag_id: string;
  level: string | null;
  overdue: boolean;
}

/** Whether a title's re-review is overdue is no part of its flag: it is looked up where titles keep their events. */
const FLAGS = /* sql */ `
  select h.unit_id, h.kind, h.flag_id, f.basis->>'level' as level,
    h.kind = 'DESIGNATION' and coalesce((select e.kind = 'OVERDUE' from designation_event e
      where e.designation_id = h.subject::uuid and e.kind in ('NAMED', 'KEPT', 'OVERDUE')
      order by e.version desc limit 1), false) as overdue
  from flag_head h join flag f on f.id = h.flag_id
  where h.unit_id = any($1::bigint[]) and h.kind in ('DESIGNATION', 'JOINT_SANCTION') and h.state = 'ACTIVE'
    and f.effective_from <= $2::date and (h.effective_end is null or h.effective_end >= $2::date)
  order by h.unit_id, h.subject
`;

interface RecordRow {
  unit_id: string;
  feed: string;
  record_id: string;
  present: boolean;
  data: unknown;
}

const RECORDS = /* sql */ `
  select h.unit_id, h.agency || '/' || h.record_type as feed, h.record_id, h.state = 'PRESENT' as present, r.data
  from record_head h join agency_record r on r.id = h.record_id
  where h.unit_id = any($1::bigint[]) and (h.agency, h.record_type) in (select * from unnest($2::text[], $3::text[]))
  order by h.unit_id, h.record_id
`;

const FEEDS = [
  ['hrss', 'INTEGRITY_GRADE'],
  ['hrss', 'LISTING_DECISION'],
  ['hrss', 'LISTING_REMOVAL'],
  ['court', 'DISHONESTY_ENTRY'],
  ['court', 'DISHONESTY_DELETION'],
] as const satisfies readonly (readonly [AgencyBody, string])[];
type Feed = `${(typeof FEEDS)[number][0]}/${(typeof FEEDS)[number][1]}`;

async function readDoubts(tx: Tx): Promise<(...feeds: Feed[]) => FeedDoubt> {
  const rows = await tx.query<{ feed: string; completeAsOf: string | null; heldBatchId: string | null }>(
    `select agency || '/' || record_type as feed, complete_as_of as "completeAsOf", held_batch_id as "heldBatchId" from feed`,
  );
  const doubts = new Map<string, FeedDoubt>();
  for (const [agency, name] of FEEDS) {
    const type = findRecordType(agency, name);
    const row = rows.find(({ feed }) => feed === `${agency}/${name}`) ?? null;
    const { state } =
      type === null ? { state: 'NEVER_DELIVERED' as const } : feedState(row, type.limits, tx.today);
    doubts.set(`${agency}/${name}`, state === 'FRESH' ? null : state);
  }
  return (...feeds) => feeds.map((feed) => doubts.get(feed) ?? null).find((doubt) => doubt !== null) ?? null;
}

/** The records of one unit and feed, in the form that the body's record type declares. */
const ofFeed =
  (rows: readonly RecordRow[]) =>
  <Data>(feed: Feed) =>
    rows.filter((row) => row.feed === feed).map((row) => ({ ...row, data: row.data as Data }));

const gradesOf = (rows: readonly RecordRow[]): GradeRecord[] =>
  ofFeed(rows)<IntegrityGrade>('hrss/INTEGRITY_GRADE').map(({ record_id, present, data }) => ({
    recordId: record_id,
    present,
    grade: data.grade,
    evaluatedYear: data.evaluatedYear,
    publishedOn: data.publishedOn,
    validFrom: data.validFrom,
    validTo: data.validTo,
  }));

/** The employer's row alone: the rows of persons concern no unit. */
function listingsOf(rows: readonly RecordRow[]): ListEntry[] {
  const removals = ofFeed(rows)<ListingRemoval>('hrss/LISTING_REMOVAL');
  return ofFeed(rows)<ListingDecision>('hrss/LISTING_DECISION')
    .filter(({ data }) => data.personRole === 'EMPLOYER')
    .map(({ record_id, present, data }) => ({
      recordId: record_id,
      documentNo: data.documentNo,
      present,
      decidedOn: data.decidedOn,
      endedBy:
        removals.find((removal) => removal.data.listingDocumentNo === data.documentNo)?.record_id ?? null,
    }));
}

function dishonestyOf(rows: readonly RecordRow[]): ListEntry[] {
  const deletions = ofFeed(rows)<DishonestyDeletion>('court/DISHONESTY_DELETION').filter(
    ({ data }) => data.kind !== 'CORRECTION',
  );
  return ofFeed(rows)<DishonestyEntry>('court/DISHONESTY_ENTRY').map(({ record_id, present, data }) => ({
    recordId: record_id,
    documentNo: data.caseNo,
    present,
    decidedOn: data.listedOn,
    endedBy: deletions.find((deletion) => deletion.data.caseNo === data.caseNo)?.record_id ?? null,
  }));
}

function groupByUnit<Row extends { unit_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.unit_id);
    if (group === undefined) {
      groups.set(row.unit_id, [row]);
    } else {
      group.push(row);
    }
  }
  return groups;
}

const titlesOf = (flags: readonly FlagRow[]): TitleHeld[] =>
  flags
    .filter(({ kind }) => kind === 'DESIGNATION')
    .map(({ flag_id, level, overdue }) => ({ flagId: flag_id, level: level ?? '', overdue }));

/** As of today, by what has been recorded now. */
export async function gatherInputs(
  tx: Tx,
  unitIds: readonly string[],
): Promise<(unitId: string) => EligibilityInput> {
  const flags = groupByUnit(await tx.query<FlagRow>(FLAGS, [unitIds, tx.today]));
  const records = groupByUnit(
    await tx.query<RecordRow>(RECORDS, [
      unitIds,
      FEEDS.map(([agency]) => agency),
      FEEDS.map(([, name]) => name),
    ]),
  );
  const doubt = await readDoubts(tx);
  return (unitId) => {
    const held = flags.get(unitId) ?? [];
    const rows = records.get(unitId) ?? [];
    return {
      titles: titlesOf(held),
      grades: gradesOf(rows),
      gradeFeed: doubt('hrss/INTEGRITY_GRADE'),
      sanctionFlagId: held.find(({ kind }) => kind === 'JOINT_SANCTION')?.flag_id ?? null,
      listings: listingsOf(rows),
      listingFeeds: doubt('hrss/LISTING_DECISION', 'hrss/LISTING_REMOVAL'),
      dishonesty: dishonestyOf(rows),
      dishonestyFeeds: doubt('court/DISHONESTY_ENTRY', 'court/DISHONESTY_DELETION'),
    };
  };
}
