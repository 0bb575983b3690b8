/** The facts that the union's records contribute on a unit. Pure. */
import type { FactDefinition, FactType, FeedKey, Found, UnitEvidence } from '../facts';
import { exists, found, isInForce, latest, latestDate, notGiven, recordsOf } from '../on-file';
import { contractsOf, lastWageContract } from '../wage-contract';
import type { AffairsOpenness, Negotiation, UnionUnit, WorkersCongress } from './record-types';

function fact(
  name: string,
  type: FactType,
  feed: FeedKey,
  zh: string,
  en: string,
  compute: (evidence: UnitEvidence, asOf: string) => Found,
): FactDefinition {
  return { name, type, agency: 'union', feeds: [feed], scope: 'UNIT', about: { zh, en }, compute };
}

const unions = (evidence: UnitEvidence, asOf: string) =>
  recordsOf<UnionUnit>(evidence, 'union/UNION_UNIT').filter(({ data }) =>
    exists(data.establishedOn, data.dissolvedOn, asOf),
  );

const wageTalks = (evidence: UnitEvidence) =>
  recordsOf<Negotiation>(evidence, 'union/NEGOTIATION').filter(({ data }) => data.subject === 'WAGES');

/** Its own congresses, and the regional ones that name it. */
const congresses = (evidence: UnitEvidence) =>
  recordsOf<WorkersCongress>(evidence, 'union/WORKERS_CONGRESS').filter(
    ({ data }) => !data.regional || (evidence.code !== null && data.covers.includes(evidence.code)),
  );

export const lastCongressOn = (evidence: UnitEvidence, asOf: string): Found =>
  latestDate(congresses(evidence), (congress) => congress.heldOn, asOf);

const openness = (evidence: UnitEvidence) => recordsOf<AffairsOpenness>(evidence, 'union/AFFAIRS_OPENNESS');

function openWhere(evidence: UnitEvidence, holds: (entry: AffairsOpenness) => boolean): Found {
  const entries = openness(evidence);
  return found(
    entries.some(({ data }) => holds(data)),
    ...entries,
  );
}

const UNIT = 'union/UNION_UNIT';
const CONTRACT = 'union/COLLECTIVE_CONTRACT';
const CONGRESS = 'union/WORKERS_CONGRESS';
const OPENNESS = 'union/AFFAIRS_OPENNESS';

export const UNION_FACTS: readonly FactDefinition[] = [
  fact('unionExists', 'BOOL', UNIT, '工会已建立', 'a union exists', (evidence, asOf) =>
    found(unions(evidence, asOf).length > 0, ...unions(evidence, asOf)),
  ),
  fact('unionMembers', 'INT', UNIT, '工会会员人数', 'union members', (evidence, asOf) => {
    const entries = unions(evidence, asOf);
    const members = entries.map(({ data }) => data.members ?? null);
    // A number that was not given is not zero.
    return members.some((count) => count === null)
      ? notGiven
      : found(
          members.reduce<number>((sum, count) => sum + (count ?? 0), 0),
          ...entries,
        );
  }),
  fact(
    'lastWageNegotiationOn',
    'DATE',
    'union/NEGOTIATION',
    '最近一次工资集体协商达成日期',
    'latest wage negotiation concluded',
    (evidence, asOf) => latestDate(wageTalks(evidence), (talk) => talk.concludedOn, asOf),
  ),
  fact(
    'wageContractInForce',
    'BOOL',
    CONTRACT,
    '含工资内容的集体合同在期',
    'a wage contract is in force',
    (evidence, asOf) => {
      const contract = lastWageContract(evidence, asOf);
      return contract === null ? found(false) : found(contract.inForce, contract.record);
    },
  ),
  fact(
    'wageContractEndsOn',
    'DATE',
    CONTRACT,
    '集体合同期满日期',
    'day the wage contract ends',
    (evidence, asOf) => {
      const contract = lastWageContract(evidence, asOf);
      return contract === null ? found('') : found(contract.record.data.termTo ?? '', contract.record);
    },
  ),
  fact(
    'womenContractInForce',
    'BOOL',
    CONTRACT,
    '女职工专项集体合同在期',
    "a women's special contract is in force",
    (evidence, asOf) => {
      const women = contractsOf(evidence).filter(
        ({ data }) => data.kind === 'WOMEN' && isInForce(data.termFrom, data.termTo, asOf),
      );
      return found(women.length > 0, ...women);
    },
  ),
  fact('lastCongressOn', 'DATE', CONGRESS, '最近一次职代会日期', "latest workers' congress", lastCongressOn),
  fact(
    'congressPassedRules',
    'BOOL',
    CONGRESS,
    '最近一次职代会审议通过规章制度和重大事项',
    'the latest congress passed the rules',
    (evidence, asOf) => {
      const last = latest(congresses(evidence), (congress) => congress.heldOn, asOf);
      return last === null ? found(false) : found(last.record.data.rulesPassed, last.record);
    },
  ),
  fact('opennessSystem', 'BOOL', OPENNESS, '有厂务公开制度', 'affairs are open', (evidence) =>
    openWhere(evidence, (entry) => entry.system),
  ),
  fact(
    'opennessLeadingBody',
    'BOOL',
    OPENNESS,
    '有厂务公开领导机构',
    'a leading body for openness',
    (evidence) => openWhere(evidence, (entry) => entry.leadingBody),
  ),
  fact('opennessPublishedOn', 'DATE', OPENNESS, '最近公开日期', 'last published', (evidence, asOf) =>
    latestDate(openness(evidence), (entry) => entry.lastPublishedOn, asOf),
  ),
];
