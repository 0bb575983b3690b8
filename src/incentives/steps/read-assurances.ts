/** Of eligibilities that were given and are in doubt now: since when, and until when recipients may rely on them. */
import { recheckBy } from '../../flags/recheck';
import { dateInShanghai } from '../../kernel/clock';
import type { Tx } from '../../store/transaction';
import type { Assurance } from '../assurance';
import { answerKey } from './keep-answers';

interface Row {
  unit_id: string;
  measure: string;
  recorded_at: Date;
  effective_end: string | null;
  pending_since: string | null;
}

const IN_DOUBT = /* sql */ `
  select h.unit_id, h.subject as measure, f.recorded_at, h.effective_end, (
    select min(e.as_of) from eligibility e
    where e.unit_id = h.unit_id and e.measure = h.subject and e.version > (
      select coalesce(max(settled.version), 0) from eligibility settled
      where settled.unit_id = h.unit_id and settled.measure = h.subject and settled.answer <> 'PENDING')
  ) as pending_since
  from flag_head h join flag f on f.id = h.flag_id
  where h.unit_id = any($1::bigint[]) and h.kind = 'INCENTIVE_ELIGIBILITY' and h.state = 'ACTIVE'
`;

/** By `answerKey`. */
export async function readAssurances(tx: Tx, unitIds: readonly string[]): Promise<Map<string, Assurance>> {
  const rows = unitIds.length === 0 ? [] : await tx.query<Row>(IN_DOUBT, [unitIds]);
  return new Map(
    rows.flatMap(({ unit_id, measure, recorded_at, effective_end, pending_since: pendingSince }) =>
      pendingSince === null
        ? []
        : [
            [
              answerKey(unit_id, measure),
              {
                pendingSince,
                recheckBy: recheckBy('INCENTIVE_ELIGIBILITY', dateInShanghai(recorded_at), effective_end),
              },
            ],
          ],
    ),
  );
}
