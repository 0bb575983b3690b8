/** Reads all that hrss ever delivered on the listings of some units: decisions, removals, orders to pay. */
import { listingKey } from '../../agencies/hrss/listing-key';
import type { ListingDecision, ListingRemoval, PayOrder } from '../../agencies/hrss/order45-records';
import type { InspectionDecision } from '../../agencies/hrss/record-types';
import { isSameNumber } from '../../kernel/comparable-text';
import type { Tx } from '../../store/transaction';
import {
  type AnnulmentPaper,
  BLANKABLE,
  type BlankableField,
  type DecisionPaper,
  type Papers,
  type PayOrderPaper,
  type RemovalPaper,
} from '../listing';

/** The record types of hrss that a listing rests on; an order to pay is annulled as the inspection decision it is. */
export const PAPER_TYPES = [
  'LISTING_DECISION',
  'LISTING_REMOVAL',
  'PAY_ORDER',
  'INSPECTION_DECISION',
] as const;
type PaperType = (typeof PAPER_TYPES)[number];

interface RecordRow<Data = unknown> {
  unit_id: string;
  natural_person: boolean;
  record_type: string;
  source_key: string;
  record_id: string;
  /** The latest version of its record, and that record is this unit's. */
  current: boolean;
  present: boolean;
  observed_on: string;
  data: Data;
}

/**
 * Every version, for what was once delivered stays delivered; the newest comes last. A record that once was this
 * unit's and now is another's, or nobody's, is found by its listing, so that this does not go on without a basis.
 * Positions 1–2 of a 个体工商户's code are 92 (GB 32100-2015).
 */
const RECORDS = /* sql */ `
  with concerned as (
    select h.unit_id as asked, h.agency, h.record_type, h.source_key, h.record_id as head, h.unit_id as owner,
      null::bigint as mirrored
    from record_head h
    where h.unit_id = any($1::bigint[]) and h.agency = 'hrss' and h.record_type = any($2::text[])
    union
    select l.unit_id, h.agency, h.record_type, h.source_key, h.record_id, h.unit_id, l.record_id
    from listing l join agency_record r on r.id = l.record_id join record_head h using (agency, record_type, source_key)
    where l.unit_id = any($1::bigint[])
  )
  select distinct on (c.asked, r.id) c.asked as unit_id, u.code like '92%' as natural_person, r.record_type,
    r.source_key, r.id as record_id, r.id = c.head and c.owner is not distinct from c.asked as current,
    r.state = 'PRESENT' as present, r.observed_on, r.data
  from concerned c join agency_record r using (agency, record_type, source_key) join unit u on u.id = c.asked
  where r.unit_id = c.asked or r.id = c.mirrored or (r.unit_code is null and c.owner = c.asked)
  order by c.asked, r.id
`;

export interface UnitPapers extends Papers {
  readonly unitId: string;
}

const ofType = <Data>(rows: readonly RecordRow[], type: PaperType): RecordRow<Data>[] =>
  rows.filter(({ record_type }) => record_type === type).map((row) => ({ ...row, data: row.data as Data }));

const BLANKABLE_FIELDS = Object.keys(BLANKABLE) as BlankableField[];

/** The last value that was given, and whether the record which gave it has left it blank since. */
function lastGiven(
  field: BlankableField,
  now: ListingDecision,
  versions: readonly RecordRow<ListingDecision>[],
) {
  const isGiven = ({ data }: { readonly data: ListingDecision }) => (data[field] ?? null) !== null;
  const giver = isGiven({ data: now }) ? undefined : versions.findLast(isGiven);
  return { value: now[field] ?? giver?.data[field] ?? null, blanked: giver !== undefined && !giver.current };
}

