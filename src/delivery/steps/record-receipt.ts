/** An officer enters a recipient's written confirmation; the delivery is confirmed, and not sent again. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';

interface Command {
  readonly deliveryId: string;
  /** Number of the recipient's document. */
  readonly documentNo: string;
  readonly documentOn: string;
  readonly note: string;
  readonly actor: Actor;
}

const INSERT = /* sql */ `
  insert into receipt (delivery_id, via, state, at, evidence) values ($1, 'OFFICER', 'APPLIED', $2, $3)
  on conflict (delivery_id) do nothing returning id
`;

/** A lane that waits with this delivery at its head is due now: the next claim sees the receipt and goes on. */
const WAKE_LANE = /* sql */ `
  update lane set state = 'READY', ready_at = now(), failures = 0, failing_since = null
  where recipient_id = $1 and unit_id = $2 and head_seq = $3::bigint - 1 and state in ('READY', 'BACKOFF', 'HELD')
`;

/** The first receipt of a delivery stays; entering another one is refused, not overwritten. */
export async function recordReceipt(tx: Tx, command: Command): Promise<Result<{ receiptId: string }>> {
  const { deliveryId, documentNo, documentOn, note, actor } = command;
  if (documentNo.trim() === '' || documentOn > tx.today) {
    return fail(
      'INVALID_INPUT',
      '登记书面确认须写明文号，日期不得晚于今天。 A receipt on paper needs the number of the document and a date that is not to come.',
    );
  }
  const refused = refusePersonalNumbers({ documentNo, note });
  if (refused !== null) {
    return refused;
  }
  const [delivery] = await tx.query<{
    recipient_id: string;
    unit_id: string;
    lane_seq: string;
    begun: string;
  }>(
    `select recipient_id, unit_id, lane_seq, (created_at at time zone 'Asia/Shanghai')::date as begun
     from delivery where id = $1`,
    [deliveryId],
  );
  if (delivery === undefined) {
    return fail('NOT_FOUND', '没有这条推送。 There is no such delivery.');
  }
  if (documentOn < delivery.begun) {
    return fail(
      'INVALID_INPUT',
      `书面确认的日期（${documentOn}）早于这条推送（${delivery.begun}），不能是对它的确认。 The document is older than the delivery.`,
    );
  }
  const evidence = { documentNo, documentOn, note, enteredBy: actor.id };
  const [receipt] = await tx.query<{ id: string }>(INSERT, [deliveryId, tx.now, JSON.stringify(evidence)]);
  if (receipt === undefined) {
    return fail('ALREADY_DONE', '这条推送已经确认。 This delivery is already confirmed.');
  }
  await tx.query(WAKE_LANE, [delivery.recipient_id, delivery.unit_id, delivery.lane_seq]);
  await appendOutbox(tx, 'DeliveryAppended', { recipientId: delivery.recipient_id });
  await appendAudit(tx, {
    unitId: delivery.unit_id,
    actor,
    action: 'delivery.receipt',
    subjectType: 'DELIVERY',
    subjectId: deliveryId,
    detail: { recipientId: delivery.recipient_id, documentNo, documentOn },
  });
  return ok({ receiptId: receipt.id });
}
