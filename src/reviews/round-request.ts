/** A round as it is asked for: by whom, for which body, why, over which units, as of when. Pure. */
import { mayAct } from '../access/rules';
import { isCalendarDate } from '../calendar/gregorian';
import type { Actor, Body } from '../kernel/actor';
import { refusePersonalNumbers } from '../kernel/free-text';
import { fail, type Result } from '../kernel/result';

export interface OpenRound {
  readonly origin: 'SCHEDULE' | 'ADMIN';
  /** What makes the round one: the same bucket again is the same round. */
  readonly bucket?: string;
  readonly title: string;
  /** For which body, and why. */
  readonly requestedByBody: Body | null;
  readonly reason: string;
  /** ADMIN: these units only; left out: all titles that stand. */
  readonly unitIds?: readonly string[];
  readonly asOf: string;
  readonly actor: Actor;
  /** The folder of standards; another one in tests. */
  readonly catalogues?: string;
}

/** Chosen by hand; a round over all titles chooses none. */
const MOST_UNITS = 500;
const MOST_TEXT = 2_000;

/** Null: it may be opened as far as the request itself says. */
export function refuseRound(command: OpenRound, today: string): Result<never> | null {
  const { origin, actor, reason, title, unitIds, asOf, requestedByBody } = command;
  if (origin === 'SCHEDULE' ? actor.role !== 'SYSTEM' : !mayAct(actor, 'review.trigger')) {
    return fail(
      'NOT_ALLOWED',
      '复核由计划、市级经办人员或者管理员发起。 A review round is opened by the schedule, a city officer or an administrator.',
    );
  }
  const problem = [
    [
      title.trim() === '' || reason.trim() === '',
      '复核须有名称和缘由。 A round needs a title and a reason.',
    ] as const,
    [
      title.length > MOST_TEXT || reason.length > MOST_TEXT,
      `名称和缘由各不超过${MOST_TEXT}字。 Title or reason is too long.`,
    ] as const,
    [
      origin === 'ADMIN' && requestedByBody === null,
      '请说明为哪家机构发起。 Say for which body the round is opened.',
    ] as const,
    [unitIds?.length === 0, '没有选择单位。 No unit was chosen.'] as const,
    [
      (unitIds?.length ?? 0) > MOST_UNITS,
      `一次最多选择${MOST_UNITS}家单位；全部复核请不选单位。 Too many units were chosen.`,
    ] as const,
    [!isCalendarDate(asOf), `截至日期“${asOf}”不是有效日期。 As of is no day.`] as const,
    [
      isCalendarDate(asOf) && asOf > today,
      `截至日期（${asOf}）不得晚于今日（${today}）。 A round cannot look at a day that is still to come.`,
    ] as const,
  ].find(([holds]) => holds);
  return problem === undefined ? refusePersonalNumbers({ title, reason }) : fail('INVALID_INPUT', problem[1]);
}