function paperOf(
  { record_id, natural_person, current, present, data }: RecordRow<ListingDecision>,
  versions: readonly RecordRow<ListingDecision>[],
): DecisionPaper {
  const payOrderNo = lastGiven('payOrderNo', data, versions);
  const noticeServedOn = lastGiven('noticeServedOn', data, versions);
  const servedOn = lastGiven('servedOn', data, versions);
  const given = { payOrderNo, noticeServedOn, servedOn };
  return {
    recordId: record_id,
    present,
    corrected: !current,
    naturalPerson: natural_person,
    documentNo: data.documentNo,
    issuingBody: data.issuingBody,
    ground: data.ground,
    payOrderNo: payOrderNo.value,
    noticeServedOn: noticeServedOn.value,
    decidedOn: data.decidedOn,
    servedOn: servedOn.value,
    blanked: BLANKABLE_FIELDS.filter((field) => given[field].blanked),
  };
}

/**
 * One decision per (document, day): what the latest version says of it, and whether the source still says it. Of two
 * records that say it, one that is in the list counts before one that is not.
 */
function decisionsOf(rows: readonly RecordRow[]): DecisionPaper[] {
  const latest = new Map<string, RecordRow<ListingDecision>>();
  const versions = ofType<ListingDecision>(rows, 'LISTING_DECISION')
    // Rows of persons concern no unit: the employer's alone is a listing of the employer.
    .filter(({ data }) => data.personRole === 'EMPLOYER');
  for (const version of versions) {
    const known = latest.get(listingKey(version.data));
    if (known === undefined || !known.current || (version.current && (version.present || !known.present))) {
      latest.set(listingKey(version.data), version);
    }
  }
  return [...latest].map(([key, version]) =>
    paperOf(
      version,
      versions.filter(({ data }) => listingKey(data) === key),
    ),
  );
}

const removalsOf = (rows: readonly RecordRow[]): RemovalPaper[] =>
  ofType<ListingRemoval>(rows, 'LISTING_REMOVAL')
    .filter(({ current }) => current)
    .map(({ record_id, data }) => ({
      recordId: record_id,
      listingDocumentNo: data.listingDocumentNo,
      kind: data.kind,
      decidedOn: data.decidedOn,
    }));

/** Number and limit are what the source says now; not obeyed is what it ever said of them once the limit was over. */
function payOrdersOf(rows: readonly RecordRow[]): PayOrderPaper[] {
  const versions = ofType<PayOrder>(rows, 'PAY_ORDER');
  return versions
    .filter(({ current }) => current)
    .map(({ source_key, data: { documentNo, issuedOn, limitOn } }) => ({
      documentNo,
      issuedOn,
      limitOn,
      lapsed: versions.some(
        (said) =>
          said.source_key === source_key &&
          isSameNumber(said.data.documentNo, documentNo) &&
          said.data.limitOn === limitOn &&
          said.data.obeyed === false &&
          said.observed_on > limitOn,
      ),
    }));
}

const annulmentsOf = (rows: readonly RecordRow[]): AnnulmentPaper[] =>
  ofType<InspectionDecision>(rows, 'INSPECTION_DECISION')
    .filter(({ current }) => current)
    .flatMap(({ data: { documentNo, annulledOn } }) =>
      annulledOn === null || annulledOn === undefined ? [] : [{ documentNo, annulledOn }],
    );

function papersOf(unitId: string, rows: readonly RecordRow[]): UnitPapers[] {
  const removals = removalsOf(rows);
  const payOrders = payOrdersOf(rows);
  const annulments = annulmentsOf(rows);
  return decisionsOf(rows).map((decision) => ({ unitId, decision, removals, payOrders, annulments }));
}

export async function gatherPapers(tx: Tx, unitIds: readonly string[]): Promise<UnitPapers[]> {
  const rows = await tx.query<RecordRow>(RECORDS, [unitIds, PAPER_TYPES]);
  return [...new Set(rows.map(({ unit_id }) => unit_id))].flatMap((unitId) =>
    papersOf(
      unitId,
      rows.filter(({ unit_id }) => unit_id === unitId),
    ),
  );
}
