/** Reads all that hrss ever delivered on the listings of some units: decisions, removals, pay orders. */
import type { ListingDecision, ListingRemoval, PayOrder } from '../../agencies/hrss/order45-records';
import type { Tx } from '../../store/transaction';
import type { DecisionPaper, Papers } from '../listing';

interface RecordRow {
  unit_id: string;
  record_type: string;
  record_id: string;
  /** Whether this is the latest version of its record. */
  current: boolean;
  present: boolean;
  data: unknown;
}

/**
 * Every version, for what was once delivered stays delivered; the newest comes last. Records that once were this unit's
 * and now name another one are found by their listings, so that these do not go on without a basis.
 */
const RECORDS = /* sql */ `
  with concerned as (
    select agency, record_type, source_key, record_id from record_head
    where unit_id = any($1::bigint[]) and agency = 'hrss'
      and record_type in ('LISTING_DECISION', 'LISTING_REMOVAL', 'PAY_ORDER')
    union
    select h.agency, h.record_type, h.source_key, h.record_id
    from listing l join agency_record r on r.id = l.record_id join record_head h using (agency, record_type, source_key)
    where l.unit_id = any($1::bigint[])
  )
  select r.unit_id, r.record_type, r.id as record_id, r.id = c.record_id as current, r.state = 'PRESENT' as present, r.data
  from concerned c join agency_record r using (agency, record_type, source_key)
  where r.unit_id = any($1::bigint[])
  order by r.unit_id, r.id
`;

export interface UnitPapers extends Papers {
  readonly unitId: string;
}

const ofType =
  (rows: readonly RecordRow[]) =>
  <Data>(type: string) =>
    rows.filter(({ record_type }) => record_type === type).map((row) => ({ ...row, data: row.data as Data }));

const keyOf = ({ documentNo, decidedOn }: ListingDecision): string => `${documentNo} ${decidedOn}`;

/** One decision per (document, day): what the latest version says of it, and whether the source still says it. */
function decisionsOf(rows: readonly RecordRow[]): DecisionPaper[] {
  const papers = new Map<string, DecisionPaper>();
  const versions = ofType(rows)<ListingDecision>('LISTING_DECISION')
    // Rows of persons concern no unit: the employer's alone is a listing of the employer.
    .filter(({ data }) => data.personRole === 'EMPLOYER');
  for (const { record_id, current, present, data } of versions) {
    const known = papers.get(keyOf(data));
    if (known === undefined || known.corrected || current) {
      papers.set(keyOf(data), {
        recordId: record_id,
        present,
        corrected: !current,
        documentNo: data.documentNo,
        issuingBody: data.issuingBody,
        ground: data.ground,
        payOrderNo: data.payOrderNo ?? null,
        noticeServedOn: data.noticeServedOn ?? null,
        decidedOn: data.decidedOn,
        servedOn: data.servedOn ?? null,
      });
    }
  }
  return [...papers.values()];
}

function papersOf(unitId: string, rows: readonly RecordRow[]): UnitPapers[] {
  const removals = ofType(rows)<ListingRemoval>('LISTING_REMOVAL').map(({ record_id, data }) => ({
    recordId: record_id,
    listingDocumentNo: data.listingDocumentNo,
    kind: data.kind,
    decidedOn: data.decidedOn,
    removedOn: data.removedOn ?? null,
  }));
  const payOrders = ofType(rows)<PayOrder>('PAY_ORDER').map(({ data }) => ({
    documentNo: data.documentNo,
    limitOn: data.limitOn,
    obeyed: data.obeyed ?? null,
  }));
  return decisionsOf(rows).map((decision) => ({ unitId, decision, removals, payOrders }));
}

export async function gatherPapers(tx: Tx, unitIds: readonly string[]): Promise<UnitPapers[]> {
  const rows = await tx.query<RecordRow>(RECORDS, [unitIds]);
  return [...new Set(rows.map(({ unit_id }) => unit_id))].flatMap((unitId) =>
    papersOf(
      unitId,
      rows.filter(({ unit_id }) => unit_id === unitId),
    ),
  );
}
