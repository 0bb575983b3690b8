/** The city tripartite's decision on a case: written down with all that follows from it, or not at all. */
import { type DecideTitle, decideTitle } from '../../designations/steps/decide-title';
import type { Actor } from '../../kernel/actor';
import type { Json } from '../../kernel/canonical-json';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { type CaseAction, transitionFor } from '../lifecycle';
import { type LockedCase, lockCase, readStep } from './lock-case';
import { writeStep } from './write-step';

export interface RecordDecision {
  readonly caseId: string;
  readonly outcome: DecideTitle['outcome'];
  readonly documentNo: string;
  readonly decidedOn: string;
  /** One opinion of each body that exists at the city's level. */
  readonly opinions: DecideTitle['opinions'];
  readonly grounds: string;
  readonly actor: Actor;
}

export interface DecisionRecorded {
  readonly decisionId: string;
  readonly flagIds: string[];
  readonly eventIds: string[];
}

const ACTION_FOR = {
  KEEP: 'DECIDE_KEEP',
  CANCEL: 'DECIDE_CANCEL',
  REPORT_UPWARD: 'DECIDE_REPORT_UPWARD',
} as const satisfies Record<DecideTitle['outcome'], CaseAction>;

export async function recordDecision(tx: Tx, command: RecordDecision): Promise<Result<DecisionRecorded>> {
  const { caseId, outcome, actor } = command;
  const locked = await lockCase(tx, caseId);
  if (locked === null) {
    return fail('NOT_FOUND', `There is no review case ${caseId}.`);
  }
  if (!(await isRepeat(tx, locked, command))) {
    const transition = transitionFor(locked.state, ACTION_FOR[outcome], actor);
    if (!transition.ok) {
      return transition;
    }
    await writeStep(tx, locked, {
      action: ACTION_FOR[outcome],
      state: transition.value.to,
      detail: {
        documentNo: command.documentNo,
        decidedOn: command.decidedOn,
        opinions: command.opinions as unknown as Json,
        grounds: command.grounds,
      },
      actor,
    });
    await tx.query('update review_case set closed_at = $2 where id = $1', [caseId, tx.now]);
  }
  return await decide(tx, locked, command);
}

/** The same document entered again is the same decision. */
async function isRepeat(
  tx: Tx,
  { id, state }: LockedCase,
  { outcome, documentNo }: RecordDecision,
): Promise<boolean> {
  return state === 'DECIDED' && (await readStep(tx, id, ACTION_FOR[outcome]))?.documentNo === documentNo;
}

/** Last in the transaction: it takes the unit's stream and lanes, then writes the audit. */
async function decide(
  tx: Tx,
  locked: LockedCase,
  command: RecordDecision,
): Promise<Result<DecisionRecorded>> {
  const hearing = await readStep(tx, locked.id, 'HEAR');
  const decided = await decideTitle(tx, {
    designationId: locked.designationId,
    caseId: locked.id,
    outcome: command.outcome,
    documentNo: command.documentNo,
    decidedOn: command.decidedOn,
    decidingBody: 'CITY_TRIPARTITE',
    opinions: command.opinions,
    heardOn: hearing === null ? null : String(hearing.heardOn),
    grounds: command.grounds,
    actor: command.actor,
  });
  if (!decided.ok) {
    return decided;
  }
  const { decisionId, flagId, eventIds } = decided.value;
  return ok({ decisionId, flagIds: flagId === null ? [] : [flagId], eventIds });
}
