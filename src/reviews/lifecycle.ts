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
];

/** What the actor could do next with a case in this state. */
export const allowedActions = (state: CaseState, actor: Pick<Actor, 'role'>): CaseAction[] => [
  ...new Set(
    LIFECYCLE.filter(({ from, by }) => from === state && by.includes(actor.role)).map(({ action }) => action),
  ),
];

/** The row that applies, or why none does. `to`: where one action may lead to several states. */
export function transitionFor(
  state: CaseState,
  action: CaseAction,
  actor: Pick<Actor, 'role'>,
  to?: CaseState,
): Result<Transition> {
  const rows = LIFECYCLE.filter(
    (row) => row.from === state && row.action === action && (to ?? row.to) === row.to,
  );
  const [row] = rows;
  const possible = allowedActions(state, actor).join(', ') || 'nothing';
  if (row === undefined) {
    return fail('WRONG_STATE', `A case that is ${state} takes no ${action}.`, `Possible now: ${possible}.`);
  }
  if (!row.by.includes(actor.role)) {
    return fail('NOT_ALLOWED', `${action} is for ${row.by.join(', ')}.`, `Possible now: ${possible}.`);
  }
  return ok(row);
}

/** A county officer acts on units of the own county or zone; everybody else on the whole city. */
export const actsInRegion = (actor: Pick<Actor, 'role' | 'region'>, regionCode: string | null): boolean =>
  actor.role !== 'COUNTY_OFFICER' || (actor.region !== null && actor.region === regionCode);
