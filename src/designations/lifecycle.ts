/** What can be decided on a title, by whom, from which state: one table, and the one function that applies it. */
import { refusePersonalNumbers } from '../kernel/free-text';
import { fail, ok, type Result } from '../kernel/result';
import { type Authority, type DecidingBody, FOUR_BODIES, type TitleLevel } from './authority';
import { type Days, HEARING_DEMANDED, refuseDisorder } from './due-process';
import type { TitleEventKind, TitleState } from './title';

export const OUTCOMES = ['KEEP', 'CANCEL', 'REPORT_UPWARD'] as const;
export type TitleOutcome = (typeof OUTCOMES)[number];

/** What time and re-reviews do to a title without a decision. */
export type TitleMark = 'MARK_OVERDUE' | 'MAKE_UP';

interface Transition {
  readonly from: readonly TitleState[];
  readonly action: TitleOutcome | TitleMark;
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
  {
    from: ['OVERDUE'],
    action: 'MAKE_UP',
    by: 'TIME',
    event: 'KEPT',
    to: 'VALID',
    afterHearing: false,
    legalBasis: '威人社函〔2023〕19号 六(五)：定期复核；补齐材料、复核达标即不再逾期（[P]）',
    deadline: null,
  },
];

const BODY_NAMES = {
  hrss: '人社部门',
  union: '总工会',
  confederation: '企联',
  federation: '工商联',
} as const;

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
  readonly namedOn: string;
  /** The days of the review case that led here, as far as there was one. */
  readonly procedure?: Omit<Days, 'NAMED' | 'HEARD' | 'OPINION' | 'DECIDED' | 'TODAY'>;
  readonly decidedOn: string;
  readonly heardOn: string | null;
  readonly documentNo: string;
  readonly grounds: string;
  readonly opinions: readonly BodyOpinion[];
}

type Refusal = Result<never>;

function refuseDeciders(
  { outcome, decidingBody }: ProposedDecision,
  { decides, basis }: Authority,
): Refusal | null {
  const { by } = transitionOf(outcome);
  if (by === 'NAMING' && decidingBody !== (decides ?? 'NAMING_BODY')) {
    return fail(
      'NOT_ALLOWED',
      '只有命名机关可以取消这一称号。 Only the body that named may cancel this title.',
      decides === null
        ? `依据：${basis}。请上报（REPORT_UPWARD），或者登记命名机关的决定文件。`
        : `依据：${basis}。`,
    );
  }
  if (by === 'CITY' && (decides !== null || decidingBody !== 'CITY_TRIPARTITE')) {
    return decides === null
      ? fail('NOT_ALLOWED', '由市三方上报。 It is the city tripartite that reports a title upward.')
      : fail(
          'WRONG_STATE',
          '这一称号在本市命名，无须上报。 This title was named in this city: nothing is reported upward.',
        );
  }
  return null;
}

const bodiesOf = (opinions: readonly BodyOpinion[]): string[] => opinions.map(({ body }) => body);

/** The city deliberates and agrees: each body once, and more for it than not ([P], the text names no majority). */
function refuseOpinions({ outcome, opinions }: ProposedDecision, authority: Authority): Refusal | null {
  const given = bodiesOf(opinions);
  if (new Set(given).size < given.length || given.some((body) => !FOUR_BODIES.some((one) => one === body))) {
    return fail(
      'INVALID_INPUT',
      '四家各提一次意见。 One opinion of each of the four bodies, and of no other.',
    );
  }
  if (outcome !== 'CANCEL' || authority.decides === null) {
    return null;
  }
  const missing = authority.opinions.filter((body) => !given.includes(body));
  if (missing.length > 0) {
    return fail(
      'EVIDENCE_MISSING',
      `取消称号须有各家意见，缺：${missing.map((body) => BODY_NAMES[body]).join('、')}。 Opinions are missing: ${missing.join(', ')}.`,
    );
  }
  const agree = opinions.filter(
    ({ body, opinion }) => opinion === 'AGREE' && authority.opinions.includes(body),
  ).length;
  return agree * 2 > authority.opinions.length
    ? null
    : fail(
        'NOT_AGREED',
        `${authority.opinions.length}家中${agree}家同意，未过半数，不能取消称号。 The bodies did not agree to the cancellation.`,
        '可以登记为保留（KEEP），或者重新审议后再登记。',
      );
}

function refusePapers(decision: ProposedDecision): Refusal | null {
  const { documentNo, grounds, opinions } = decision;
  if (documentNo.trim() === '' || grounds.trim() === '') {
    return fail('INVALID_INPUT', '决定须有文号和理由。 A decision needs a document number and its grounds.');
  }
  const notes = opinions.map(({ note }) => note ?? '').join('\n');
  return refusePersonalNumbers({ documentNo, grounds, note: notes });
}

/** A body above the city hears the unit in a procedure of its own; of that only its document comes here. */
function refuseDays(decision: ProposedDecision, today: string): Refusal | null {
  const { outcome, heardOn, decidedOn, namedOn, opinions, decidingBody } = decision;
  if (transitionOf(outcome).afterHearing && heardOn === null && decidingBody !== 'NAMING_BODY') {
    return HEARING_DEMANDED;
  }
  const days = { ...decision.procedure, NAMED: namedOn, HEARD: heardOn, DECIDED: decidedOn, TODAY: today };
  const opinionDays = opinions.map(({ on }) => on ?? null);
  return [null, ...opinionDays].reduce<Refusal | null>(
    (refused, OPINION) => refused ?? refuseDisorder({ ...days, OPINION }),
    null,
  );
}

/** The row of the table. */
export const transitionOf = (action: Transition['action']): Transition => {
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
    return fail(
      'NO_RULE_IN_FORCE',
      '单位所在地区该日没有规则说明由谁决定这一级称号。 No rule says who decides on titles of this level there on that day.',
      '规则在 designations/authorities.json 中，按地区和起始日期登记。',
    );
  }
  const transition = transitionOf(decision.outcome);
  if (!transition.from.includes(decision.state)) {
    return fail(
      'WRONG_STATE',
      `称号现为 ${decision.state}，不能再作 ${decision.outcome} 的决定。 The title is ${decision.state}.`,
    );
  }
  return (
    refuseDeciders(decision, authority) ??
    refusePapers(decision) ??
    refuseDays(decision, today) ??
    refuseOpinions(decision, authority) ??
    ok(transition.event)
  );
}
