/** The courts' papers on one employer: entries of the dishonesty list, their deletions (which outnumber them), disputes, confirmations. */
import { compact, type Day, iso, yearOf } from '../days';
import { Dice } from '../dice';
import { type Employer, nameOn } from '../employer';
import type { Emit, FeedName, Row } from '../feeds';
import { workerName } from '../names';
import { type Plan, STREAM } from '../plan';

const COURTS: Readonly<Record<string, string>> = {
  '371003': '文登区人民法院（演示）',
  '371082': '荣成市人民法院（演示）',
  '371083': '乳山市人民法院（演示）',
};
const courtOf = (region: string): string => COURTS[region] ?? '环翠区人民法院（演示）';

/** Papers older than this may carry the organisation code instead of the unified code. */
const OLD = 1100;

export function emitCourt(plan: Plan, employer: Employer, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.court, employer.index);
  const calm = employer.named >= 0 && employer.story?.turn !== 'LASTING';
  const paper = (feed: FeedName, key: string, observed: Day, values: Row['values'], version = 1): void => {
    emit(feed, courtRow(plan, employer, dice, { key, observed, values, version }));
  };
  if (dice.chance(calm ? 0.01 : 0.036)) {
    emitDishonesty(plan, employer, dice, paper);
  }
  if (dice.chance(employer.named >= 0 ? 0.12 : 0.035)) {
    emitDisputes(plan, employer, dice, paper);
  }
  if (dice.chance(employer.named >= 0 ? 0.08 : 0.01)) {
    const ruled = plan.today - dice.between(10, 1400);
    const values = {
      案号: `（${yearOf(ruled)}）演1002诉前调确${employer.index + 1}号`,
      裁定日期: iso(ruled),
      调解组织: '威海市劳动争议联合调解中心（演示）',
    };
    paper('confirmation', 'CF', ruled + 3, values);
  }
}

type Paper = (feed: FeedName, key: string, observed: Day, values: Row['values'], version?: number) => void;

interface Sheet {
  readonly key: string;
  readonly observed: Day;
  readonly values: Row['values'];
  readonly version: number;
}

function courtRow(plan: Plan, employer: Employer, dice: Dice, sheet: Sheet): Row {
  const row: Row = {
    key: `${sheet.key}-${compact(sheet.observed)}-${String(employer.index + 1).padStart(7, '0')}`,
    version: sheet.version,
    code: employer.code,
    name: nameOn(employer, sheet.observed),
    observed: iso(sheet.observed),
    values: sheet.values,
  };
  if (sheet.observed > plan.today - OLD || !dice.chance(0.4)) {
    return row;
  }
  const code = employer.organisationCode;
  return { ...row, organisationCode: dice.chance(0.5) ? code : `${code.slice(0, 8)}-${code.slice(8)}` };
}

function emitDishonesty(plan: Plan, employer: Employer, dice: Dice, paper: Paper): void {
  // two of five stand today; of the deleted ones a few are still in the court's list, which lags
  const standing = dice.chance(0.4);
  const listed = plan.today - dice.between(standing ? 10 : 120, 1600);
  const ground = dice.weigh([
    [1, 60],
    [2, 5],
    [3, 10],
    [4, 10],
    [5, 10],
    [6, 5],
  ] as const);
  const caseNo = `（${yearOf(listed)}）演${employer.regionCode.slice(2)}执${employer.index + 1}号`;
  const entry = {
    执行案号: caseNo,
    执行依据文号: `（${yearOf(listed) - 1}）演${employer.regionCode.slice(2)}民初${employer.index + 1}号`,
    执行法院: courtOf(employer.regionCode),
    情形: ground,
    发布日期: iso(listed),
    // a fixed term only for grounds 2–6 (法释〔2017〕7号 arts 1–2)
    期限届满日: ground === 1 ? null : iso(listed + 731),
    法定代表人: workerName(employer.index + 9),
  };
  if (standing || dice.chance(0.05)) {
    paper('dishonesty', 'DE', listed, entry);
  }
  if (!standing) {
    const deleted = Math.min(plan.today - 2, listed + dice.between(30, 760));
    const kind = dice.weigh([
      ['删除', 90],
      ['撤销', 6],
      ['更正', 4],
    ] as const);
    paper('dishonestyDeletion', 'DD', deleted + 1, { 执行案号: caseNo, 处理: kind, 处理日期: iso(deleted) });
  }
}

function emitDisputes(plan: Plan, employer: Employer, dice: Dice, paper: Paper): void {
  const count = dice.between(1, 2);
  for (let place = 0; place < count; place += 1) {
    const closed = plan.today - dice.between(15, 1700);
    const values = {
      案号: `（${yearOf(closed)}）演1002民初${employer.index + 1}-${place + 1}号`,
      结案日期: iso(closed),
      结案方式: dice.weigh([
        ['判决', 35],
        ['调解', 45],
        ['撤诉', 20],
      ] as const),
      原告姓名: workerName(employer.index + place),
    };
    paper('dispute', `DP${place}`, closed + 5, values);
  }
}
