/** Looks again at cases that wait for evidence, or for something to be put right, when what is on file has changed. */
import { ok } from '../../kernel/result';
import { query, type Store, transaction } from '../../store/transaction';
import { reevaluateCases, WAITS } from '../steps/reevaluate-cases';
import { withStandards } from '../steps/with-standards';

interface Command {
  /** The cases that this batch may have an answer for; null: all that wait. */
  readonly batchId: string | null;
}

export interface WaitingReport {
  readonly looked: number;
  readonly changed: number;
}

const AT_ONCE = 200;

/** Cases of one standard stand together: one that cannot be used keeps few others waiting. */
const OF_ALL = `select c.id from review_case c where ${WAITS} order by c.catalogue_id, c.id`;

/**
 * What a batch tells of: the units of its records as they are and as they were, and of rows that were not let in; the
 * parks that count them as members; the firms that a park's contracts and congresses name. And cases of any unit for
 * which the whole feed was in doubt.
 */
const OF_BATCH = /* sql */ `
  with brought as (
    select distinct agency, record_type, source_key from agency_record where batch_id = $1
  ), version as (
    select r.id, r.unit_id, r.record_type from brought join agency_record r using (agency, record_type, source_key)
  ), concerned as (
    select unit_id from version
    union select h.unit_id from brought join record_head h using (agency, record_type, source_key)
    union select u.id from quarantined_row q join unit u on u.code = q.unit_code where q.batch_id = $1
  ), regional as (
    select id from version where record_type in ('COLLECTIVE_CONTRACT', 'WORKERS_CONGRESS')
    union
    select h.record_id from concerned join unit park on park.id = concerned.unit_id and park.kind <> 'ENTERPRISE'
      join record_head h on h.unit_id = park.id and h.record_type in ('COLLECTIVE_CONTRACT', 'WORKERS_CONGRESS')
  ), told as (
    select unit_id from concerned
    union select m.park_id from concerned join unit_membership m on m.member_id = concerned.unit_id
    union select firm.id from regional join agency_record r using (id)
      cross join jsonb_array_elements_text(r.data -> 'covers') as covered (code)
      join unit firm on firm.code = covered.code
  )
  select c.id from review_case c join verdict v on v.id = c.verdict_id
  where ${WAITS} and (c.unit_id in (select unit_id from told) or v.facts::text ~ (
    select '"cause":"FEED_[A-Z_]+","feed":"' || agency || '/' || record_type || '"' from batch where id = $1))
  order by c.catalogue_id, c.id
`;

async function readWaiting(store: Store, { batchId }: Command): Promise<string[]> {
  const rows =
    batchId === null
      ? await query<{ id: string }>(store, OF_ALL)
      : await query<{ id: string }>(store, OF_BATCH, [batchId]);
  return rows.map(({ id }) => id);
}

/** Run twice, or after a crash half way: what is done stays done, and makes no further version. */
export async function reevaluateWaiting(
  store: Store,
  command: Command,
  onProgress?: () => void,
): Promise<WaitingReport> {
  const caseIds = await readWaiting(store, command);
  const cause = command.batchId === null ? 'day' : `batch ${command.batchId}`;
  const total = { looked: 0, changed: 0 };
  for (let start = 0; start < caseIds.length; start += AT_ONCE) {
    const some = caseIds.slice(start, start + AT_ONCE);
    const done = await withStandards(async () =>
      ok(await transaction(store, (tx) => reevaluateCases(tx, { caseIds: some, cause }))),
    );
    if (done.ok) {
      total.looked += done.value.looked;
      total.changed += done.value.changed;
    } else {
      // Cases of other standards do not wait until somebody has put this one right.
      const { code, message } = done.failure;
      store.logger.error({ code, message, cases: some.length }, 'waiting cases could not be evaluated again');
    }
    onProgress?.();
  }
  if (total.changed > 0) {
    store.logger.info({ cause, ...total }, 'waiting cases evaluated again');
  }
  return total;
}
