/** What can happen to a review case: from which state, by whom, to which, on what legal basis. One table, one function. Pure. */
import type { Actor, Role } from '../kernel/actor';
import { fail, ok, type Result } from '../kernel/result';

export const CASE_STATES = [
  'OPEN',
  'PENDING_EVIDENCE',
  'RECTIFY',
  'FAIL',
  'PASS',
  'PROPOSED',
  'NOTIFIED',
  'HEARD',
  'DECIDED',
  'CLOSED',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_ACTIONS = [
  'EVALUATE',
  'PROPOSE',
  'WITHDRAW',
  'NOTIFY',
  'HEAR',
  'DECIDE_KEEP',
  'DECIDE_CANCEL',
  'DECIDE_REPORT_UPWARD',
  'CLOSE',
] as const;
export type CaseAction = (typeof CASE_ACTIONS)[number];

export interface Transition {
  readonly from: CaseState;
  readonly action: CaseAction;
  readonly by: readonly Role[];
  readonly to: CaseState;
  readonly legalBasis: string;
  /** The parameter that holds the period that begins with it; null: none does. */
  readonly deadline: 'rectificationWorkingDays' | 'hearingWorkingDays' | null;
}

const TEXT = '威人社函〔2023〕19号 六（五）';
const EVALUATION = `${TEXT}：定期复核；结论由差到优为本项目参数（[P]）`;
const EXIT = `${TEXT}：不符合条件的由县级三方报市三方审议同意后，取消命名`;
const HEARING = '行政公正原则；陈述申辩程序及期限为本项目参数（[P]）';

const ANYONE: readonly Role[] = ['SYSTEM', 'COUNTY_OFFICER', 'CITY_OFFICER'];
const COUNTY: readonly Role[] = ['COUNTY_OFFICER'];
const COUNTY_OR_CITY: readonly Role[] = ['COUNTY_OFFICER', 'CITY_OFFICER'];
const CITY: readonly Role[] = ['CITY_OFFICER'];
const PROGRAM: readonly Role[] = ['SYSTEM'];

/** The program itself works out verdicts; which of the four it is follows from the evidence, so each is a row. */
function evaluated(from: CaseState, to: readonly CaseState[]): Transition[] {
  return to.map((state) => ({
    from,
    action: 'EVALUATE',
    by: ANYONE,
    to: state,
    legalBasis: EVALUATION,
    deadline: state === 'RECTIFY' ? 'rectificationWorkingDays' : null,
  }));
}

const FIRST = ['PASS', 'PENDING_EVIDENCE', 'RECTIFY'] as const;

export const LIFECYCLE: readonly Transition[] = [
  // Only what was ordered to be put right, and was not in time, fails: so no case fails at first.
  ...evaluated('OPEN', FIRST),
  ...evaluated('PENDING_EVIDENCE', [...FIRST, 'FAIL']),
  ...evaluated('RECTIFY', [...FIRST, 'FAIL']),
  ...evaluated('FAIL', [...FIRST, 'FAIL']),
  { from: 'FAIL', action: 'PROPOSE', by: COUNTY, to: 'PROPOSED', legalBasis: EXIT, deadline: null },
  { from: 'PROPOSED', action: 'WITHDRAW', by: COUNTY, to: 'FAIL', legalBasis: EXIT, deadline: null },
  {
    from: 'PROPOSED',
    action: 'NOTIFY',
    by: COUNTY_OR_CITY,
    to: 'NOTIFIED',
    legalBasis: HEARING,
    deadline: 'hearingWorkingDays',
  },
  { from: 'NOTIFIED', action: 'HEAR', by: COUNTY_OR_CITY, to: 'HEARD', legalBasis: HEARING, deadline: null },
  ...(['PROPOSED', 'NOTIFIED', 'HEARD'] as const).map(
    (from): Transition => ({
      from,
      action: 'DECIDE_KEEP',
      by: CITY,
      to: 'DECIDED',
      legalBasis: `${TEXT}：市三方审议`,
      deadline: null,
    }),
  ),
  { from: 'HEARD', action: 'DECIDE_CANCEL', by: CITY, to: 'DECIDED', legalBasis: EXIT, deadline: null },
  {
    from: 'HEARD',
    action: 'DECIDE_REPORT_UPWARD',
    by: CITY,
    to: 'DECIDED',
    legalBasis: '创建示范活动管理办法（试行）：由命名机关撤销',
    deadline: null,
  },
  // Its title ended or went to another unit, or a new round asks anew what this one could not answer.
  ...(['OPEN', 'PENDING_EVIDENCE', 'RECTIFY', 'FAIL', 'PROPOSED', 'NOTIFIED', 'HEARD'] as const).map(
    (from): Transition => ({
      from,
      action: 'CLOSE',
      by: PROGRAM,
      to: 'CLOSED',
      legalBasis: `${TEXT}：称号终止、转属或者并入新一轮复核，案件随之结束（[P]）`,
      deadline: null,
    }),
  ),
];

/** What the actor could do next with a case in this state. */
export const allowedActions = (state: CaseState, actor: Pick<Actor, 'role'>): CaseAction[] => [
  ...new Set(
    LIFECYCLE.filter(({ from, by }) => from === state && by.includes(actor.role)).map(({ action }) => action),
  ),
];

/** Whether the role takes this action at all is asked first: who may not act learns nothing of the case. */
export function refuseRole(action: CaseAction, { role }: Pick<Actor, 'role'>): Result<never> | null {
  const roles = new Set(LIFECYCLE.filter((row) => row.action === action).flatMap(({ by }) => by));
  return roles.has(role)
    ? null
    : fail('NOT_ALLOWED', `您的角色不能办理 ${action}。 ${action} is for ${[...roles].join(', ')}.`);
}

/** The row that applies, or why none does. `to`: where one action may lead to several states. */
export function transitionFor(
  state: CaseState,
  action: CaseAction,
  actor: Pick<Actor, 'role'>,
  to?: CaseState,
): Result<Transition> {
  const refused = refuseRole(action, actor);
  if (refused !== null) {
    return refused;
  }
  const row = LIFECYCLE.find(
    (one) =>
      one.from === state && one.action === action && one.by.includes(actor.role) && (to ?? one.to) === one.to,
  );
  const possible = allowedActions(state, actor).join(', ');
  return row === undefined
    ? fail(
        'WRONG_STATE',
        `案件现为 ${state}，不能办理 ${action}。 A case that is ${state} takes no ${action}.`,
        `现在可以办理：${possible || '无'}。 Possible now: ${possible || 'nothing'}.`,
      )
    : ok(row);
}

/** A county officer acts on units of the own county or zone; everybody else on the whole city. */
export const actsInRegion = (actor: Pick<Actor, 'role' | 'region'>, regionCode: string | null): boolean =>
  actor.role !== 'COUNTY_OFFICER' || (actor.region !== null && actor.region === regionCode);

export const OUTSIDE_REGION = fail(
  'NOT_ALLOWED',
  '单位不在您的行政区划内。 The unit lies outside the region of this officer.',
);
export const NO_SUCH_CASE = fail('NOT_FOUND', '没有这一复核案件。 There is no such review case.');
