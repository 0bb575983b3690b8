/** Reads, for many units at once, all that eligibility rests on: flags in force, grades, lists, and the feeds' state. */
import type { DishonestyDeletion, DishonestyEntry } from '../../agencies/court/record-types';
import { readDoubts } from '../../agencies/evidence-reads';
import { type FeedRow, feedState } from '../../agencies/feed-state';
import { listingKey } from '../../agencies/hrss/listing-key';
import type { IntegrityGrade } from '../../agencies/hrss/record-types';
import { findRecordType } from '../../agencies/registry';
import type { Tx } from '../../store/transaction';
import type {
  CourtDeletion,
  CourtEntry,
  EligibilityInput,
  FeedDoubt,
  GradeRecord,
  OpenListing,
  TitleHeld,
} from '../eligibility';
import { FEEDS, type Feed, feedKey } from '../feeds';

interface FlagRow {
  unit_id: string;
  flag_id: string;
  level: string | null;
  overdue: boolean;
}

/** Whether a title's re-review is overdue is no part of its flag: it is looked up where titles keep their events. */
const TITLES = /* sql */ `
  select h.unit_id, h.flag_id, f.basis->>'level' as level,
    coalesce((select e.kind = 'OVERDUE' from designation_event e
      where e.designation_id = h.subject::uuid and e.kind in ('NAMED', 'KEPT', 'OVERDUE')
      order by e.version desc limit 1), false) as overdue
  from flag_head h join flag f on f.id = h.flag_id
  where h.unit_id = any($1::bigint[]) and h.kind = 'DESIGNATION' and h.state = 'ACTIVE'
    and f.effective_from <= $2::date and (h.effective_end is null or h.effective_end >= $2::date)
  order by h.unit_id, h.subject
`;

interface SaidRow {
  unit_id: string;
  record_id: string;
  documentNo: string;
  decidedOn: string;
}

/** What the records say of listings now. Rows of persons concern no unit. */
const SAID = /* sql */ `
  select h.unit_id, h.record_id, r.data->>'documentNo' as "documentNo", r.data->>'decidedOn' as "decidedOn"
  from record_head h join agency_record r on r.id = h.record_id
  where h.unit_id = any($1::bigint[]) and h.agency = 'hrss' and h.record_type = 'LISTING_DECISION'
    and r.data->>'personRole' = 'EMPLOYER'
`;

interface MirroredRow {
  unit_id: string;
  id: string;
  documentNo: string;
  decidedOn: string;
  /** Null: the unit was removed from the list. */
  state: OpenListing['state'] | null;
}

const MIRRORED = /* sql */ `
  select l.unit_id, l.id, l.document_no as "documentNo", l.decided_on as "decidedOn",
    case when e.kind not like 'REMOVED%' then e.kind end as state
  from listing l
    cross join lateral (select kind from listing_event e where e.listing_id = l.id order by version desc limit 1) e
  where l.unit_id = any($1::bigint[])
`;

/**
 * Where listings stand is worked out in one place, when they are mirrored; here it is read. A listing that no record of
 * this unit tells of any more is none of this unit's; a decision that was not mirrored yet is in doubt, whatever it says.
 */
function listingsOf(said: readonly SaidRow[], mirrored: readonly MirroredRow[]): OpenListing[] {
  const known = new Map(mirrored.map((listing) => [listingKey(listing), listing]));
  const open = said.flatMap((one): OpenListing[] => {
    const listing = known.get(listingKey(one));
    if (listing === undefined) {
      return [{ evidence: `record:${one.record_id}`, state: 'NEW' }];
    }
    return listing.state === null ? [] : [{ evidence: `listing:${listing.id}`, state: listing.state }];
  });
  // Two records may say one decision.
  return [...new Map(open.map((one) => [one.evidence, one])).values()].sort((one, other) =>
    one.evidence < other.evidence ? -1 : 1,
  );
}

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
  where h.unit_id = any($1::bigint[]) and h.agency || '/' || h.record_type = any($2::text[])
  order by h.unit_id, h.record_id
`;

const READ = ['hrss/INTEGRITY_GRADE', 'court/DISHONESTY_ENTRY', 'court/DISHONESTY_DELETION'] as const;

/** Of a feed as a whole, or of what it said of one unit. */
async function readFeedDoubts(
  tx: Tx,
  unitIds: readonly string[],
): Promise<(unitId: string, feeds: readonly Feed[]) => FeedDoubt> {
  const rows = await tx.query<FeedRow & Feed>(
    `select agency, record_type as "recordType", complete_as_of as "completeAsOf", held_batch_id as "heldBatchId" from feed`,
  );
  const quarantined = await readDoubts(tx, unitIds, Object.values(FEEDS).flat().map(feedKey));
  const doubtOf = (unitId: string, feed: Feed): FeedDoubt => {
    const row = rows.find((one) => feedKey(one) === feedKey(feed)) ?? null;
    const limits = findRecordType(feed.agency, feed.recordType)?.limits;
    const state = limits === undefined ? 'NEVER_DELIVERED' : feedState(row, limits, tx.today).state;
    if (state !== 'FRESH') {
      return state;
    }
    return quarantined.get(unitId)?.has(feedKey(feed)) ? 'QUARANTINED' : null;
  };
  return (unitId, feeds) =>
    feeds.map((feed) => doubtOf(unitId, feed)).find((doubt) => doubt !== null) ?? null;
}

/** The records of one unit and feed, in the form that the body's record type declares. */
const ofFeed =
  (rows: readonly RecordRow[]) =>
  <Data>(feed: (typeof READ)[number]) =>
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

const entriesOf = (rows: readonly RecordRow[]): CourtEntry[] =>
  ofFeed(rows)<DishonestyEntry>('court/DISHONESTY_ENTRY').map(({ record_id, present, data }) => ({
    recordId: record_id,
    caseNo: data.caseNo,
    present,
    listedOn: data.listedOn,
  }));

const deletionsOf = (rows: readonly RecordRow[]): CourtDeletion[] =>
  ofFeed(rows)<DishonestyDeletion>('court/DISHONESTY_DELETION')
    .filter(({ data }) => data.kind !== 'CORRECTION')
    .map(({ data: { caseNo, deletedOn } }) => ({ caseNo, deletedOn }));

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
  flags.map(({ flag_id, level, overdue }) => ({ flagId: flag_id, level: level ?? '', overdue }));

/** As of today, by what has been recorded now. */
export async function gatherInputs(
  tx: Tx,
  unitIds: readonly string[],
): Promise<(unitId: string) => EligibilityInput> {
  const titles = groupByUnit(await tx.query<FlagRow>(TITLES, [unitIds, tx.today]));
  const said = groupByUnit(await tx.query<SaidRow>(SAID, [unitIds]));
  const mirrored = groupByUnit(await tx.query<MirroredRow>(MIRRORED, [unitIds]));
  const records = groupByUnit(await tx.query<RecordRow>(RECORDS, [unitIds, READ]));
  const doubt = await readFeedDoubts(tx, unitIds);
  return (unitId) => {
    const rows = records.get(unitId) ?? [];
    return {
      gradeFeed: doubt(unitId, FEEDS.GRADE),
      listingFeeds: doubt(unitId, FEEDS.ORDER45_LISTING),
      dishonestyFeeds: doubt(unitId, FEEDS.COURT_DISHONESTY),
      titles: titlesOf(titles.get(unitId) ?? []),
      grades: gradesOf(rows),
      listings: listingsOf(said.get(unitId) ?? [], mirrored.get(unitId) ?? []),
      dishonesty: entriesOf(rows),
      dishonestyDeletions: deletionsOf(rows),
    };
  };
}
