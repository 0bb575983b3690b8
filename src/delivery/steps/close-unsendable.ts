/** Moves leased lanes past deliveries that must not be sent (any more): withdrawn, grant ended, or confirmed on paper. */
import type { Tx } from '../../store/transaction';
import { WITHDRAWN_SINCE } from './release-withdrawn';

interface Command {
  readonly recipientId: string;
  readonly token: string;
  /** Whose lanes are under this lease. */
  readonly unitIds: readonly string[];
}

/**
 * Why the waiting delivery `d` is not sent, or null. A withdrawn one: only its recall counts now, and a recipient must
 * accept the recall of something it never saw. A grant that has ended: nothing is sent without one, however long it waited.
 * Of the day $4.
 */
export const REASON = /* sql */ `
  case
    when exists (select from receipt r where r.delivery_id = d.id) then 'CONFIRMED'
    when d.withdrawal then null
    when ${WITHDRAWN_SINCE} then 'WITHDRAWN_BEFORE_CONFIRMATION'
    when not exists (
      select from recipient_grant g join event e on e.id = d.event_id
      where g.recipient_id = d.recipient_id and g.flag_kind = e.subject_kind
        and g.from_on <= $4::date and g.until_on >= $4::date
    ) then 'GRANT_ENDED'
  end
`;

/** Closes the first waiting delivery of each lane that has a reason, and moves those lanes by one. */
const CLOSE_HEADS = /* sql */ `
  with unsendable as (
    select * from (
      select l.unit_id, d.id, d.lane_seq, ${REASON} as reason
      from lane l
        join delivery d on d.recipient_id = l.recipient_id and d.unit_id = l.unit_id and d.lane_seq = l.head_seq + 1
      where l.recipient_id = $1 and l.unit_id = any($3::bigint[]) and l.lease_token = $2 and l.state = 'LEASED'
    ) as head where reason is not null
  ), closed as (
    insert into delivery_closure (delivery_id, kind, at)
    select id, reason, now() from unsendable where reason <> 'CONFIRMED'
    on conflict (delivery_id) do nothing
  )
  update lane l set head_seq = u.lane_seq, failures = 0, failing_since = null, last_error = null,
    state = case when l.tail_seq > u.lane_seq then 'LEASED' else 'IDLE' end,
    ready_at = case when l.tail_seq > u.lane_seq then l.ready_at end
  from unsendable u where l.recipient_id = $1 and l.unit_id = u.unit_id
  returning l.unit_id
`;

/** Ends with each lane either idle or at a delivery that is to be sent. */
export async function closeUnsendable(tx: Tx, { recipientId, token, unitIds }: Command): Promise<void> {
  for (let moved = 1; moved > 0; ) {
    const rows = await tx.query(CLOSE_HEADS, [recipientId, token, unitIds, tx.today]);
    moved = rows.length;
  }
}
