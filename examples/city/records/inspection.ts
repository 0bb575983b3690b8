/** What 人社's inspectors did at one employer: cases, decisions, and the orders to pay that were obeyed. */
import { compact, yearOf } from '../days';
import { Dice } from '../dice';
import type { Employer } from '../employer';
import type { Emit } from '../feeds';
import { workerName } from '../names';
import { type Plan, STREAM } from '../plan';
import { phaseOf } from '../story';
import { employerRow } from './row';

const MATTERS: readonly (readonly [string, number])[] = [
  ['工资', 45],
  ['合同', 15],
  ['工时', 8],
  ['社保', 22],
  ['女职工和未成年工', 3],
  ['童工', 1],
  ['其他', 6],
];

export function emitInspections(plan: Plan, employer: Employer, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.inspection, employer.index);
  emitPayOrder(plan, employer, dice, emit);
  const breaches: [string, End][] = [];
  for (const [gap, matter] of [
    ['women-decision', '女职工和未成年工'],
    ['hours-decision', '工时'],
  ] as const) {
    const phase = phaseOf(employer.story, gap);
    if (phase !== 'no') {
      breaches.push([matter, phase === 'late' ? 'recent' : 'effective']);
    }
  }
  if (breaches.length === 0 && dice.chance(0.05)) {
    // what other named units have is over or was annulled: a record is no breach by itself
    const end = dice.pick<End>(
      employer.named >= 0 ? ['annulled', 'old', 'none'] : ['effective', 'none', 'none'],
    );
    breaches.push([dice.weigh(MATTERS), end]);
  }
  for (const [place, [matter, end]] of breaches.entries()) {
    emitInspection(plan, employer, dice, emit, { place, matter, end });
  }
}

/** How a case ended: without a decision, with one in force (made lately or before), with one of long ago, with one annulled. */
type End = 'none' | 'recent' | 'effective' | 'old' | 'annulled';

interface Inspection {
  readonly place: number;
  readonly matter: string;
  readonly end: End;
}

const FILED: Readonly<Record<End, readonly [number, number]>> = {
  none: [100, 680],
  recent: [70, 100],
  effective: [250, 640],
  old: [1900, 2400],
  annulled: [250, 640],
};

function emitInspection(
  plan: Plan,
  employer: Employer,
  dice: Dice,
  emit: Emit,
  inspection: Inspection,
): void {
  const { place, matter, end } = inspection;
  const filed = plan.today - dice.between(...FILED[end]);
  const closed = filed + dice.between(35, 60);
  const open = end === 'none' && dice.chance(0.2);
  const decided = end !== 'none';
  const serial = `${String(employer.index + 1).padStart(7, '0')}-${place + 1}`;
  const outcome = decided ? '作出决定' : dice.pick(['未发现违法', '已整改', '已整改']);
  const values = {
    案号: `演人社监案字〔${yearOf(filed)}〕${serial}号`,
    事项: matter,
    立案日期: compact(filed),
    结案日期: open ? null : compact(closed),
    结果: open ? null : outcome,
    投诉人姓名: workerName(employer.index + 3),
    投诉人电话: `勿存${String(employer.index).padStart(9, '0')}`,
  };
  emit('inspectionCase', employerRow(employer, `IC${place}`, open ? filed : closed, values, open ? 1 : 2));
  if (decided) {
    const decision = {
      文书号: `演人社监${matter === '工时' ? '罚' : '理'}字〔${yearOf(closed)}〕${serial}号`,
      决定种类: matter === '工时' ? '行政处罚' : '行政处理',
      事项: matter,
      决定日期: compact(closed),
      送达日期: compact(closed + dice.between(1, 6)),
      撤销日期: end === 'annulled' ? compact(closed + 45) : null,
    };
    const observed = end === 'annulled' ? closed + 46 : closed + 7;
    emit('inspectionDecision', employerRow(employer, `ID${place}`, observed, decision));
  }
}

/** Orders to pay that were obeyed or still run; those that were not are in `listing.ts`. */
function emitPayOrder(plan: Plan, employer: Employer, dice: Dice, emit: Emit): void {
  if (employer.named >= 0 || employer.chain >= 0 || !dice.chance(0.012)) {
    return;
  }
  const running = dice.chance(0.1);
  const issued = plan.today - (running ? dice.between(1, 6) : dice.between(40, 1000));
  const workers = dice.between(1, 60);
  const values = {
    文书号: `演人社监令字〔${yearOf(issued)}〕${String(employer.index + 1).padStart(7, '0')}号`,
    作出日期: compact(issued),
    期限届满日: compact(issued + 10),
    涉及人数: workers,
    金额: (workers * dice.between(300_000, 2_500_000) * 0.01).toFixed(2),
    是否履行: running ? null : '是',
  };
  emit('payOrder', employerRow(employer, 'PO', running ? issued : issued + 10, values));
}
