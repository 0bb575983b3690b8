/**
 * Order 45 chains (拖欠农民工工资失信联合惩戒对象名单管理暂行办法): an order to pay that was not obeyed, notice,
 * decision, service, and for some the removal. Grounds art. 5, notice art. 6, decision art. 8, term art. 11,
 * early removal arts. 12–14, annulment of the base order art. 16, removal art. 17.
 */
import { impossibleCitizenNumber } from '../codes';
import { addYears, compact, type Day, iso, yearOf } from '../days';
import { at, Dice } from '../dice';
import { type Employer, nameOn } from '../employer';
import type { Emit, Row, Value } from '../feeds';
import { personName } from '../names';
import { type Plan, STREAM } from '../plan';

/** How a chain stands on the city's day. The two odd ones must never reach another agency. */
type Fate =
  | 'ACTIVE'
  | 'EARLY'
  | 'EXPIRED'
  | 'ANNULLED'
  | 'RELISTED'
  | 'NOT_SERVED'
  | 'NO_NOTICE'
  | 'TERM_OVER_NOT_REMOVED';

const FIRST: readonly Fate[] = [
  'ACTIVE',
  'EARLY',
  'EXPIRED',
  'ANNULLED',
  'ACTIVE',
  'NOT_SERVED',
  'ACTIVE',
  'NO_NOTICE',
  'EARLY',
  'RELISTED',
  'TERM_OVER_NOT_REMOVED',
];
const LATER: readonly Fate[] = ['ACTIVE', 'EARLY', 'ACTIVE', 'EXPIRED', 'EARLY', 'ACTIVE', 'ANNULLED'];

export function fateOf(chain: number): Fate {
  return FIRST[chain] ?? at(LATER, chain);
}

/** Days before the city's day on which the decision was made. */
function decidedBefore(fate: Fate, today: Day, dice: Dice): number {
  switch (fate) {
    case 'ACTIVE':
      return dice.between(40, 900);
    case 'NOT_SERVED':
    case 'NO_NOTICE':
      return dice.between(12, 60);
    case 'EARLY':
      return dice.between(320, 900);
    case 'RELISTED':
      return 800;
    case 'EXPIRED':
      return dice.between(1140, 1500);
    case 'ANNULLED':
      return dice.between(150, 700);
    case 'TERM_OVER_NOT_REMOVED':
      return today - addYears(today - 4, -3);
    default: {
      const never: never = fate;
      return never;
    }
  }
}

export function emitListing(plan: Plan, employer: Employer, emit: Emit): void {
  if (employer.chain < 0) {
    return;
  }
  const fate = fateOf(employer.chain);
  const dice = new Dice(plan.seed, STREAM.listing, employer.index);
  const decided = plan.today - decidedBefore(fate, plan.today, dice);
  emitChain(employer, dice, emit, { serial: 1, decided, fate });
  if (fate === 'RELISTED') {
    // new arrears after the removal: a new record with papers of its own, not the old one revived
    emitChain(employer, dice, emit, { serial: 2, decided: plan.today - 200, fate: 'ACTIVE' });
  }
}

interface Chain {
  readonly serial: number;
  readonly decided: Day;
  readonly fate: Fate;
}

function emitChain(employer: Employer, dice: Dice, emit: Emit, chain: Chain): void {
  const { serial, decided, fate } = chain;
  const number = `${String(employer.index + 1).padStart(7, '0')}-${serial}`;
  const limit = decided - dice.between(15, 26);
  const issued = limit - dice.between(10, 15);
  const orderNo = `演人社监令字〔${yearOf(issued)}〕${number}号`;
  const workers = dice.between(10, 130);
  const row = (
    kind: string,
    observed: Day,
    values: { readonly [column: string]: Value },
    version = 1,
  ): Row => ({
    key: `${kind}${serial}-${String(employer.index + 1).padStart(7, '0')}`,
    version,
    code: employer.code,
    name: nameOn(employer, observed),
    observed: iso(observed),
    values,
  });
  const order = {
    文书号: orderNo,
    作出日期: compact(issued),
    期限届满日: compact(limit),
    涉及人数: workers,
    金额: (workers * dice.between(600_000, 3_000_000) * 0.01).toFixed(2),
    是否履行: '否',
  };
  emit('payOrder', row('PL', limit + 1, order));
  if (fate === 'ANNULLED') {
    const base = {
      文书号: orderNo,
      决定种类: '行政处理',
      事项: '工资',
      决定日期: compact(issued),
      送达日期: compact(issued + 2),
      撤销日期: compact(decided + 60),
    };
    emit('inspectionDecision', row('IL', decided + 61, base, 2));
  }
  emitDecision(employer, dice, emit, chain, orderNo, row);
  emitRemoval(dice, emit, chain, row, `演人社列入字〔${yearOf(decided)}〕${number}号`);
}

type MakeRow = (kind: string, observed: Day, values: { readonly [column: string]: Value }) => Row;

const ROLES = ['法定代表人', '直接负责的主管人员', '其他直接责任人员'];

function emitDecision(
  employer: Employer,
  dice: Dice,
  emit: Emit,
  { serial, decided, fate }: Chain,
  orderNo: string,
  row: MakeRow,
): void {
  const served = decided + dice.between(2, 7);
  const number = `${String(employer.index + 1).padStart(7, '0')}-${serial}`;
  const decision = {
    列入决定文书号: `演人社列入字〔${yearOf(decided)}〕${number}号`,
    作出机关: '威海市人力资源和社会保障局（演示）',
    列入事由: dice.chance(0.75) ? '第五条第一项' : '第五条第二项',
    责令支付文书号: orderNo,
    告知送达日期: fate === 'NO_NOTICE' ? null : compact(decided - dice.between(10, 12)),
    列入日期: compact(decided),
    决定送达日期: fate === 'NOT_SERVED' ? null : compact(served),
    预计退出日期: compact(addYears(decided, 3)),
  };
  const observed = fate === 'NOT_SERVED' ? decided : served;
  emit('listingDecision', row('LD', observed, { ...decision, 人员身份: '用人单位' }));
  const persons = dice.between(0, 2);
  for (let person = 0; person < persons; person += 1) {
    const values = {
      ...decision,
      人员身份: ROLES[person] ?? '其他直接责任人员',
      姓名: personName(employer.index + person * 7),
      证件类型: '居民身份证',
      证件号码: impossibleCitizenNumber('371002', employer.index * 3 + person),
    };
    emit('listingDecision', row(`LP${person + 1}`, observed, values));
  }
}

const REMOVALS: { readonly [fate in Fate]?: string } = {
  EARLY: '提前移出',
  RELISTED: '提前移出',
  EXPIRED: '期满',
  ANNULLED: '撤销',
};

function emitRemoval(
  dice: Dice,
  emit: Emit,
  { decided, fate }: Chain,
  row: MakeRow,
  listingNo: string,
): void {
  const kind = REMOVALS[fate];
  if (kind === undefined) {
    return;
  }
  const after =
    kind === '期满' ? addYears(decided, 3) - decided : kind === '撤销' ? 61 : dice.between(190, 300);
  const on = decided + after;
  const values = {
    移出文书号: listingNo.replace('列入', '移出'),
    列入决定文书号: listingNo,
    移出类型: kind,
    移出决定日期: compact(on),
    实际移出日期: compact(on + dice.between(1, 9)),
  };
  emit('listingRemoval', row('LR', on + 9, values));
}
