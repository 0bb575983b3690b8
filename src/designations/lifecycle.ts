/** What can be decided on a title, by whom, from which state: one table, and the one function that applies it. */
import { fail, ok, type Result } from '../kernel/result';
import { type Authority, type DecidingBody, FOUR_BODIES, type TitleLevel } from './authority';
import type { TitleEventKind, TitleState } from './title';

export const OUTCOMES = ['KEEP', 'CANCEL', 'REPORT_UPWARD'] as const;
export type TitleOutcome = (typeof OUTCOMES)[number];

interface Transition {
  readonly from: readonly TitleState[];
  readonly action: TitleOutcome | 'MARK_OVERDUE';
  /** NAMING: only the body that named. CITY: the city, of titles named above it. ANY: whoever re-reviews. */
  readonly by: 'NAMING' | 'CITY' | 'ANY' | 'TIME';
  readonly event: TitleEventKind;
  readonly to: TitleState | 'SAME';
  /** The unit is heard before, and each body of the level gives its opinion. */
  readonly afterHearing: boolean;
  readonly legalBasis: string;
  readonly deadline: string | null;
}

const STANDING = ['VALID', 'OVERDUE'] as const;

export const LIFECYCLE: readonly Transition[] = [
  {
    from: STANDING,
    action: 'KEEP',
    by: 'ANY',
    event: 'KEPT',
    to: 'VALID',
    afterHearing: false,
    legalBasis: '威人社函〔2023〕19号 六(五)：县级三方定期复核',
    deadline: null,
  },
  {
    from: STANDING,
    action: 'CANCEL',
    by: 'NAMING',
    event: 'CANCELLED',
    to: 'CANCELLED',
    afterHearing: true,
    legalBasis:
      '威人社函〔2023〕19号 六(五)：报市协调劳动关系三方审议同意后，取消命名，收回铭牌，并向社会公布',
    deadline: null,
  },
  {
    from: STANDING,
    action: 'REPORT_UPWARD',
    by: 'CITY',
    event: 'REPORTED_UPWARD',
    to: 'SAME',
    afterHearing: false,
    legalBasis: '创建示范活动管理办法（试行）：由命名机关撤销',
    deadline: null,
  },
  {
    from: ['VALID'],
    action: 'MARK_OVERDUE',
    by: 'TIME',
    event: 'OVERDUE',
    to: 'OVERDUE',
    afterHearing: false,
    legalBasis: '威人社函〔2023〕19号 六(五)：定期复核；周期为本项目参数（[P]）',
    deadline: null,
  },
];

export interface BodyOpinion {
  readonly body: (typeof FOUR_BODIES)[number];
  readonly opinion: 'AGREE' | 'DISAGREE' | 'ABSTAIN';
  /** The day of the opinion. */
  readonly on?: string;
  readonly note?: string;
}

export interface ProposedDecision {
  readonly outcome: TitleOutcome;
  readonly level: TitleLevel;
  readonly state: TitleState;
  readonly decidingBody: DecidingBody;
  readonly decidedOn: string;
  readonly heardOn: string | null;
  readonly documentNo: string;
  readonly grounds: string;
  readonly opinions: readonly BodyOpinion[];
}

type Refusal = ReturnType<typeof fail>;

function refuseDeciders(
  { outcome, decidingBody }: ProposedDecision,
  { decides, basis }: Authority,
): Refusal | null {
  const { by } = transitionOf(outcome);
  if (by === 'NAMING' && decides !== decidingBody) {
    return decides === null
      ? fail(
          'NOT_ALLOWED',
          `Only the body that named may cancel this title: ${basis}.`,
          'Report it upward instead (REPORT_UPWARD).',
        )
      : fail('NOT_ALLOWED', `Only the tripartite that named may cancel this title: ${basis}.`);
  }
  if (by === 'CITY' && (decides !== null || decidingBody !== 'CITY_TRIPARTITE')) {
    return decides === null
      ? fail('NOT_ALLOWED', 'It is the city tripartite that reports a title upward.')
      : fail('WRONG_STATE', 'This title was named in this city: nothing is reported upward.');
  }
  return null;
}

/** The city deliberates and agrees: each body once, and more for it than not ([P], the text names no majority). */
function refuseOpinions({ outcome, opinions }: ProposedDecision, authority: Authority): Refusal | null {
  if (outcome !== 'CANCEL') {
    return null;
  }
  const given = opinions.map(({ body }) => body);
  const missing = authority.opinions.filter((body) => !given.includes(body));
  if (missing.length > 0 || new Set(given).size < given.length) {
    return fail(
      'EVIDENCE_MISSING',
      `A cancellation needs one opinion of each body; ${missing.length > 0 ? `missing: ${missing.join(', ')}` : 'one gave two'}.`,
    );
  }
  const agree = opinions.filter(({ opinion }) => opinion === 'AGREE').length;
  return agree * 2 > authority.opinions.length
    ? null
    : fail('NOT_ALLOWED', 'The bodies did not agree to the cancellation.');
}

function refusePapers(decision: ProposedDecision, today: string): Refusal | null {
  const { documentNo, grounds, decidedOn, heardOn, outcome } = decision;
  if (documentNo.trim() === '' || grounds.trim() === '') {
    return fail('INVALID_INPUT', 'A decision needs a document number and its grounds.');
  }
  if (decidedOn > today) {
    return fail('INVALID_INPUT', 'A decision cannot be dated after today.');
  }
  if (transitionOf(outcome).afterHearing && (heardOn === null || heardOn > decidedOn)) {
    return fail('EVIDENCE_MISSING', 'The unit must be heard on or before the day of the decision.');
  }
  return null;
}

const transitionOf = (action: Transition['action']): Transition => {
  const transition = LIFECYCLE.find((one) => one.action === action);
  if (transition === undefined) {
    throw new Error(`the lifecycle of titles has no ${action}`);
  }
  return transition;
};

/** The event to write, or why not. */
export function decide(
  decision: ProposedDecision,
  authority: Authority | null,
  today: string,
): Result<TitleEventKind> {
  if (authority === null) {
    return fail('NO_RULE_IN_FORCE', 'No rule says who decides on titles of this level on that day.');
  }
  const transition = transitionOf(decision.outcome);
  if (!transition.from.includes(decision.state)) {
    return fail('WRONG_STATE', `The title is ${decision.state}: ${decision.outcome} is not possible.`);
  }
  return (
    refuseDeciders(decision, authority) ??
    refusePapers(decision, today) ??
    refuseOpinions(decision, authority) ??
    ok(transition.event)
  );
}
