/** Answers as they may be given now: one whose facts have changed since reads PENDING until it is worked out again. */
import { query, type Store } from '../store/transaction';
import type { Answer, Part } from './eligibility';

export interface EligibilityNow {
  readonly unitId: string;
  readonly measure: string;
  readonly answer: Answer;
  readonly assessedAnswer: Answer;
  readonly asOf: string;
  readonly parts: readonly Part[];
}

const NOW = /* sql */ `
  select latest.unit_id as "unitId", measure, as_of as "asOf", parts, answer as "assessedAnswer",
    case when exists (
      select from outbox due
        join agency_record r on r.batch_id = (due.key->>'batchId')::bigint and r.unit_id = latest.unit_id
      where due.topic = 'FactsChanged' and due.done_at is null
    ) then 'PENDING' else answer end as answer
  from (
    select distinct on (unit_id, measure) * from eligibility
    where unit_id = any($1::bigint[]) order by unit_id, measure, version desc
  ) latest
  order by unit_id, measure
`;

export const eligibilityNow = (store: Store, unitIds: readonly string[]): Promise<EligibilityNow[]> =>
  query<EligibilityNow>(store, NOW, [unitIds]);
