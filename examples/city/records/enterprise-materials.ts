/** The evidence of a named enterprise's review: documents, a survey's summary, visits, replies, and the reviewers' marks. */
import { ENTERPRISE_JUDGED } from '../catalogue-table';
import type { Day } from '../days';
import { Dice } from '../dice';
import type { Employer } from '../employer';
import { type Plan, STREAM } from '../plan';
import { REGIONS } from '../regions';
import { type Gap, phaseOf } from '../story';
import { type Fields, type Material, staged } from './material';

const OWN = '单位自评';
const MARKET = '威海市市场监督管理局（演示）';
const PARTY = '行业党委（演示）';

export function countyOffice(regionCode: string): string {
  const region = REGIONS.find(([one]) => one.code === regionCode);
  return `${region?.[0].name ?? '环翠区'}三方办公室（演示）`;
}

export function enterpriseMaterials(plan: Plan, employer: Employer): Material[] {
  const dice = new Dice(plan.seed, STREAM.materials, employer.index);
  const has = (gap: Gap): boolean => phaseOf(employer.story, gap) !== 'no';
  const county = countyOffice(employer.regionCode);
  const on = plan.today - dice.between(100, 240);
  const noParty = dice.chance(0.06) && !has('party-missing');
  const document = (element: string, data: Fields): Material => ({ kind: 'D', element, on, data, by: OWN });
  const visit = (element: string, summary: string): Material => ({
    kind: 'V',
    element,
    on: on + 6,
    data: { summary },
    by: county,
  });
  const materials: Material[] = [
    document('E2.pay-series', paySeries(dice)),
    document('E3.minutes', { items: dice.between(2, 9) }),
    document('E4.rules', { inPlace: true }),
    document('E4.warning', { inPlace: true }),
    visit('E4.handling-note', '查看调处台账摘要，未见逾期未处事项'),
    document('E5.system', { inPlace: true }),
    document('E5.plan', { inPlace: true }),
    visit('E6.note', '查看文化活动和公益记录'),
    visit('E7.note', '走访职工之家、食堂、母婴室'),
    visit('E8.note', '随访与座谈摘要，未记录个人意见'),
    ...fund(plan, employer, dice, has),
    ...survey(plan, employer, dice, has, county),
  ];
  if (!has('party-missing')) {
    materials.push(...party(dice, on, noParty, county));
  }
  if (!has('board-unknown')) {
    materials.push({ kind: 'Q', element: 'E3.board', on, data: board(employer, dice), by: MARKET });
  }
  return [...materials, ...marks(plan, dice, { on: on + 8, has, county, noParty })];
}

function paySeries(dice: Dice): Fields {
  const pay = dice.between(150, 900);
  return {
    payGrowthPercent: (pay / 100).toFixed(2),
    profitGrowthPercent: ((pay + dice.between(-120, 200)) / 100).toFixed(2),
    productivityGrowthPercent: ((pay + dice.between(-100, 150)) / 100).toFixed(2),
  };
}

function party(dice: Dice, on: Day, none: boolean, county: string): Material[] {
  const data: Fields = none
    ? { inPlace: false, partyMembers: dice.between(0, 2) }
    : { inPlace: true, partyMembers: dice.between(3, 80) };
  const asked = none || dice.chance(0.2);
  return [
    { kind: asked ? 'Q' : 'D', element: 'E1.organisation', on, data, by: asked ? PARTY : OWN },
    {
      kind: 'V',
      element: 'E1.role-note',
      on: on + 6,
      data: { summary: '查看党员活动室和示范岗' },
      by: county,
    },
  ];
}

/** 公司法 (2023) art. 68: from 300 workers an employee director, or a supervisory board with employees in it. */
function board(employer: Employer, dice: Dice): Fields {
  const supervisoryBoard = dice.chance(0.5);
  const large = employer.workers >= 300;
  return {
    employeeDirector: large && (!supervisoryBoard || dice.chance(0.5)),
    supervisoryBoard,
    employeeSupervisor: supervisoryBoard,
  };
}

