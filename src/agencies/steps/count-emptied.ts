/** Counts, field by field, the rows of a load that leave blank what their record says now. */
import type { Tx } from '../../store/transaction';
import type { RecordType } from '../agency';

const EMPTIED = /* sql */ `
  select f.field, count(*)::int as rows
  from import_stage s
    join record_head h on h.agency = $2 and h.record_type = $3 and h.source_key = s.source_key
    join agency_record r on r.id = h.record_id
    cross join unnest($4::text[]) as f (field)
  where s.load_id = $1 and r.data->>f.field is not null and s.data->>f.field is null
  group by f.field
`;

/** Only fields that may not empty; one that none of the rows leaves blank is left out. */
export async function countEmptied(
  tx: Tx,
  { agency, name, limits }: RecordType,
  loadId: string,
): Promise<Record<string, number>> {
  const fields = limits.bounds?.mayNotEmpty ?? [];
  if (fields.length === 0) {
    return {};
  }
  const emptied = await tx.query<{ field: string; rows: number }>(EMPTIED, [loadId, agency, name, fields]);
  return Object.fromEntries(emptied.map(({ field, rows }) => [field, rows]));
}
