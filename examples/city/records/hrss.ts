/** 人社's ordinary records of one employer: insurance, grade, contract review, mediation, coordinators. */
import type { Bargaining } from '../bargaining';
import { compact, type Day, dayOf, yearOf } from '../days';
import { Dice } from '../dice';
import type { Employer } from '../employer';
import type { Emit } from '../feeds';
import { workerName } from '../names';
import { type Plan, STREAM } from '../plan';
import { phaseOf } from '../story';
import { employerRow } from './row';

const dated = (day: Day | null): string | null => (day === null ? null : compact(day));

export function emitHrss(plan: Plan, employer: Employer, bargaining: Bargaining, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.hrss, employer.index);
  emitInsurance(plan, employer, dice, emit);
  emitGrades(plan, employer, dice, emit);
  emitReviews(employer, bargaining, emit);
  emitMediation(plan, employer, dice, emit);
}

function emitInsurance(plan: Plan, employer: Employer, dice: Dice, emit: Emit): void {
  if (employer.index % 1000 === 777 && employer.named < 0) {
    return; // a few that other bodies know and 人社 does not
  }
  const status =
    employer.named >= 0
      ? '正常参保'
      : dice.weigh([
          ['正常参保', 92],
          ['暂停', 4],
          ['终止', 4],
        ] as const);
  const observed = plan.today - dice.between(1, 120);
  const values = {
    参保状态: status,
    登记日期: compact(employer.registeredOn + 10),
    单位编号: `371${String(employer.index + 1).padStart(8, '0')}`,
    参保人数: status === '正常参保' ? employer.workers : 0,
    行政区划代码: employer.regionCode,
    行业门类: employer.industry,
    经办人姓名: workerName(employer.index),
    经办人证件号: `勿存${String(employer.index).padStart(14, '0')}`,
  };
  emit('socialInsurance', employerRow(employer, 'SI', observed, values, dice.between(1, 4)));
}

/** The year evaluated last: the grades of a year are published in the middle of the next. */
function lastEvaluated(today: Day): number {
  const year = yearOf(today);
  return today > dayOf(`${year}-07-20`) ? year - 1 : year - 2;
}

function emitGrades(plan: Plan, employer: Employer, dice: Dice, emit: Emit): void {
  const few = employer.park?.gaps.has('few-grades') === true;
  const known = employer.named >= 0 ? 0.97 : employer.park === null ? 0.24 : few ? 0.3 : 0.9;
  if (!dice.chance(known)) {
    return;
  }
  const newest = lastEvaluated(plan.today);
  const bad = employer.story?.turn === 'LASTING' || employer.chain >= 0;
  const grades = bad
    ? ([
        ['B', 60],
        ['C', 40],
      ] as const)
    : employer.named >= 0
      ? ([
          ['A', 88],
          ['B', 12],
        ] as const)
      : ([
          ['A', 42],
          ['B', 54],
          ['C', 4],
        ] as const);
  for (const year of dice.chance(0.4) || employer.named >= 0 ? [newest, newest - 1] : [newest]) {
    const published = dayOf(`${year + 1}-07-15`);
    const values = {
      评价年度: year,
      等级: dice.weigh<string>(grades),
      公布日期: compact(published),
      有效期起: compact(published),
      有效期止: `${year + 2}0831`,
    };
    emit('integrityGrade', employerRow(employer, `IG${year}`, published, values));
  }
}

function emitReviews(employer: Employer, bargaining: Bargaining, emit: Emit): void {
  for (const contract of bargaining.contracts) {
    const values = {
      合同编号: contract.no,
      收到日期: compact(contract.receivedOn),
      审查日期: dated(contract.reviewedOn),
      审查意见: contract.reviewedOn === null ? null : contract.objected ? '有异议' : '无异议',
    };
    const observed = contract.reviewedOn ?? contract.receivedOn;
    emit('contractReview', employerRow(employer, `CR${contract.serial}`, observed, values));
  }
}

function emitMediation(plan: Plan, employer: Employer, dice: Dice, emit: Emit): void {
  const named = employer.named >= 0;
  const gone = phaseOf(employer.story, 'no-mediation');
  const founded = Math.max(employer.registeredOn + 60, plan.today - dice.between(200, 3000));
  if (named ? gone !== 'lasting' : dice.chance(0.05)) {
    const small = employer.workers < 60;
    const ended = gone === 'late' || (!named && dice.chance(0.05)) ? plan.today - dice.between(12, 45) : null;
    const values = {
      组织形式: small && dice.chance(0.5) ? '调解员' : '调解委员会',
      成立日期: compact(founded),
      撤销日期: dated(ended),
      调解员人数: small ? 1 : dice.between(3, 9),
    };
    emit('mediationBody', employerRow(employer, 'MB', ended ?? founded, values, ended === null ? 1 : 2));
  }
  if (named || dice.chance(0.045)) {
    const count = phaseOf(employer.story, 'no-coordinator') === 'no' ? dice.between(1, 4) : 0;
    emit('coordinators', employerRow(employer, 'CO', founded + 30, { 劳动关系协调员人数: count }));
  }
}
