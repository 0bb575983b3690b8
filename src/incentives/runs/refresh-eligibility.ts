/** Works out eligibility again for the units of a batch, or for all: a few hundred units per transaction. */
import { systemActor } from '../../kernel/actor';
import { query, type Store, transaction } from '../../store/transaction';
import { FEEDS, feedKey } from '../feeds';
import { assessEligibility } from '../steps/assess-eligibility';

export interface Totals {
  assessed: number;
  changed: number;
  eligible: number;
}

const UNITS_AT_ONCE = 200;

/** Units that a batch said something of, let in or not, or that its records named before; and that hold or held a title. */
const OF_BATCH = /* sql */ `
  with brought as (
    select distinct agency, record_type, source_key from agency_record
    where batch_id = $1 and agency || '/' || record_type = any($2::text[])
  ), concerned as (
    select r.unit_id from brought join agency_record r using (agency, record_type, source_key)
    union select h.unit_id from brought join record_head h using (agency, record_type, source_key)
    union select u.id from quarantined_row q join unit u on u.code = q.unit_code where q.batch_id = $1
  )
  select c.unit_id as id from concerned c
  where exists (select from flag_head h where h.unit_id = c.unit_id and h.kind in ('DESIGNATION', 'INCENTIVE_ELIGIBILITY'))
  order by 1
`;

const FED = Object.values(FEEDS).flat().map(feedKey);

const OF_ALL = /* sql */ `
  select distinct unit_id as id from flag_head where kind in ('DESIGNATION', 'INCENTIVE_ELIGIBILITY') order by 1
`;

async function assessAll(store: Store, unitIds: readonly string[], cause: string): Promise<Totals> {
  const actor = systemActor('eligibility');
  const total: Totals = { assessed: 0, changed: 0, eligible: 0 };
  for (let start = 0; start < unitIds.length; start += UNITS_AT_ONCE) {
    const report = await transaction(store, (tx) =>
      assessEligibility(tx, { unitIds: unitIds.slice(start, start + UNITS_AT_ONCE), actor, cause }),
    );
    total.assessed += report.assessed;
    total.changed += report.changed;
    total.eligible += report.eligible;
  }
  return total;
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** After a batch was merged and its listings were mirrored. */
export async function refreshEligibility(
  store: Store,
  { batchId }: { readonly batchId: string },
): Promise<Totals> {
  return assessAll(
    store,
    idsOf(await query<{ id: string }>(store, OF_BATCH, [batchId, FED])),
    `batch ${batchId}`,
  );
}

/** What time alone changes: a grade's last day, a feed that became late or fresh again. Once a day. */
export async function reassessEligibility(store: Store): Promise<Totals> {
  return assessAll(store, idsOf(await query<{ id: string }>(store, OF_ALL)), 'day');
}
