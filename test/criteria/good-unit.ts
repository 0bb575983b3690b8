/** A unit with nothing wrong, for each standard: tests change one thing and see what follows. */
import { FACTS } from '../../src/agencies/fact-registry';
import type { Fact, Facts, FactValue } from '../../src/agencies/facts';
import { parseCatalogue } from '../../src/criteria/catalogue';
import enterpriseJson from '../../src/criteria/catalogues/weihai-enterprise-2023.json';
import parkJson from '../../src/criteria/catalogues/weihai-park-2023.json';
import { type CompiledCatalogue, compileCatalogue } from '../../src/criteria/compile';
import type { ElementFinding } from '../../src/criteria/element';
import { type Evaluation, evaluate, type Orders } from '../../src/criteria/evaluate';
import type { Material, MaterialKind } from '../../src/criteria/material';
import type { Json } from '../../src/kernel/canonical-json';

export const AS_OF = '2026-11-20';

export const compiled = (json: unknown): CompiledCatalogue =>
  compileCatalogue(parseCatalogue(json, 'test'), FACTS, 'test');

export const enterprise = compiled(enterpriseJson);
export const park = compiled(parkJson);

export const known = (value: FactValue, records: readonly string[] = ['1']): Fact => ({
  known: true,
  value,
  records,
  asOf: AS_OF,
});

export const late = (feed: 'hrss/SOCIAL_INSURANCE' | 'union/UNION_UNIT' = 'union/UNION_UNIT'): Fact => ({
  known: false,
  cause: 'FEED_LATE',
  feed,
  ask: feed === 'union/UNION_UNIT' ? 'union' : 'hrss',
});

const ENTERPRISE_VALUES: Readonly<Record<string, FactValue>> = {
  unionExists: true,
  unionMembers: 210,
  lastWageNegotiationOn: '2026-03-01',
  wageContractInForce: true,
  wageContractEndsOn: '2027-03-31',
  contractReview: 'NO_OBJECTION',
  contractReceivedOn: '2026-04-02',
  lastCongressOn: '2026-01-15',
  congressPassedRules: true,
  opennessSystem: true,
  opennessPublishedOn: '2026-06-30',
  isCompany: true,
  insuredCount: 320,
  mediationCommittee: true,
  namedMediator: false,
  coordinatorCount: 2,
  disputesClosed: 3,
  disputesMediated: 2,
  judicialConfirmations: 1,
  honours: 1,
  csrReports: 1,
  womenContractInForce: true,
  lastWomenHoursDecisionOn: '',
};

const PARK_VALUES: Readonly<Record<string, FactValue>> = {
  members: 10,
  memberBreachDates: ['2020-01-01'],
  membersKnown: 9,
  membersGradedA: 6,
  membersGradedB: 2,
  membersPassedUngraded: 0,
  membersContractKnown: 10,
  membersCovered: 8,
  membersStaffKnown: 10,
  workersKnown: 1000,
  workersCovered: 900,
  unionExists: true,
  unionMembers: 500,
  chamberBody: true,
  confederationBody: false,
  mediationCommittee: true,
  lastLabourIncidentOn: '2026-05-01',
  lastLabourIncidentReportDays: 1,
  lastIncidentOn: '2026-05-01',
  incidents: 1,
  opennessLeadingBody: true,
  memberCongressDates: Array.from({ length: 8 }, () => '2026-02-02'),
  stationSign: true,
  stationPlace: true,
  stationFacilities: true,
  stationContent: true,
  stationCoordinators: 3,
  stationEvents: 4,
};

const asFacts = (values: Readonly<Record<string, FactValue>>): Facts =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, known(value)]));

export const ENTERPRISE_FACTS: Facts = asFacts(ENTERPRISE_VALUES);

