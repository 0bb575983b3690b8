/** A step of the procedure on a case: the county proposes, the unit is told and heard. What may be done stands in the lifecycle. */
import { appendAudit } from '../../audit/append';
import { addWorkingDays } from '../../calendar/working-days';
import type { Actor } from '../../kernel/actor';
import type { Json } from '../../kernel/canonical-json';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { type Paper, type ProcedureAction, readPaper } from '../case-paper';
import { actsInRegion, type CaseState, transitionFor } from '../lifecycle';
import { procedureFor } from '../procedure';
import { type LockedCase, lockCase, readStep } from './lock-case';
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

export async function takeCaseStep(tx: Tx, command: TakeCaseStep): Promise<Result<CaseStepTaken>> {
  const { caseId, action, actor } = command;
  const locked = await lockCase(tx, caseId);
  if (locked === null) {
    return fail('NOT_FOUND', `There is no review case ${caseId}.`);
  }
  const transition = transitionFor(locked.state, action, actor);
  if (!transition.ok) {
    return transition;
  }
  if (!actsInRegion(actor, locked.regionCode)) {
    return fail('NOT_ALLOWED', 'The unit lies outside the region of this officer.');
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
    case 'WITHDRAW':
      return ok(paper as Detail);
    case 'NOTIFY':
      return noticeOf(tx, locked, paper as Paper<'NOTIFY'>);
    case 'HEAR':
      return await hearingOf(tx, locked, paper as Paper<'HEAR'>);
    default:
      return action satisfies never;
  }
}

function noticeOf(tx: Tx, { regionCode }: LockedCase, paper: Paper<'NOTIFY'>): Result<Detail> {
  if (paper.servedOn > tx.today) {
    return fail('INVALID_INPUT', 'A notice cannot have been served after today.');
  }
  const procedure = procedureFor(regionCode, paper.servedOn);
  if (procedure === null) {
    return fail('NO_RULE_IN_FORCE', 'No rule says how long the unit has to be heard on that day.');
  }
  const { date, provisional } = addWorkingDays(paper.servedOn, procedure.hearingWorkingDays.value);
  return ok({ ...paper, until: date, ...(provisional ? { provisional } : {}) });
}

async function hearingOf(tx: Tx, { id }: LockedCase, paper: Paper<'HEAR'>): Promise<Result<Detail>> {
  const notice = await readStep(tx, id, 'NOTIFY');
  const [servedOn, until] = [String(notice?.servedOn ?? ''), String(notice?.until ?? '')];
  if (paper.heardOn > tx.today || paper.heardOn < servedOn) {
    return fail('INVALID_INPUT', `The unit is heard between ${servedOn} and today.`);
  }
  if (!paper.attended && paper.heardOn <= until) {
    return fail('WRONG_STATE', `The unit may speak until ${until}: its silence counts only after that day.`);
  }
  return ok(paper as Detail);
}
