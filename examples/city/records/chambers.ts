/** 工商联 and 企联 on one employer: membership, honours, reports on social responsibility. */
import { type Day, iso, yearOf } from '../days';
import { Dice } from '../dice';
import type { Employer } from '../employer';
import type { Emit } from '../feeds';
import { type Plan, STREAM } from '../plan';
import { employerRow } from './row';

const TITLES = ['诚信民营企业', '民营企业就业先进单位', '关爱员工优秀民营企业', '社会责任先进企业'];

export function emitFederation(plan: Plan, employer: Employer, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.federation, employer.index);
  const named = employer.named >= 0;
  if (dice.chance(named ? 0.55 : 0.055)) {
    const joined = joinedOn(plan, employer, dice);
    const left = dice.chance(0.06) ? plan.today - dice.between(1, 200) : null;
    const values = {
      joined: iso(joined),
      left: left !== null && left > joined ? iso(left) : null,
      role: dice.pick(['会员', '会员', '理事单位', '常务理事单位']),
    };
    emit('federationMembership', employerRow(employer, 'FM', Math.max(joined, left ?? joined), values));
  }
  if (dice.chance(named ? 0.3 : 0.008)) {
    const awarded = plan.today - dice.between(30, 1800);
    const values = {
      title: `${dice.pick(TITLES)}（演示）`,
      level: dice.weigh([
        ['county', 50],
        ['city', 38],
        ['province', 11],
        ['national', 1],
      ] as const),
      awarded: iso(awarded),
    };
    emit('honour', employerRow(employer, 'FH', awarded + 5, values));
  }
}

export function emitConfederation(plan: Plan, employer: Employer, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.confederation, employer.index);
  const named = employer.named >= 0;
  if (dice.chance(named ? 0.4 : 0.018)) {
    const joined = joinedOn(plan, employer, dice);
    const values = {
      入会日期: iso(joined),
      退会日期: null,
      会内职务单位: dice.pick(['会员单位', '会员单位', '理事单位', '副会长单位']),
    };
    const row = employerRow(employer, 'QM', joined + 3, values);
    // kept by hand: now and then only the name was written down
    emit('confederationMembership', dice.chance(0.012) ? { ...row, code: '' } : row);
  }
  if (dice.chance(named ? 0.25 : 0.003)) {
    const year = yearOf(plan.today) - 1;
    const published = plan.today - dice.between(20, 120);
    emit('csrReport', employerRow(employer, 'QR', published, { 年度: year, 发布日期: iso(published) }));
  }
}

function joinedOn(plan: Plan, employer: Employer, dice: Dice): Day {
  return Math.max(employer.registeredOn + 100, plan.today - dice.between(100, 4000));
}
