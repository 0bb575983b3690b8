/** Flags as of a day: what was in force then, by what had been recorded then. */
import { query, type Store } from '../store/transaction';
import type { Basis, FlagKind, FlagState } from './flag';

export interface FlagAsOf {
  readonly flagId: string;
  readonly unitId: string;
  readonly kind: FlagKind;
  readonly subject: string;
  readonly version: number;
  readonly state: FlagState;
  readonly effectiveFrom: string;
  readonly effectiveEnd: string | null;
  readonly basis: Basis;
  readonly reason: string;
  readonly recordedAt: Date;
}

/** The last version known at the end of the day (Asia/Shanghai), where it was in force on that day. */
const AS_OF = /* sql */ `
  select * from (
    select distinct on (unit_id, kind, subject) id as "flagId", unit_id as "unitId", kind, subject, version, state,
      effective_from as "effectiveFrom", effective_end as "effectiveEnd", basis, reason, recorded_at as "recordedAt"
    from flag
    where unit_id = any($1::bigint[]) and recorded_at < (($2::date + 1)::timestamp at time zone 'Asia/Shanghai')
    order by unit_id, kind, subject, version desc
  ) known
  where state = 'ACTIVE' and "effectiveFrom" <= $2::date and ("effectiveEnd" is null or "effectiveEnd" >= $2::date)
  order by "unitId", kind, subject
`;

export const flagsAsOf = (store: Store, unitIds: readonly string[], asOf: string): Promise<FlagAsOf[]> =>
  query<FlagAsOf>(store, AS_OF, [unitIds, asOf]);
