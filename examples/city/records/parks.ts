/** What the bodies keep of one park or township: station, mediation, incidents, contracts and congresses with whom they cover, local bodies. */

import { usccOf } from '../codes';
import { addYears, compact, iso } from '../days';
import { Dice } from '../dice';
import type { Emit, Value } from '../feeds';
import { workerName } from '../names';
import type { Park } from '../park';
import { type Plan, STREAM } from '../plan';
import { parkRow } from './row';

/** The members for whom nothing of their own is in force: the park's contract and congress are there for them. */
export interface Uncovered {
  readonly contract: readonly string[];
  readonly congress: readonly string[];
}

export function emitPark(plan: Plan, park: Park, uncovered: Uncovered, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.parkRecords, park.index);
  emitStation(plan, park, dice, emit);
  emitIncidents(plan, park, dice, emit);
  emitParkUnion(plan, park, dice, emit);
  emitRegional(plan, park, dice, emit, uncovered);
  emitLocalBodies(park, dice, emit);
}

const yes = (value: boolean): string => (value ? '是' : '否');

function emitStation(plan: Plan, park: Park, dice: Dice, emit: Emit): void {
  const whole = !park.gaps.has('station-incomplete');
  const observed = plan.today - dice.between(100, 200);
  const coordinators = whole ? dice.between(2, 8) : dice.between(0, 1);
  const values = {
    标识统一: yes(true),
    场所固定: yes(true),
    设施齐全: yes(whole),
    内容完备: yes(whole || dice.chance(0.5)),
    协调员人数: coordinators,
    年度活动次数: whole ? dice.between(4, 14) : dice.between(0, 2),
  };
  emit('serviceStation', parkRow(park, 'SS', observed, values));
  emit('coordinators', parkRow(park, 'CP', observed, { 劳动关系协调员人数: coordinators }));
  const committee = {
    组织形式: '调解委员会',
    成立日期: compact(park.foundedOn + 300),
    撤销日期: null,
    调解员人数: dice.between(3, 12),
  };
  emit('mediationBody', parkRow(park, 'MP', park.foundedOn + 305, committee));
}

function emitIncidents(plan: Plan, park: Park, dice: Dice, emit: Emit): void {
  const count = park.gaps.has('incident-reported-late') ? 2 : dice.chance(0.25) ? 1 : 0;
  for (let place = 0; place < count; place += 1) {
    const day = plan.today - dice.between(100, 700);
    const resolved = park.gaps.has('incident-reported-late') ? null : day + dice.between(2, 40);
    const values = {
      类别: dice.weigh([
        ['劳动关系', 70],
        ['安全生产', 20],
        ['职业危害', 10],
      ] as const),
      发生日期: compact(day),
      涉及人数: dice.between(10, 180),
      报告日期: compact(day + (resolved === null ? 9 : dice.between(0, 1))),
      化解日期: resolved === null ? null : compact(resolved),
    };
    emit('collectiveIncident', parkRow(park, `CI${place}`, resolved ?? day + 10, values));
  }
}

function emitParkUnion(plan: Plan, park: Park, dice: Dice, emit: Emit): void {
  const region = park.region.code.startsWith('37107') ? '371000' : park.region.code;
  const values = {
    code: usccOf('81', region, 'W', plan.units + park.index, plan.seed),
    title: `${park.name.replace('（演示）', '')}工会联合会（演示）`,
    founded: iso(park.foundedOn + 200),
    termEnd: iso(plan.today + dice.between(200, 1200)),
    dissolved: null,
    memberCount: dice.between(400, 9000),
    chair: { name: workerName(park.index + 2), phone: `勿存${park.index}` },
  };
  emit('unionUnit', parkRow(park, 'UP', park.foundedOn + 210, values));
  const published = plan.today - dice.between(100, 180);
  const openness = { system: true, leadingBody: true, lastPublished: iso(published) };
  emit('openness', parkRow(park, 'UPO', published, openness));
}

function share(dice: Dice, codes: readonly string[], few: boolean): string[] {
  return codes.filter(() => dice.chance(few ? 0.2 : 0.93));
}

function emitRegional(plan: Plan, park: Park, dice: Dice, emit: Emit, uncovered: Uncovered): void {
  const from = plan.today - dice.between(110, 300);
  const no = `演区域集合〔${park.localCode}〕1号`;
  const contract: { [key: string]: Value } = {
    no,
    kind: 'wages',
    scope: dice.chance(0.7) ? 'regional' : 'industry',
    signed: iso(from - 6),
    from: iso(from),
    to: iso(addYears(from, dice.between(1, 3)) - 1),
    wages: true,
    covers: share(dice, uncovered.contract, park.gaps.has('few-contracts')),
  };
  emit('contract', parkRow(park, 'UPC', from - 3, contract));
  const review = {
    合同编号: no,
    收到日期: compact(from - 2),
    审查日期: compact(from + 8),
    审查意见: '无异议',
  };
  emit('contractReview', parkRow(park, 'CRP', from + 8, review));
  const held = plan.today - dice.between(100, 260);
  const total = dice.between(60, 160);
  const congress = {
    held: iso(held),
    present: Math.ceil(total * (0.7 + dice.next() * 0.3)),
    total,
    rulesPassed: true,
    regional: true,
    covers: share(dice, uncovered.congress, park.gaps.has('few-congresses')),
  };
  emit('congress', parkRow(park, 'UPG', held + 4, congress));
}

function emitLocalBodies(park: Park, dice: Dice, emit: Emit): void {
  if (park.gaps.has('no-employers-body')) {
    return;
  }
  const founded = park.foundedOn + dice.between(300, 900);
  const both = dice.chance(0.5);
  if (both || dice.chance(0.6)) {
    const values = { kind: '商会', founded: iso(founded) };
    emit('federationLocalBody', parkRow(park, 'FL', founded + 10, values));
    if (!both) {
      return;
    }
  }
  const values = { 组织类型: '企业家协会分会', 成立日期: iso(founded + 60) };
  emit('confederationLocalBody', parkRow(park, 'QL', founded + 70, values));
}
