/** A step of the procedure on a case: the county proposes, the unit is told and heard. What may be done stands in the lifecycle. */
import { appendAudit } from '../../audit/append';
import { addWorkingDays } from '../../calendar/working-days';
import { refuseDisorder } from '../../designations/due-process';
import type { Actor } from '../../kernel/actor';
import type { Json } from '../../kernel/canonical-json';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { type Paper, type ProcedureAction, readPaper } from '../case-paper';
import {
  actsInRegion,
  type CaseState,
  NO_SUCH_CASE,
  OUTSIDE_REGION,
  refuseRole,
  transitionFor,
} from '../lifecycle';
import { procedureFor } from '../procedure';
import { type LockedCase, lockCase, readDays, readStep, refuseMovedTitle } from './lock-case';
import { refuseOldGround } from './refuse-old-ground';
import { withStandards } from './with-standards';
import { writeStep } from './write-step';

export interface TakeCaseStep {
  readonly caseId: string;
  readonly action: ProcedureAction;
  /** What the step must say; see `PAPERS`. */
  readonly paper: unknown;
  readonly actor: Actor;
}

export interface CaseStepTaken {
  readonly state: CaseState;
  readonly version: number;
  /** The last day of the period that begins with the step. */
  readonly until: string | null;
}

export const takeCaseStep = (tx: Tx, command: TakeCaseStep): Promise<Result<CaseStepTaken>> =>
  withStandards(() => take(tx, command));

async function take(tx: Tx, command: TakeCaseStep): Promise<Result<CaseStepTaken>> {
  const { caseId, action, actor } = command;
  const locked = await lockCase(tx, caseId);
  if (locked === null) {
    return NO_SUCH_CASE;
  }
  // Who may not act on this unit learns nothing of where its case stands.
  const refused =
    refuseRole(action, actor) ?? (actsInRegion(actor, locked.regionCode) ? null : OUTSIDE_REGION);
  if (refused !== null) {
    return refused;
  }
  const transition = transitionFor(locked.state, action, actor);
  if (!transition.ok) {
    return transition;
  }
  const paper = readPaper(action, command.paper);
  const detail = paper.ok ? await detailOf(tx, locked, action, paper.value) : paper;
  if (!detail.ok) {
    return detail;
  }
  const state = transition.value.to;
  const version = await writeStep(tx, locked, { action, state, detail: detail.value, actor });
  await appendAudit(tx, {
    unitId: locked.unitId,
    actor,
    action: `review.${action.toLowerCase()}`,
    subjectType: 'review_case',
    subjectId: caseId,
    detail: { version, state, documentNo: detail.value.documentNo, until: detail.value.until },
  });
  return ok({ state, version, until: typeof detail.value.until === 'string' ? detail.value.until : null });
}

type Detail = { readonly [key: string]: Json | undefined };

/** The days must fit: a notice opens the period, and silence counts only after it. */
async function detailOf(
  tx: Tx,
  locked: LockedCase,
  action: ProcedureAction,
  paper: Paper,
): Promise<Result<Detail>> {
  switch (action) {
    case 'PROPOSE':
      return refuseMovedTitle(locked) ?? (await refuseOldGround(tx, locked, tx.today)) ?? ok(paper as Detail);
    case 'WITHDRAW':
      return ok(paper as Detail);
    case 'NOTIFY':
      return await noticeOf(tx, locked, paper as Paper<'NOTIFY'>);
    case 'HEAR':
      return await hearingOf(tx, locked, paper as Paper<'HEAR'>);
    default:
      return action satisfies never;
  }
}

async function noticeOf(tx: Tx, locked: LockedCase, paper: Paper<'NOTIFY'>): Promise<Result<Detail>> {
  const { id, regionCode } = locked;
  const days = { ...(await readDays(tx, id)), SERVED: paper.servedOn, TODAY: tx.today };
  const refused = refuseMovedTitle(locked) ?? refuseDisorder(days);
  if (refused !== null) {
    return refused;
  }
  const procedure = procedureFor(regionCode, paper.servedOn);
  if (procedure === null) {
    return fail(
      'NO_RULE_IN_FORCE',
      '该地区该日没有陈述申辩期限的规则。 No rule says how long the unit has to be heard on that day.',
    );
  }
  const { date, provisional } = addWorkingDays(paper.servedOn, procedure.hearingWorkingDays.value);
  return ok({ ...paper, until: date, ...(provisional ? { provisional } : {}) });
}

async function hearingOf(tx: Tx, { id }: LockedCase, paper: Paper<'HEAR'>): Promise<Result<Detail>> {
  const refused = refuseDisorder({ ...(await readDays(tx, id)), HEARD: paper.heardOn, TODAY: tx.today });
  if (refused !== null) {
    return refused;
  }
  const until = String((await readStep(tx, id, 'NOTIFY'))?.until ?? '');
  if (!paper.attended && paper.heardOn <= until) {
    return fail(
      'WRONG_STATE',
      `单位可以陈述申辩至${until}，期满未陈述的才可登记。 Its silence counts only after ${until}.`,
    );
  }
  return ok(paper as Detail);
}
