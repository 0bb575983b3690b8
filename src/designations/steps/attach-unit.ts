/** After an officer's answer to a match: the title comes to the unit and is flagged, or leaves it and is recalled. */
import { appendAudit } from '../../audit/append';
import { lockStreams } from '../../delivery/steps/lock-streams';
import { changeFlag } from '../../flags/steps/change-flag';
import { assessEligibility } from '../../incentives/steps/assess-eligibility';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { stands, titleState } from '../title';
import { markOverdue } from './mark-titles';
import { endNamings, readEndedWith } from './other-namings';
import { raiseFlags, readTitles, type TitleRecord } from './raise-flags';
import { cancellations, listingRules } from './refuse-naming';

interface Command {
  readonly designationId: string;
  readonly unitId: string;
  readonly actor: Actor;
}

interface Attach extends Command {
  /** Why its re-review is overdue as it comes; null: it is not. */
  readonly overdue: string | null;
}

export interface Attached {
  readonly changed: boolean;
  readonly eventIds: string[];
}

const SET_UNIT = /* sql */ `
  update designation set unit_id = $2 where id = $1 and unit_id is not distinct from $3 returning id
`;

const audit = (tx: Tx, command: Command, action: string) =>
  appendAudit(tx, {
    unitId: command.unitId,
    actor: command.actor,
    action,
    subjectType: 'DESIGNATION',
    subjectId: command.designationId,
    detail: {},
  });

export async function attachUnit(tx: Tx, command: Attach): Promise<Result<Attached>> {
  const { designationId, unitId, actor, overdue } = command;
  await lockStreams(tx, [unitId]);
  const [title] = await readTitles(tx, [designationId]);
  if (title === undefined) {
    return fail('NOT_FOUND', '没有这一称号。 There is no such title.');
  }
  if (title.unitId === unitId) {
    return ok({ changed: false, eventIds: [] });
  }
  const naming = { ...title, unitId };
  const refused = (await listingRules(tx, [unitId]))(naming);
  if (refused !== null) {
    return refused;
  }
  const moved = await tx.query(SET_UNIT, [designationId, unitId, null]);
  if (moved.length === 0) {
    return fail(
      'WRONG_STATE',
      '这一称号已属于另一单位。 This title belongs to another unit.',
      '请先撤回原来的判断。 Withdraw that match first.',
    );
  }
  await endWithItsTitle(tx, naming);
  if (overdue !== null) {
    await markOverdue(tx, { designationIds: [designationId], reason: overdue, actor });
  }
  const { eventIds } = await raiseFlags(tx, {
    designationIds: [designationId],
    decisionType: 'MATCH',
    reason: 'MATCHED',
    actor,
  });
  await audit(tx, command, 'title.attached');
  return ok({ changed: true, eventIds });
}

/** An old naming of a title that the unit has lost is the unit's all the same: as one that ended with its title. */
async function endWithItsTitle(tx: Tx, naming: TitleRecord & { readonly unitId: string }): Promise<void> {
  const end = (await cancellations(tx, [naming.unitId]))(naming);
  const [title] = await readTitles(tx, [naming.id]);
  if (end !== null && title !== undefined && stands(titleState(title.events))) {
    await endNamings(tx, [naming.id], end);
  }
}

/** The match was withdrawn: whoever was told of the title is told that it is not this unit's. */
export async function detachUnit(tx: Tx, command: Command): Promise<Result<Attached>> {
  const { designationId, unitId, actor } = command;
  await lockStreams(tx, [unitId]);
  const endedWith = await readEndedWith(tx, designationId, unitId);
  const moved = await tx.query(SET_UNIT, [designationId, null, unitId]);
  if (moved.length === 0) {
    return ok({ changed: false, eventIds: [] });
  }
  const flag = await changeFlag(tx, {
    unitId,
    kind: 'DESIGNATION',
    subject: designationId,
    state: 'WITHDRAWN',
    effectiveFrom: tx.today,
    effectiveEnd: tx.today,
    decisionType: 'MATCH',
    decisionId: designationId,
    reason: 'MATCH_WITHDRAWN',
    actor,
  });
  // What ended with it was another unit's cancellation: it stands again.
  const raised = await raiseFlags(tx, {
    designationIds: endedWith,
    decisionType: 'MATCH',
    reason: 'MATCH_WITHDRAWN',
    actor,
  });
  const { eventIds } = await assessEligibility(tx, { unitIds: [unitId], actor, cause: 'MATCH_WITHDRAWN' });
  await audit(tx, command, 'title.detached');
  return ok({
    changed: true,
    eventIds: [flag.eventId, ...raised.eventIds, ...eventIds].filter((id) => id !== null),
  });
}