export const material = (
  kind: MaterialKind,
  place: string,
  data: Readonly<Record<string, Json>>,
  on = '2026-06-01',
): Material => ({
  id: `${kind}-${place}-${on}`,
  kind,
  place,
  on,
  number: '1',
  data,
  reason: kind === 'MARK' ? '现场看到' : null,
});

export const mark = (element: string, result: 'MET' | 'NOT_MET' = 'MET', on = '2026-06-01'): Material =>
  material('MARK', element, { result }, on);

export const SURVEY = {
  n: 120,
  method: '线上匿名',
  pay: '85.00',
  insurance: '90.00',
  leave: '80.50',
  environment: '88.00',
  training: '82.00',
  conditions: '84.00',
  democracy: '81.00',
  care: '83.00',
} as const;

export const FUND = {
  wageBill: '20000000.00',
  drawn: '300000.00',
  spent: '250000.00',
  frontLineSpent: '150000.00',
  audited: true,
} as const;

export const ENTERPRISE_MATERIALS: readonly Material[] = [
  material('D', 'E1.organisation', { inPlace: true, partyMembers: 12 }),
  material('Q', 'E3.board', { employeeDirector: true, supervisoryBoard: true, employeeSupervisor: true }),
  ...['E4.rules', 'E4.warning', 'E5.system', 'E5.plan'].map((slot) => material('D', slot, { inPlace: true })),
  material('D', 'E5.fund', FUND),
  material('S', 'E9.survey', SURVEY),
  ...[...enterprise.judged].map((element) => mark(element)),
];

export const PARK_MATERIALS: readonly Material[] = [
  ...[
    'P1.mechanism',
    'P1.agenda',
    'P1.plan',
    'P1.consultation',
    'P4.screening',
    'P4.emergency',
    'P4.reporting',
    'P6.plans',
  ].map((slot) => material('D', slot, { inPlace: true })),
  material('Q', 'P6.safety', { works: true }),
  material('Q', 'P6.health', { works: true }),
  material('V', 'P7.visit', { sign: true, place: true, facilities: true, content: true }),
  mark('P6.effect'),
];

export interface Change {
  readonly facts?: Readonly<Record<string, FactValue | Fact>>;
  /** A material replaces those of its kind and place. */
  readonly materials?: readonly Material[];
  /** Places whose material, or element whose mark, is not there. */
  readonly without?: readonly string[];
  readonly asOf?: string;
  readonly orders?: Orders;
}

const isFact = (value: FactValue | Fact): value is Fact => typeof value === 'object' && 'known' in value;

function changed(
  catalogue: CompiledCatalogue,
  values: Readonly<Record<string, FactValue>>,
  given: readonly Material[],
  change: Change,
) {
  const facts = Object.entries(change.facts ?? {}).map(([name, value]) => [
    name,
    isFact(value) ? value : known(value),
  ]);
  const replaced = new Set([
    ...(change.without ?? []),
    ...(change.materials ?? []).map(({ place }) => place),
  ]);
  return evaluate({
    catalogue,
    asOf: change.asOf ?? AS_OF,
    facts: { ...asFacts(values), ...Object.fromEntries(facts) },
    materials: [...given.filter(({ place }) => !replaced.has(place)), ...(change.materials ?? [])],
    orders: change.orders ?? {},
  });
}

export const ofEnterprise = (change: Change = {}): Evaluation =>
  changed(enterprise, ENTERPRISE_VALUES, ENTERPRISE_MATERIALS, change);

export const ofPark = (change: Change = {}): Evaluation => changed(park, PARK_VALUES, PARK_MATERIALS, change);

export function elementOf({ findings }: Evaluation, id: string): ElementFinding {
  const found = findings.flatMap(({ elements }) => elements).find(({ element }) => element === id);
  if (found === undefined) {
    throw new Error(`no element ${id}`);
  }
  return found;
}

export const criterionOf = ({ findings }: Evaluation, id: string): string | undefined =>
  findings.find(({ criterion }) => criterion === id)?.result;
