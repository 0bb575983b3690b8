/** Evaluates a case again: after new evidence, after a mark, or when the time to put things right is over. */
import { appendAudit } from '../../audit/append';
import type { Verdict } from '../../criteria/catalogue';
import type { Actor } from '../../kernel/actor';
import { refusePersonalNumbers } from '../../kernel/free-text';
import { ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { actsInRegion, NO_SUCH_CASE, OUTSIDE_REGION, refuseRole, transitionFor } from '../lifecycle';
import { workOutCases, writeVerdicts } from './evaluate-cases';
import { lockCase, readOrders, refuseMovedTitle } from './lock-case';
import { withStandards } from './with-standards';

export interface ReevaluateCase {
  readonly caseId: string;
  /** Why it is looked at again; goes into the audit. */
  readonly cause: string;
  readonly actor: Actor;
}

export interface Reevaluated {
  readonly verdict: Verdict;
  readonly version: number;
  /** False: the same evidence on the same day gave the same verdict, and nothing was written. */
  readonly changed: boolean;
}

export const reevaluateCase = (tx: Tx, command: ReevaluateCase): Promise<Result<Reevaluated>> =>
  withStandards(() => reevaluate(tx, command));

async function reevaluate(tx: Tx, command: ReevaluateCase): Promise<Result<Reevaluated>> {
  const { caseId, actor } = command;
  const locked = await lockCase(tx, caseId);
  if (locked === null) {
    return NO_SUCH_CASE;
  }
  const refused =
    refuseRole('EVALUATE', actor) ??
    (actsInRegion(actor, locked.regionCode) ? null : OUTSIDE_REGION) ??
    refuseMovedTitle(locked) ??
    refusePersonalNumbers({ cause: command.cause });
  if (refused !== null) {
    return refused;
  }
  const [evaluated] = await workOutCases(tx, [
    {
      id: caseId,
      unitId: locked.unitId,
      catalogueId: locked.catalogueId,
      asOf: tx.today,
      openedAt: locked.openedAt,
      orders: await readOrders(tx, caseId),
      version: locked.verdictVersion + 1,
    },
  ]);
  if (evaluated === undefined) {
    throw new Error(`case ${caseId} was not evaluated`);
  }
  const transition = transitionFor(locked.state, 'EVALUATE', actor, evaluated.verdict);
  if (!transition.ok) {
    return transition;
  }
  if (await isSame(tx, caseId, evaluated.factsDigest, evaluated.verdict)) {
    return ok({ verdict: evaluated.verdict, version: locked.verdictVersion, changed: false });
  }
  await writeVerdicts(tx, [evaluated], actor);
  const version = locked.verdictVersion + 1;
  await appendAudit(tx, {
    unitId: locked.unitId,
    actor,
    action: 'review.reevaluated',
    subjectType: 'review_case',
    subjectId: caseId,
    detail: {
      cause: command.cause,
      version,
      verdict: evaluated.verdict,
      factsDigest: evaluated.factsDigest.toString('hex'),
    },
  });
  return ok({ verdict: evaluated.verdict, version, changed: true });
}

async function isSame(tx: Tx, caseId: string, digest: Buffer, verdict: Verdict): Promise<boolean> {
  const rows = await tx.query(
    `select from review_case c join verdict v on v.id = c.verdict_id
      where c.id = $1 and v.facts_digest = $2 and v.verdict = $3`,
    [caseId, digest, verdict],
  );
  return rows.length > 0;
}
