/** All that waits for one recipient is due now: its address was changed, or it has put right what kept it from taking. */
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';

interface Command {
  readonly recipientId: string;
  readonly actor: Actor;
}

const RELEASE = /* sql */ `
  update lane set state = 'READY', ready_at = now(), failures = 0, failing_since = null
  where recipient_id = $1 and state in ('HELD', 'BACKOFF') returning unit_id
`;

/** Not audited: part of a step that is. */
export async function makeLanesDue(tx: Tx, recipientId: string): Promise<number> {
  const lanes = await tx.query(RELEASE, [recipientId]);
  if (lanes.length > 0) {
    await appendOutbox(tx, 'DeliveryAppended', { recipientId });
  }
  return lanes.length;
}

export async function releaseLanes(
  tx: Tx,
  { recipientId, actor }: Command,
): Promise<Result<{ lanes: number }>> {
  const [recipient] = await tx.query('select from recipient where id = $1', [recipientId]);
  if (recipient === undefined) {
    return fail(
      'NOT_FOUND',
      `没有接收方 ${recipientId}。 There is no recipient ${recipientId}.`,
      '不带参数的 hub recipient 列出全部接收方。',
    );
  }
  const lanes = await makeLanesDue(tx, recipientId);
  await appendAudit(tx, {
    unitId: null,
    actor,
    action: 'recipient.released',
    subjectType: 'RECIPIENT',
    subjectId: recipientId,
    detail: { lanes },
  });
  return ok({ lanes });
}
