/** Set-based reads of reviews: who is due for review, results of many units, progress, work to do. */
import { FACTS } from '../agencies/fact-registry';
import { parseCatalogue } from '../criteria/catalogue';
import { type CompiledCatalogue, compileCatalogue } from '../criteria/compile';
import { eventCounts, titleStateText } from '../designations/shape';
import { HubError } from '../kernel/errors';
import type { Tx } from '../store/transaction';
import type { CaseState } from './lifecycle';

/** A transaction, or a read outside one. */
export type Reader = Pick<Tx, 'query'>;

export interface DueTitle {
  readonly designationId: string;
  readonly unitId: string;
  readonly kind: string;
  readonly regionCode: string | null;
  /** The case in which the title is under review already, in a round that runs or by an order; null: none. */
  readonly under: UnderReview | null;
}

export interface UnderReview {
  readonly caseId: string;
  readonly roundId: string;
  /** Why a new round takes it over; null: it goes on where it is. */
  readonly endedBy: 'UNIT_CHANGED' | 'NEW_ROUND' | null;
}

/**
 * A title is under review in one case at a time. One that waits for evidence alone, in a round that is over, is asked
 * anew by the next; one that has ordered anything, failed, or is in the procedure goes on, and no round opens another
 * beside it: the unit would have two deadlines, and a failed verdict a second chance that nobody decided on.
 */
const UNDER_REVIEW = /* sql */ `
  select json_build_object('caseId', c.id, 'roundId', c.round_id, 'endedBy',
           case when c.closed_at is null and c.unit_id <> d.unit_id then 'UNIT_CHANGED'
                when c.closed_at is null and r.closed_at is not null and c.verdict = 'PENDING_EVIDENCE' and c.rectify_by is null
                then 'NEW_ROUND' end) as under
    from review_case c join review_round r on r.id = c.round_id
   where c.designation_id = d.id and (c.closed_at is null or (r.closed_at is null and c.unit_id = d.unit_id))
   order by c.closed_at is null desc, c.opened_at desc limit 1
`;

/** Titles that stand and are attached to a unit, in the order of their cases; `unitIds`: of these units only. */
export async function readDueTitles(
  reader: Reader,
  asOf: string,
  unitIds: readonly string[] | null,
): Promise<DueTitle[]> {
  return await reader.query<DueTitle>(
    `select d.id as "designationId", d.unit_id as "unitId", u.kind,
            u.region_code as "regionCode", open.under
       from designation d
       join unit u on u.id = d.unit_id
       left join lateral (${UNDER_REVIEW}) open on true
      where d.named_on <= $1 and ($2::bigint[] is null or d.unit_id = any($2::bigint[]))
        and not exists (select from designation_event e
                         where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED') and e.on_date <= $1
                           and ${eventCounts('e')})
      order by u.region_code, d.unit_id, d.named_on, d.id`,
    [asOf, unitIds],
  );
}

type Results = Map<string, 'PASS' | 'FAIL'>;

/** What reviews of the parks' firms had ended with before an instant: later ones would make results depend on a round's pace. */
export async function readReviewResults(reader: Reader, before: Date, parkIds: string[]): Promise<Results> {
  const rows = await reader.query<{ unit_id: string; verdict: 'PASS' | 'FAIL' }>(
    `select unit_id, verdict from (
       select distinct on (c.unit_id) c.unit_id, v.verdict
         from verdict v
         join review_case c on c.id = v.case_id
         join unit u on u.id = c.unit_id and u.kind = 'ENTERPRISE'
        where v.evaluated_at < $1 and c.unit_id = any(array(select member_id from unit_membership where park_id = any($2::bigint[])))
        order by c.unit_id, v.evaluated_at desc, v.version desc, v.id desc
     ) last where verdict in ('PASS', 'FAIL')`,
    [before, parkIds],
  );
  return new Map(rows.map(({ unit_id, verdict }) => [unit_id, verdict]));
}

const compiled = new Map<string, CompiledCatalogue>();

/** The standard a case was opened under, as it was then: the file may be gone or another by now. */
export async function readPinnedCatalogue(reader: Reader, id: string): Promise<CompiledCatalogue> {
  const [row] = await reader.query<{ digest: Buffer }>('select digest from catalogue_version where id = $1', [
    id,
  ]);
  if (row === undefined) {
    throw new HubError('NO_RULE_IN_FORCE', `No standard ${id} is on record.`);
  }
  const key = `${id} ${row.digest.toString('hex')}`;
  const known = compiled.get(key);
  if (known !== undefined) {
    return known;
  }
  const [content] = await reader.query<{ content: unknown }>(
    'select content from catalogue_version where id = $1',
    [id],
  );
  const made = compileCatalogue(parseCatalogue(content?.content, id), FACTS, id);
  compiled.set(key, made);
  return made;
}