const yuan = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

function fund(plan: Plan, employer: Employer, dice: Dice, has: (gap: Gap) => boolean): Material[] {
  const wages = employer.workers * dice.between(52_000, 110_000) * 100;
  const drawn = Math.ceil((wages * 15) / 1000) + (dice.chance(0.8) ? dice.between(0, 900_000) : 0);
  const spent = Math.floor((drawn * dice.between(60, 98)) / 100 / 100) * 100;
  const statement = (percent: number, paid: number): Fields => ({
    wageBill: yuan(wages),
    drawn: yuan(drawn),
    spent: yuan(paid),
    frontLineSpent: yuan(Math.floor((paid * percent) / 100)),
    audited: !has('fund-unaudited'),
  });
  // one in eight stands exactly on 60 %, which is enough: 以上 includes the number itself (民法典 1259)
  const good = statement(dice.chance(0.125) ? 60 : dice.between(61, 88), has('fund-zero') ? 0 : spent);
  const bad = statement(dice.between(38, 59), spent);
  return staged(plan.today, dice, phaseOf(employer.story, 'fund-low'), good, bad).map(({ on, value }) => ({
    kind: 'D',
    element: 'E5.fund',
    on,
    data: value,
    by: OWN,
  }));
}

const ITEMS = ['pay', 'insurance', 'leave', 'environment', 'training', 'conditions', 'democracy', 'care'];

function survey(
  plan: Plan,
  employer: Employer,
  dice: Dice,
  has: (gap: Gap) => boolean,
  county: string,
): Material[] {
  if (has('survey-missing')) {
    return [];
  }
  const n = has('survey-small') ? 8 : Math.max(30, Math.min(400, Math.round(employer.workers * 0.35)));
  const asked = has('survey-seven-items') ? ITEMS.slice(0, 7) : ITEMS;
  const answers = (low: number, high: number): Fields => {
    const means = asked.map((item) => [item, (dice.between(low * 10, high * 10) / 10).toFixed(2)]);
    return { n, method: '匿名问卷，只留平均分', ...Object.fromEntries(means) };
  };
  const phase = phaseOf(employer.story, 'survey-low');
  const late = has('survey-stale') ? 267 : 0;
  return staged(plan.today, dice, phase, answers(82, 97), answers(58, 77)).map(({ on, value }) => ({
    kind: 'S',
    element: 'E9.survey',
    on: on - late,
    data: value,
    by: county,
  }));
}

const UNMARKED: Readonly<Record<string, Gap>> = {
  'E2.pay-growth': 'pay-growth-unmarked',
  'E6.culture': 'culture-unmarked',
  'E6.responsibility': 'culture-unmarked',
  'E7.care': 'care-unmarked',
  'E7.health': 'care-unmarked',
};

interface Review {
  readonly on: Day;
  readonly has: (gap: Gap) => boolean;
  readonly county: string;
  readonly noParty: boolean;
}

function marks(plan: Plan, dice: Dice, review: Review): Material[] {
  const list: Material[] = [];
  for (const [element, reason] of Object.entries(ENTERPRISE_JUDGED)) {
    const gap = UNMARKED[element];
    if ((gap !== undefined && review.has(gap)) || (element === 'E1.role' && review.noParty)) {
      continue;
    }
    const by = `${review.county}评审${dice.between(1, 4)}号`;
    list.push({ kind: 'MARK', element, on: review.on, data: { result: 'MET' }, by, reason });
    if (element === 'E8.conduct' && review.has('conduct-poor')) {
      const on = plan.today - dice.between(15, 40);
      const seen = '近期走访见多起违反操作纪律未处理，建议整改';
      list.push({ kind: 'MARK', element, on, data: { result: 'NOT_MET' }, by, reason: seen });
    }
  }
  return list;
}
