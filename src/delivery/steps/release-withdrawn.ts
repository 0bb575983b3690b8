/** A lane that waits with an event that has been withdrawn since is released: the recall must go out, the event no more. */
import type { Tx } from '../../store/transaction';

export interface LaneKey {
  readonly recipientId: string;
  readonly unitId: string;
}

/** True of a delivery `d` when a withdrawal of its subject waits behind it in the same lane. */
export const WITHDRAWN_SINCE = /* sql */ `
  not d.withdrawal and exists (
    select from delivery w join event we on we.id = w.event_id join event de on de.id = d.event_id
    where w.recipient_id = d.recipient_id and w.unit_id = d.unit_id and w.lane_seq > d.lane_seq and w.withdrawal
      and we.subject_kind = de.subject_kind and we.subject_id = de.subject_id
  )
`;

/** True of a delivery `d` that was taken when it was last sent: its lane waits for nothing but a receipt. */
const WAS_TAKEN = /* sql */ `
  (select o.outcome from attempt a join attempt_outcome o on o.attempt_id = a.id
   where a.delivery_id = d.id order by a.number desc limit 1) = 'ACCEPTED'
`;

/** A recipient that does not take anything now is left the time that it asked for, or that is due to it. */
const RELEASE = /* sql */ `
  update lane l set state = 'READY', ready_at = now(), failures = 0, failing_since = null
  from unnest($1::text[], $2::bigint[]) as g (recipient_id, unit_id), delivery d
  where l.recipient_id = g.recipient_id and l.unit_id = g.unit_id
    and (l.state = 'HELD' or l.state = 'BACKOFF' and ${WAS_TAKEN})
    and d.recipient_id = l.recipient_id and d.unit_id = l.unit_id and d.lane_seq = l.head_seq + 1
    and ${WITHDRAWN_SINCE}
`;

export async function releaseWithdrawn(tx: Tx, lanes: readonly LaneKey[]): Promise<void> {
  if (lanes.length > 0) {
    await tx.query(RELEASE, [lanes.map(({ recipientId }) => recipientId), lanes.map(({ unitId }) => unitId)]);
  }
}