export interface RoundProgress {
  readonly cases: number;
  readonly evaluated: number;
  readonly pass: number;
  readonly rectify: number;
  readonly fail: number;
  readonly pendingEvidence: number;
  readonly closed: boolean;
}

/** Readable while the round runs; null: no such round. */
export async function readProgress(reader: Reader, roundId: string): Promise<RoundProgress | null> {
  const [row] = await reader.query<RoundProgress>(
    `select r.cases, count(c.evaluated_at)::int as evaluated,
            (count(*) filter (where c.verdict = 'PASS'))::int as pass,
            (count(*) filter (where c.verdict = 'RECTIFY'))::int as rectify,
            (count(*) filter (where c.verdict = 'FAIL'))::int as fail,
            (count(*) filter (where c.verdict = 'PENDING_EVIDENCE'))::int as "pendingEvidence",
            r.closed_at is not null as closed
       from review_round r left join review_case c on c.round_id = r.id
      where r.id = $1 group by r.id`,
    [roundId],
  );
  return row ?? null;
}

export interface WorklistEntry {
  readonly caseId: string;
  readonly number: number;
  readonly unitId: string;
  readonly state: CaseState;
  readonly rectifyBy: string | null;
}

/** Open cases that wait for somebody, of a county or of all; the earliest deadline first. */
export async function readWorklist(
  reader: Reader,
  { regionCode, states, limit }: { regionCode: string | null; states: readonly CaseState[]; limit: number },
): Promise<WorklistEntry[]> {
  return await reader.query<WorklistEntry>(
    `select c.id as "caseId", c.number, c.unit_id as "unitId", s.state, c.rectify_by as "rectifyBy"
       from review_case c
       join unit u on u.id = c.unit_id
       cross join lateral (
         select coalesce((select state from case_step where case_id = c.id order by version desc limit 1), 'OPEN') as state
       ) s
      where c.closed_at is null and s.state = any($1) and ($2::text is null or u.region_code = $2)
      order by c.rectify_by nulls last, c.opened_at, c.number
      limit $3`,
    [states, regionCode, limit],
  );
}

/** Cases whose time to put things right is over and that were not looked at since. */
export async function readOverdueCases(reader: Reader, today: string, limit: number): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `select c.id from review_case c join verdict v on v.id = c.verdict_id
      where c.closed_at is null and c.verdict in ('RECTIFY', 'PENDING_EVIDENCE')
        and c.rectify_by < $1 and v.as_of <= c.rectify_by
      order by c.rectify_by, c.id limit $2`,
    [today, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Titles that stand and whose re-review was due before `before`, with no case open on them. A case that was withdrawn
 * for another counts from its opening; what the hub has not known, or not known to be this unit's, cannot be missed here:
 * the time counts from the day the title was recorded, and from the day it came to the unit.
 */
export async function readMissedReviews(
  reader: Reader,
  { region, before, limit }: { region: string; before: string; limit: number },
): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `select d.id from designation d join unit u on u.id = d.unit_id
      where u.region_code like $1 || '%' and d.named_on < $2::date and ${titleStateText('d')} = 'VALID'
        and not exists (select from review_case c where c.designation_id = d.id and c.closed_at is null)
        and greatest(
              d.named_on, ${dayOf('d.recorded_at')},
              (select max(e.on_date) from designation_event e where e.designation_id = d.id and e.kind = 'KEPT'),
              (select max(${dayOf('c.opened_at')}) from review_case c where c.designation_id = d.id and c.unit_id = d.unit_id),
              (select max(${dayOf('f.recorded_at')}) from flag f
                where f.unit_id = d.unit_id and f.kind = 'DESIGNATION' and f.subject = d.id::text and f.state = 'ACTIVE')
            ) < $2::date
      order by d.id limit $3`,
    [region, before, limit],
  );
  return rows.map(({ id }) => id);
}

/** When the title was last re-reviewed for this unit, or else named; and the unit's region. */
export async function readLastReview(
  reader: Reader,
  { designationId, unitId }: { designationId: string; unitId: string },
): Promise<{ region: string | null; on: string } | null> {
  const [row] = await reader.query<{ region: string | null; on: string }>(
    `select u.region_code as region, greatest(
            d.named_on,
            (select max(e.on_date) from designation_event e where e.designation_id = d.id and e.kind = 'KEPT'),
            (select max(${dayOf('c.opened_at')}) from review_case c where c.designation_id = d.id and c.unit_id = u.id)
          ) as on
       from designation d, unit u where d.id = $1 and u.id = $2`,
    [designationId, unitId],
  );
  return row ?? null;
}

const dayOf = (instant: string): string => `(${instant} at time zone 'Asia/Shanghai')::date`;
