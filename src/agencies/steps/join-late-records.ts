/** Records that came before their unit was known are joined when it is, by code; rooms above are told. */
import { appendOutboxMany } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { normaliseName } from '../../units/name';
import { rememberNames } from '../../units/steps/remember-names';

interface Joined {
  readonly unit_id: string;
  readonly batch_id: string;
  readonly name: string;
  readonly current_name: string;
  readonly observed_on: string;
  readonly source: string;
}

/** Call it after units were created. A name joins nothing here either. */
export async function joinLateRecords(tx: Tx): Promise<{ readonly joined: number }> {
  const joined = await tx.query<Joined>(
    `with found as (
       select h.agency, h.record_type, h.source_key, r.batch_id, r.unit_code, r.unit_name, r.observed_on,
         case length(r.unit_code) when 18 then (select id from unit where code = r.unit_code)
           when 9 then (select min(id) from unit where organisation_code = r.unit_code having count(*) = 1)
           end as unit_id
       from record_head h join agency_record r on r.id = h.record_id
       where h.unit_id is null
     ), versions as (
       update agency_record r set unit_id = f.unit_id
       from found f
       where f.unit_id is not null and r.agency = f.agency and r.record_type = f.record_type
         and r.source_key = f.source_key and r.unit_code = f.unit_code and r.unit_id is null
     )
     update record_head h set unit_id = f.unit_id
     from found f join unit u on u.id = f.unit_id
     where h.agency = f.agency and h.record_type = f.record_type and h.source_key = f.source_key
     returning f.unit_id, f.batch_id, f.unit_name as name, u.name as current_name, f.observed_on,
       f.agency || '/' || f.record_type as source`,
  );
  await rememberNames(
    tx,
    joined
      .filter(({ name, current_name }) => name !== current_name)
      .map(({ unit_id, name, observed_on, source }) => ({
        unitId: unit_id,
        name,
        normalised: normaliseName(name),
        seenOn: observed_on,
        current: false,
        source,
      })),
  );
  const batches = [...new Set(joined.map(({ batch_id }) => batch_id))];
  await appendOutboxMany(
    tx,
    'FactsChanged',
    batches.map((batchId) => ({ batchId })),
  );
  return { joined: joined.length };
}
