/** What the union federation keeps of one employer: its union, talks, contracts, congresses, openness, letters. */
import { type Bargaining, type Contract, coversWages } from '../bargaining';
import { usccOf } from '../codes';
import { iso } from '../days';
import { Dice } from '../dice';
import type { Employer } from '../employer';
import type { Emit } from '../feeds';
import { workerName } from '../names';
import { type Plan, STREAM } from '../plan';
import { phaseOf } from '../story';
import { employerRow } from './row';

/** Two employers whose union's own code a clerk wrote into the employer's field. */
const CLERK_ERRORS = [3, 9];

export function emitUnion(plan: Plan, employer: Employer, bargaining: Bargaining, emit: Emit): void {
  const dice = new Dice(plan.seed, STREAM.union + 100, employer.index);
  if (bargaining.union) {
    emitUnit(plan, employer, bargaining, dice, emit);
  } else if (CLERK_ERRORS.includes(employer.index)) {
    emitUnit(plan, employer, bargaining, dice, emit);
  }
  emitTalks(bargaining, employer, dice, emit);
  for (const contract of bargaining.contracts) {
    emit(
      'contract',
      employerRow(employer, `UC${contract.serial}`, contract.signed + 3, contractValues(contract)),
    );
  }
  emitCongresses(bargaining, employer, dice, emit);
  if (bargaining.openness || (employer.named >= 0 && bargaining.union)) {
    const published = plan.today - dice.between(5, 85);
    const values = {
      system: bargaining.openness,
      leadingBody: bargaining.openness && dice.chance(0.8),
      lastPublished: bargaining.openness ? iso(published) : null,
    };
    emit('openness', employerRow(employer, 'UO', published, values, dice.between(1, 5)));
  }
  emitLetter(plan, employer, dice, emit);
}

function emitUnit(plan: Plan, employer: Employer, bargaining: Bargaining, dice: Dice, emit: Emit): void {
  const founded = Math.max(employer.registeredOn + 90, plan.today - dice.between(400, 5000));
  const region = employer.regionCode.startsWith('37107') ? '371000' : employer.regionCode;
  const own = usccOf('81', region, 'W', employer.index, plan.seed);
  const values = {
    code: own,
    title: `${employer.name.replace('（演示）', '')}工会委员会（演示）`,
    founded: iso(founded),
    termEnd: iso(plan.today + dice.between(60, 1500)),
    dissolved: bargaining.dissolvedOn === null ? null : iso(bargaining.dissolvedOn),
    memberCount: Math.max(3, Math.round(employer.workers * (0.7 + dice.next() * 0.3))),
    chair: { name: workerName(employer.index + 5), phone: `勿存${employer.index}` },
  };
  const row = employerRow(employer, 'UU', bargaining.dissolvedOn ?? founded, values, dice.between(1, 3));
  emit('unionUnit', CLERK_ERRORS.includes(employer.index) ? { ...row, code: own } : row);
}

function emitTalks(bargaining: Bargaining, employer: Employer, dice: Dice, emit: Emit): void {
  for (const [place, concluded] of bargaining.talks.entries()) {
    const offered = concluded - dice.between(25, 60);
    const values = {
      topic: 'wages',
      offered: iso(offered),
      replied: iso(offered + dice.between(3, 18)),
      concluded: iso(concluded),
    };
    emit('negotiation', employerRow(employer, `UN${place}`, concluded + 2, values, 2));
  }
  if (bargaining.union && dice.chance(0.1)) {
    const offered = (bargaining.talks[0] ?? employer.registeredOn + 200) + 5;
    const values = { topic: 'other', offered: iso(offered), replied: null, concluded: null };
    emit('negotiation', employerRow(employer, 'UN9', offered, values));
  }
}

function contractValues(contract: Contract) {
  return {
    no: contract.no,
    kind: contract.kind,
    scope: 'unit',
    signed: iso(contract.signed),
    from: iso(contract.from),
    to: iso(contract.to),
    wages: coversWages(contract),
    covers: [],
  };
}

function emitCongresses(bargaining: Bargaining, employer: Employer, dice: Dice, emit: Emit): void {
  for (const [place, held] of bargaining.congresses.entries()) {
    const total = Math.max(15, Math.min(160, Math.round(employer.workers / 5)));
    const values = {
      held: iso(held),
      present: Math.ceil(total * (0.7 + dice.next() * 0.3)),
      total,
      rulesPassed: phaseOf(employer.story, 'rules-not-passed') === 'no',
      regional: false,
      covers: [],
    };
    emit('congress', employerRow(employer, `UG${place}`, held + 4, values));
  }
}

const OUTCOMES = ['corrected', 'corrected', 'corrected', 'refused', 'none', null];

function emitLetter(plan: Plan, employer: Employer, dice: Dice, emit: Emit): void {
  if (!dice.chance(employer.named >= 0 ? 0.03 : 0.008)) {
    return;
  }
  const sent = plan.today - dice.between(10, 700);
  const outcome = dice.pick(OUTCOMES);
  const answered = outcome === 'corrected' || outcome === 'refused';
  const values = {
    no: `演工监〔${iso(sent).slice(0, 4)}〕${String(employer.index + 1).padStart(7, '0')}号`,
    kind: dice.weigh([
      ['reminder', 60],
      ['opinion', 30],
      ['proposal', 10],
    ] as const),
    sent: iso(sent),
    replied: answered ? iso(sent + Math.min(9, plan.today - sent)) : null,
    outcome,
  };
  emit('letter', employerRow(employer, 'UL', answered ? sent + 9 : sent, values, answered ? 2 : 1));
}
