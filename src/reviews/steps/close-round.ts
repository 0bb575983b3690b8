/** Closes a round once no case of it is left to evaluate; whichever worker comes last does it, once. */
import { appendAudit } from '../../audit/append';
import { markOverdue } from '../../designations/steps/mark-titles';
import { systemActor } from '../../kernel/actor';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { readProgress } from '../reads';

export async function closeRound(
  tx: Tx,
  { roundId }: { roundId: string },
): Promise<{ readonly closed: boolean }> {
  const rows = await tx.query(
    `update review_round set closed_at = $2
      where id = $1 and closed_at is null
        and not exists (select from review_case c where c.round_id = $1 and c.evaluated_at is null and c.closed_at is null)
      returning id`,
    [roundId, tx.now],
  );
  if (rows.length === 0) {
    return { closed: false };
  }
  await appendOutbox(tx, 'RoundAdvanced', { roundId });
  const overdue = await markUnanswered(tx, roundId);
  const progress = await readProgress(tx, roundId);
  await appendAudit(tx, {
    unitId: null,
    actor: systemActor('review'),
    action: 'review.round-closed',
    subjectType: 'review_round',
    subjectId: roundId,
    detail: { ...progress, titlesOverdue: overdue, digest: await digestOf(tx, roundId) },
  });
  return { closed: true };
}

/** What the round asked and could not answer: the re-review of the title is not done, and the title says so. */
async function markUnanswered(tx: Tx, roundId: string): Promise<number> {
  const rows = await tx.query<{ designation_id: string }>(
    `select designation_id from review_case
      where round_id = $1 and closed_at is null and verdict = 'PENDING_EVIDENCE' order by id for update`,
    [roundId],
  );
  const { marked } = await markOverdue(tx, {
    designationIds: rows.map(({ designation_id }) => designation_id),
    reason: '本轮复核结束时证据仍不齐',
    actor: systemActor('review'),
  });
  return marked.length;
}

/** One digest over all first verdicts of the round and what each rested on: two runs of one round can be compared. */
export async function digestOf(tx: Pick<Tx, 'query'>, roundId: string): Promise<string> {
  const [row] = await tx.query<{ digest: string }>(
    `select encode(sha256(coalesce(string_agg(convert_to(c.number || ' ' || v.verdict || ' ', 'UTF8') || v.facts_digest
                                              || sha256(convert_to(v.findings::text, 'UTF8')), ''::bytea order by c.number), ''::bytea)), 'hex') as digest
       from review_case c join verdict v on v.case_id = c.id and v.version = 1
      where c.round_id = $1`,
    [roundId],
  );
  return row?.digest ?? '';
}
