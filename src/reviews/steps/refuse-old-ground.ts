/** Before a title is put at risk: does what the case failed on still hold, or does newer evidence say otherwise? */
import { fail, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { workOutCases } from './evaluate-cases';
import { type LockedCase, readOrders } from './lock-case';

const LATER_PASS = /* sql */ `
  select c.number, r.title from review_case c join review_round r on r.id = c.round_id
   where c.designation_id = $1 and c.id <> $2 and c.verdict = 'PASS'
     and c.evaluated_at > (select v.evaluated_at from review_case o join verdict v on v.id = o.verdict_id where o.id = $2)
   order by c.evaluated_at desc limit 1
`;

/**
 * A failed verdict is of its own day. Another case of the title that passed since then, or evidence up to `asOf` by
 * which nothing of what was ordered and overdue is unmet, takes the ground away. What has become unknown since does not:
 * an order stands until it is shown to be met.
 */
export async function refuseOldGround(
  tx: Tx,
  locked: LockedCase,
  asOf: string,
): Promise<Result<never> | null> {
  const [later] = await tx.query<{ number: number; title: string }>(LATER_PASS, [
    locked.designationId,
    locked.id,
  ]);
  if (later !== undefined) {
    return fail(
      'SUPERSEDED',
      `同一称号的另一案件（“${later.title}”第${later.number}号）此后已评为达标。 A newer case of this title has passed.`,
      '请以较新的案件为准。 Go by the newer case.',
    );
  }
  const orders = await readOrders(tx, locked.id);
  const [now] = await workOutCases(tx, [
    {
      id: locked.id,
      unitId: locked.unitId,
      catalogueId: locked.catalogueId,
      asOf,
      openedAt: locked.openedAt,
      orders,
      version: locked.verdictVersion + 1,
    },
  ]);
  const overdue = Object.keys(orders).filter((element) => (orders[element] ?? asOf) < asOf);
  const standing = overdue.filter((element) => now?.orders[element] !== undefined);
  return standing.length > 0
    ? null
    : fail(
        'SUPERSEDED',
        `截至${asOf}的证据，原不符合的要素（${overdue.join('、')}）已不再不符合。 By newer evidence what had failed is met.`,
        '请先重新评审；已提出的，可以撤回或者决定保留。 Evaluate the case again, or keep the title.',
      );
}
