/** An officer makes a waiting or held delivery due now; it is never skipped, only sent again. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';

interface Command {
  readonly deliveryId: string;
  readonly reason: string;
  readonly actor: Actor;
}

interface LaneRow {
  recipient_id: string;
  unit_id: string;
  lane_seq: string;
  head_seq: string;
  state: string;
  last_error: string | null;
}

const LANE_OF_DELIVERY = /* sql */ `
  select d.recipient_id, d.unit_id, d.lane_seq, l.head_seq, l.state, l.last_error
  from delivery d join lane l using (recipient_id, unit_id)
  where d.id = $1 for update of l
`;

const MAKE_DUE = /* sql */ `
  update lane set state = 'READY', ready_at = now(), failures = 0, failing_since = null
  where recipient_id = $1 and unit_id = $2
`;

export async function retryDelivery(
  tx: Tx,
  command: Command,
): Promise<Result<{ deliveryId: string; recipientId: string }>> {
  const { deliveryId, reason, actor } = command;
  const refused = refusePersonalNumbers({ reason });
  if (refused !== null) {
    return refused;
  }
  const [lane] = await tx.query<LaneRow>(LANE_OF_DELIVERY, [deliveryId]);
  if (lane === undefined) {
    return fail('NOT_FOUND', '没有这条推送。 There is no such delivery.');
  }
  if (BigInt(lane.lane_seq) <= BigInt(lane.head_seq)) {
    return fail(
      'ALREADY_DONE',
      '这条推送已由接收方收下，或已不再发送。 This delivery was taken by the recipient, or ended.',
    );
  }
  if (lane.state === 'LEASED') {
    return fail(
      'WRONG_STATE',
      '这条推送正在发送。 This delivery is being sent just now.',
      '请过一分钟再看。 Look again in a minute.',
    );
  }
  await tx.query(MAKE_DUE, [lane.recipient_id, lane.unit_id]);
  await appendOutbox(tx, 'DeliveryAppended', { recipientId: lane.recipient_id });
  await appendAudit(tx, {
    unitId: lane.unit_id,
    actor,
    action: 'delivery.retry',
    subjectType: 'DELIVERY',
    subjectId: deliveryId,
    detail: { recipientId: lane.recipient_id, was: lane.state, lastError: lane.last_error, reason },
  });
  return ok({ deliveryId, recipientId: lane.recipient_id });
}
