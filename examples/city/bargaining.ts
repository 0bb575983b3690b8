/** What an employer and its union have agreed: union, contracts, talks, congresses. Read by the union's records and by 人社's contract review. */
import { addYears, type Day } from './days';
import { Dice } from './dice';
import type { Employer } from './employer';
import { type Plan, STREAM } from './plan';
import { type Phase, phaseOf } from './story';

export interface Contract {
  readonly serial: number;
  readonly no: string;
  readonly kind: 'comprehensive' | 'wages' | 'women' | 'safety';
  readonly signed: Day;
  readonly from: Day;
  readonly to: Day;
  readonly receivedOn: Day;
  readonly reviewedOn: Day | null;
  readonly objected: boolean;
}

export interface Bargaining {
  readonly union: boolean;
  readonly dissolvedOn: Day | null;
  readonly contracts: readonly Contract[];
  /** The days on which talks on wages ended, newest first. */
  readonly talks: readonly Day[];
  readonly congresses: readonly Day[];
  readonly openness: boolean;
}

const NOTHING: Bargaining = {
  union: false,
  dissolvedOn: null,
  contracts: [],
  talks: [],
  congresses: [],
  openness: false,
};

export const coversWages = (contract: Contract): boolean =>
  contract.kind === 'wages' || contract.kind === 'comprehensive';

export function bargainingOf(plan: Plan, employer: Employer): Bargaining {
  const dice = new Dice(plan.seed, STREAM.union, employer.index);
  return employer.story === null
    ? ordinaryBargaining(plan, employer, dice)
    : namedBargaining(plan, employer, dice);
}

function ordinaryBargaining(plan: Plan, employer: Employer, dice: Dice): Bargaining {
  const member = employer.park !== null && !employer.park.gaps.has('few-contracts');
  const meets = employer.park !== null && !employer.park.gaps.has('few-congresses');
  if (!dice.chance(member ? 0.55 : 0.14)) {
    return NOTHING;
  }
  const contracts: Contract[] = [];
  if (dice.chance(member ? 0.85 : 0.5)) {
    const contract = makeContract(employer, dice, 0, 'wages', plan.today - dice.between(20, 300));
    contracts.push(dice.chance(0.06) ? { ...contract, to: plan.today - dice.between(1, 15) } : contract);
  }
  return {
    union: true,
    dissolvedOn: dice.chance(0.015) ? plan.today - dice.between(10, 500) : null,
    contracts,
    talks: contracts.map((contract) => contract.signed - dice.between(2, 20)),
    congresses: dice.chance(meets ? 0.9 : 0.2) ? [plan.today - dice.between(20, 350)] : [],
    openness: dice.chance(0.5),
  };
}

function namedBargaining(plan: Plan, employer: Employer, dice: Dice): Bargaining {
  const { story } = employer;
  const { today } = plan;
  const unionGone = phaseOf(story, 'no-union');
  const contracts = [...wageContracts(plan, employer, dice)];
  if (dice.chance(0.7)) {
    contracts.push(makeContract(employer, dice, 5, 'women', today - dice.between(110, 300)));
  }
  return {
    union: unionGone !== 'lasting',
    dissolvedOn: unionGone === 'late' ? today - dice.between(10, 45) : null,
    contracts,
    talks: lastTimes(today, dice, phaseOf(story, 'negotiation-old')),
    congresses: lastTimes(today, dice, phaseOf(story, 'congress-old')),
    openness: phaseOf(story, 'openness-off') === 'no',
  };
}

/** Yearly events: in time, lately a year and more ago, long ago, or long ago and again of late. */
function lastTimes(today: Day, dice: Dice, phase: Phase): Day[] {
  switch (phase) {
    case 'no': {
      const last = today - dice.between(100, 270);
      return [last, last - dice.between(340, 364)];
    }
    case 'late':
      return [today - dice.between(370, 430)];
    case 'lasting':
      return [today - dice.between(470, 690)];
    case 'mended':
      return [today - dice.between(12, 45), today - dice.between(470, 690)];
    default: {
      const never: never = phase;
      return never;
    }
  }
}

function wageContracts(plan: Plan, employer: Employer, dice: Dice): Contract[] {
  const { story } = employer;
  const { today } = plan;
  const kind = dice.chance(0.5) ? 'comprehensive' : 'wages';
  const begin = today - dice.between(110, 300);
  const endedFor = dice.between(15, 45);
  const make = (serial: number, from: Day): Contract => makeContract(employer, dice, serial, kind, from);
  const before = { ...make(0, begin - 731), to: begin - 1 };
  const ended = phaseOf(story, 'contract-ended');
  if (ended === 'late' || ended === 'lasting') {
    const to = today - (ended === 'late' ? endedFor : endedFor + 110);
    return [{ ...make(0, to - 731), to }];
  }
  if (ended === 'mended') {
    const again = make(1, today - endedFor);
    return [
      { ...before, to: today - 110 },
      { ...again, reviewedOn: again.receivedOn + 5 },
    ];
  }
  if (phaseOf(story, 'contract-objected') !== 'no') {
    const renewed = make(1, today - 50);
    return [
      { ...before, to: today - 51 },
      { ...renewed, reviewedOn: renewed.receivedOn + 9, objected: true },
    ];
  }
  if (phaseOf(story, 'contract-under-review') !== 'no') {
    const fresh = { ...make(1, today - 8), receivedOn: today - 5, reviewedOn: null };
    return [{ ...before, to: today - 9 }, fresh];
  }
  return [before, make(1, begin)];
}

function makeContract(
  employer: Employer,
  dice: Dice,
  serial: number,
  kind: Contract['kind'],
  from: Day,
): Contract {
  const signed = from - dice.between(1, 9);
  const receivedOn = signed + dice.between(1, 7);
  return {
    serial,
    no: `演集合〔${String(employer.index + 1).padStart(7, '0')}〕${serial + 1}号`,
    kind,
    signed,
    from,
    to: addYears(from, dice.between(1, 3)) - 1,
    receivedOn,
    // an unanswered review of long ago is silence, and silence is consent after fifteen days (劳动合同法 54)
    reviewedOn: dice.chance(0.75) ? receivedOn + dice.between(3, 14) : null,
    objected: false,
  };
}
