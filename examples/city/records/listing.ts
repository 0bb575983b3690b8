/**
 * Order 45 chains (拖欠农民工工资失信联合惩戒对象名单管理暂行办法): an order to pay that was not obeyed, notice,
 * decision, service, and for some the removal. Grounds art. 5, notice art. 6, decision art. 8, term art. 11,
 * early removal arts. 12–14, annulment of the base order art. 16, removal art. 17.
 */
import { impossibleCitizenNumber } from '../codes';
import { addYears, compact, type Day, iso, yearOf } from '../days';
import { Dice } from '../dice';
import { type Employer, nameOn } from '../employer';
import type { Emit, FeedName, Row } from '../feeds';
import { personName } from '../names';
import { type Plan, STREAM } from '../plan';
import { decidedBefore, type Fate, fateOf } from './chain-fate';

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

/** The numbers by which the papers of one chain refer to each other. */
interface Papers {
  readonly order: string;
  readonly listing: string;
  readonly removal: string;
}

type Put = (feed: FeedName, kind: string, observed: Day, values: Row['values'], version?: number) => void;

function emitChain(employer: Employer, dice: Dice, emit: Emit, chain: Chain): void {
  const { serial, decided, fate } = chain;
  const number = String(employer.index + 1).padStart(7, '0');
  const put: Put = (feed, kind, observed, values, version = 1) => {
    const { code } = employer;
    const name = nameOn(employer, observed);
    emit(feed, { key: `${kind}${serial}-${number}`, version, code, name, observed: iso(observed), values });
  };
  const limit = decided - dice.between(22, 26);
  const issued = limit - dice.between(10, 15);
  const papers: Papers = {
    order: `演人社监令字〔${yearOf(issued)}〕${number}-${serial}号`,
    listing: `演人社列入字〔${yearOf(decided)}〕${number}-${serial}号`,
    removal: `演人社移出字〔${yearOf(decided)}〕${number}-${serial}号`,
  };
  const workers = dice.between(10, 130);
  put('payOrder', 'PL', limit + 1, {
    文书号: papers.order,
    作出日期: compact(issued),
    期限届满日: compact(limit),
    涉及人数: workers,
    金额: (workers * dice.between(600_000, 3_000_000) * 0.01).toFixed(2),
    是否履行: '否',
  });
  if (fate === 'ANNULLED') {
    const annulled = annulledOrder(papers.order, issued, decided + 60);
    put('inspectionDecision', 'IL', decided + 61, annulled, 2);
  }
  emitDecision(employer, dice, chain, papers, put);
  emitRemoval(dice, chain, papers, put);
}

/** Art. 16: the order that the listing rests on was annulled. */
function annulledOrder(orderNo: string, issued: Day, annulled: Day): Row['values'] {
  return {
    文书号: orderNo,
    决定种类: '行政处理',
    事项: '工资',
    决定日期: compact(issued),
    送达日期: compact(issued + 2),
    撤销日期: compact(annulled),
  };
}

const ROLES = ['法定代表人', '直接负责的主管人员', '其他直接责任人员'];

function emitDecision(employer: Employer, dice: Dice, chain: Chain, papers: Papers, put: Put): void {
  const { decided, fate } = chain;
  const served = decided + dice.between(2, 7);
  const decision = {
    列入决定文书号: papers.listing,
    作出机关: '威海市人力资源和社会保障局（演示）',
    列入事由: dice.chance(0.75) ? '第五条第一项' : '第五条第二项',
    责令支付文书号: papers.order,
    告知送达日期: fate === 'NO_NOTICE' ? null : compact(decided - dice.between(17, 19)),
    列入日期: compact(decided),
    决定送达日期: fate === 'NOT_SERVED' ? null : compact(served),
    预计退出日期: compact(addYears(decided, 3)),
  };
  const observed = fate === 'NOT_SERVED' ? decided : served;
  put('listingDecision', 'LD', observed, { ...decision, 人员身份: '用人单位' });
  for (const [place, role] of ROLES.slice(0, dice.between(0, 2)).entries()) {
    put('listingDecision', `LP${place + 1}`, observed, {
      ...decision,
      人员身份: role,
      姓名: personName(employer.index + place * 7),
      证件类型: '居民身份证',
      证件号码: impossibleCitizenNumber('371002', employer.index * 3 + place),
    });
  }
}

const REMOVALS: { readonly [fate in Fate]?: string } = {
  EARLY: '提前移出',
  RELISTED: '提前移出',
  EXPIRED: '期满',
  ANNULLED: '撤销',
};

function emitRemoval(dice: Dice, { decided, fate }: Chain, papers: Papers, put: Put): void {
  const kind = REMOVALS[fate];
  if (kind === undefined) {
    return;
  }
  const after =
    kind === '期满' ? addYears(decided, 3) - decided : kind === '撤销' ? 61 : dice.between(190, 300);
  const on = decided + after;
  put('listingRemoval', 'LR', on + 9, {
    移出文书号: papers.removal,
    列入决定文书号: papers.listing,
    移出类型: kind,
    移出决定日期: compact(on),
    实际移出日期: compact(on + dice.between(1, 9)),
  });
}
