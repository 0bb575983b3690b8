/** Stage: what follows from the failed cases of the first round: proposals, hearings, and the city's decisions on a few. */
import type { Actor } from '../../src/kernel/actor';
import { HubError } from '../../src/kernel/errors';
import type { Result } from '../../src/kernel/result';
import { recordDecision } from '../../src/reviews/steps/record-decision';
import { takeCaseStep } from '../../src/reviews/steps/take-case-step';
import { query, type Store, transaction } from '../../src/store/transaction';
import { FIRST_ROUND_BUCKET } from './review-rounds';
import { type DemoContext, type Stage, storeAt } from './stage';
import { DECIDED_DAYS_AGO, HEARD_DAYS_AGO, NOTIFIED_DAYS_AGO, PROPOSED_DAYS_AGO } from './story-days';

/** How far the demo takes a case; the rest is left to whoever tries the hub. */
type End = 'PROPOSED' | 'HEARD' | 'CANCEL' | 'KEEP' | 'REPORT_UPWARD';

/** For titles named in this city, in the order of their cases. */
const ENDS: readonly End[] = ['CANCEL', 'CANCEL', 'KEEP', 'CANCEL', 'HEARD', 'CANCEL', 'PROPOSED', 'CANCEL'];
/** For titles named above. */
const REPORTS: readonly End[] = ['REPORT_UPWARD', 'REPORT_UPWARD'];

interface FailedCase {
  readonly id: string;
  readonly number: number;
  readonly level: string;
  readonly region: string;
  readonly regionName: string;
  readonly state: string;
  /** Of the last step. */
  readonly action: string;
}

const FAILED = /* sql */ `
  select c.id, c.number, d.level, coalesce(u.region_code, '371000') as region, coalesce(r.name, '威海市') as "regionName",
    last.state, last.action
  from review_case c
    cross join lateral (select state, action from case_step s where s.case_id = c.id order by version desc limit 1) last
    join review_round o on o.id = c.round_id and o.bucket = $1
    join designation d on d.id = c.designation_id join unit u on u.id = c.unit_id
    left join lateral (select name from region where code = u.region_code order by year desc limit 1) r on true
  where c.verdict = 'FAIL' order by c.number`;

interface Planned {
  readonly one: FailedCase;
  readonly end: End;
}

const countyOfficer = ({ region, regionName }: FailedCase): Actor => ({
  id: region === '371002' ? 'county-officer' : `demo-county-${region}`,
  name: `${regionName}三方办公室`,
  role: 'COUNTY_OFFICER',
  body: 'office',
  region,
});

const CITY_OFFICER: Actor = {
  id: 'city-officer',
  name: '市三方办公室（经办）',
  role: 'CITY_OFFICER',
  body: 'office',
  region: null,
};

const OPINIONS = (['hrss', 'union', 'confederation', 'federation'] as const).map((body) => ({
  body,
  opinion: 'AGREE' as const,
}));

function settled<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new HubError(result.failure.code, result.failure.message, result.failure.hint);
  }
  return result.value;
}

/** The papers carry numbers of their own, plainly of the demo. */
const paperNo = (what: string, one: FailedCase): string => `演〔${what}〕第${one.number}号`;

const GROUNDS = {
  KEEP: '经审议，保留命名，继续整改',
  CANCEL: '整改期满仍不符合标准，经三方审议同意',
  REPORT_UPWARD: '整改期满仍不符合标准，经三方审议上报',
} as const;

async function decide(store: Store, { one, end }: Planned): Promise<End> {
  if (end === 'PROPOSED' || end === 'HEARD') {
    return end;
  }
  const enter = (outcome: keyof typeof GROUNDS) =>
    transaction(store, (tx) =>
      recordDecision(tx, {
        caseId: one.id,
        outcome,
        documentNo: paperNo('市决', one),
        decidedOn: tx.today,
        opinions: OPINIONS,
        grounds: GROUNDS[outcome],
        actor: CITY_OFFICER,
      }),
    );
  const decided = await enter(end);
  // Newer evidence by which what had failed is met: the city keeps the title.
  if (!decided.ok && decided.failure.code === 'SUPERSEDED') {
    settled(await enter('KEEP'));
    return 'KEEP';
  }
  settled(decided);
  return end;
}

/**
 * Goes on from whatever state the case is in, so a load that was broken off here resumes here. Returns how far the case
 * came; null: by newer evidence what had failed is met, and nothing is proposed.
 */
async function follow(context: DemoContext, planned: Planned): Promise<End | null> {
  const { one, end } = planned;
  const actor = countyOfficer(one);
  const take = (daysAgo: number, action: 'PROPOSE' | 'NOTIFY' | 'HEAR', paper: (today: string) => object) =>
    transaction(storeAt(context, daysAgo), (tx) =>
      takeCaseStep(tx, { caseId: one.id, action, paper: paper(tx.today), actor }),
    );
  let state = one.state;
  if (state === 'DECIDED') {
    return one.action.replace('DECIDE_', '') as End;
  }
  if (state === 'FAIL') {
    const paper = () => ({ documentNo: paperNo('县报', one), grounds: '整改期满仍有要素不符合' });
    const proposed = await take(PROPOSED_DAYS_AGO, 'PROPOSE', paper);
    if (!proposed.ok && proposed.failure.code === 'SUPERSEDED') {
      return null;
    }
    state = settled(proposed).state;
  }
  if (state === 'PROPOSED' && end !== 'PROPOSED' && end !== 'KEEP') {
    const paper = (servedOn: string) => ({ documentNo: paperNo('告知', one), servedOn });
    state = settled(await take(NOTIFIED_DAYS_AGO, 'NOTIFY', paper)).state;
  }
  if (state === 'NOTIFIED') {
    const paper = (heardOn: string) => ({
      attended: true,
      heardOn,
      statement: '单位陈述：正在整改，请求保留命名',
    });
    state = settled(await take(HEARD_DAYS_AGO, 'HEAR', paper)).state;
  }
  return state === 'HEARD' || end === 'KEEP' ? decide(storeAt(context, DECIDED_DAYS_AGO), planned) : end;
}

/** Case by case until each of the ends has been reached; the same again for a load that is resumed. */
async function reachEnds(
  context: DemoContext,
  cases: readonly FailedCase[],
  ends: readonly End[],
): Promise<End[]> {
  const reached: End[] = [];
  let place = 0;
  for (const one of cases) {
    context.signal.throwIfAborted();
    const end = ends[place];
    if (end === undefined) {
      break;
    }
    const came = await follow(context, { one, end });
    if (came !== null) {
      reached.push(came);
    }
    place += came === end ? 1 : 0;
  }
  return reached;
}

export const decisions: Stage = {
  name: 'decisions',
  about: '县级提出、听取陈述、市三方决定',
  async run(context) {
    const failed = await query<FailedCase>(context.store, FAILED, [FIRST_ROUND_BUCKET]);
    const at = (...levels: string[]) => failed.filter(({ level }) => levels.includes(level));
    const reached = [
      ...(await reachEnds(context, at('CITY'), ENDS)),
      ...(await reachEnds(context, at('PROVINCE', 'NATIONAL'), REPORTS)),
    ];
    const count = (...ends: End[]): number => reached.filter((end) => ends.includes(end)).length;
    return `取消 ${count('CANCEL')}，保留 ${count('KEEP')}，上报 ${count('REPORT_UPWARD')}，待办 ${count('PROPOSED', 'HEARD')}`;
  },
};
