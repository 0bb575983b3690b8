/** The city tripartite's decision on a case: written down with all that follows from it, or not at all. */

import { type Days, refuseDisorder } from '../../designations/due-process';
import { type DecideTitle, decideTitle } from '../../designations/steps/decide-title';
import type { Actor } from '../../kernel/actor';
import type { Json } from '../../kernel/canonical-json';
import { ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { type CaseAction, NO_SUCH_CASE, transitionFor } from '../lifecycle';
import { closeCasesOfTitle } from './close-cases';
import { type LockedCase, lockCase, readDays, readStep, refuseMovedTitle } from './lock-case';
import { refuseOldGround } from './refuse-old-ground';
import { withStandards } from './with-standards';
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

export const recordDecision = (tx: Tx, command: RecordDecision): Promise<Result<DecisionRecorded>> =>
  withStandards(() => record(tx, command));

async function record(tx: Tx, command: RecordDecision): Promise<Result<DecisionRecorded>> {
  const { caseId, outcome, actor } = command;
  const locked = await lockCase(tx, caseId);
  if (locked === null) {
    return NO_SUCH_CASE;
  }
  const days = await readDays(tx, caseId);
  if (!(await isRepeat(tx, locked, command))) {
    const transition = transitionFor(locked.state, ACTION_FOR[outcome], actor);
    if (!transition.ok) {
      return transition;
    }
    const refused = await refuseGround(tx, locked, command, days);
    if (refused !== null) {
      return refused;
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
    if (outcome === 'CANCEL') {
      const { documentNo, decidedOn } = command;
      await closeCasesOfTitle(tx, locked.designationId, { documentNo, decidedOn });
    }
  }
  return await decide(tx, locked, command, days);
}

/** Whatever goes against the unit rests on evidence of the day of the decision; to keep its title needs none. */
async function refuseGround(
  tx: Tx,
  locked: LockedCase,
  { outcome, decidedOn }: RecordDecision,
  days: Days,
): Promise<Result<never> | null> {
  return (
    refuseMovedTitle(locked) ??
    refuseDisorder({ ...days, DECIDED: decidedOn, TODAY: tx.today }) ??
    (outcome === 'KEEP' ? null : await refuseOldGround(tx, locked, decidedOn))
  );
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
  { HEARD = null, ...procedure }: Days,
): Promise<Result<DecisionRecorded>> {
  const decided = await decideTitle(tx, {
    designationId: locked.designationId,
    caseId: locked.id,
    outcome: command.outcome,
    documentNo: command.documentNo,
    decidedOn: command.decidedOn,
    decidingBody: 'CITY_TRIPARTITE',
    opinions: command.opinions,
    heardOn: HEARD,
    procedure,
    grounds: command.grounds,
    actor: command.actor,
  });
  if (!decided.ok) {
    return decided;
  }
  const { decisionId, flagId, eventIds } = decided.value;
  return ok({ decisionId, flagIds: flagId === null ? [] : [flagId], eventIds });
}
