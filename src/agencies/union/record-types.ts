/** What the unions deliver: the union itself, talks, contracts and whom they cover, congresses, openness, letters. */
import type { Mode } from '../agency';
import { readLimits } from '../feed-limits';
import { day, employerCodes, flag, optional, text, unionCode, wholeNumber, words } from '../fields';
import { type Columns, column, type DataOf, defineRecordType, type RecordTypeSpec } from '../record-type';
import feeds from './feeds.json';

const limits = readLimits(feeds);

/** `employer.uscc` is the employer's code; the union's own code is data only and joins nothing. */
const ENVELOPE = {
  key: 'id',
  version: 'rev',
  code: 'employer.uscc',
  name: 'employer.name',
  observed: 'date',
  day,
} as const;

type Own<Given extends Columns> = Omit<
  RecordTypeSpec<Given>,
  'agency' | 'envelope' | 'limits' | 'title' | 'mode'
>;

const define = <const Given extends Columns>(mode: Mode, zh: string, en: string, own: Own<Given>) =>
  defineRecordType({
    ...own,
    mode,
    agency: 'union',
    envelope: ENVELOPE,
    limits: limits(own.name),
    title: { zh, en },
  });

export const unionUnit = define('FULL', '基层工会', 'union', {
  name: 'UNION_UNIT',
  ownName: 'unit',
  source: '工会法第十一条；基层工会法人登记（总工办发〔2020〕20号）',
  shape: {
    unionCode: column('code', optional(unionCode)),
    unionName: column('title', text),
    establishedOn: column('founded', day),
    termEndsOn: column('termEnd', optional(day)),
    dissolvedOn: column('dissolved', optional(day)),
    members: column('memberCount', wholeNumber),
  },
});
export type UnionUnit = DataOf<typeof unionUnit>;

export const negotiation = define('DELTA', '集体协商', 'collective negotiation', {
  name: 'NEGOTIATION',
  ownName: 'negotiation',
  source: '工资集体协商试行办法（令第9号）；劳动合同法第五十一条',
  shape: {
    subject: column('topic', words({ wages: 'WAGES', other: 'OTHER' })),
    offeredOn: column('offered', day),
    repliedOn: column('replied', optional(day)),
    concludedOn: column('concluded', optional(day)),
  },
});
export type Negotiation = DataOf<typeof negotiation>;

/** A regional or industry contract stands under the park or body that signed it and names whom it covers. */
export const collectiveContract = define('FULL', '集体合同', 'collective contract', {
  name: 'COLLECTIVE_CONTRACT',
  ownName: 'contract',
  source: '劳动合同法第五十一条至第五十六条',
  shape: {
    contractNo: column('no', text),
    kind: column(
      'kind',
      words({ comprehensive: 'COMPREHENSIVE', wages: 'WAGES', women: 'WOMEN', safety: 'SAFETY' }),
    ),
    scope: column('scope', words({ unit: 'UNIT', regional: 'REGIONAL', industry: 'INDUSTRY' })),
    signedOn: column('signed', day),
    termFrom: column('from', day),
    termTo: column('to', day),
    coversWages: column('wages', flag),
    covers: column('covers', employerCodes),
  },
  effective: ({ termFrom, termTo }) => ({ from: termFrom, to: termTo }),
});
export type CollectiveContract = DataOf<typeof collectiveContract>;

export const workersCongress = define('DELTA', '职工（代表）大会', 'workers’ congress', {
  name: 'WORKERS_CONGRESS',
  ownName: 'congress',
  source: '工会法；企业民主管理规定',
  shape: {
    heldOn: column('held', day),
    present: column('present', wholeNumber),
    total: column('total', wholeNumber),
    rulesPassed: column('rulesPassed', flag),
    regional: column('regional', flag),
    covers: column('covers', employerCodes),
  },
});
export type WorkersCongress = DataOf<typeof workersCongress>;

export const affairsOpenness = define('FULL', '厂务公开', 'openness of enterprise affairs', {
  name: 'AFFAIRS_OPENNESS',
  ownName: 'openness',
  source: '企业民主管理规定',
  shape: {
    system: column('system', flag),
    leadingBody: column('leadingBody', flag),
    lastPublishedOn: column('lastPublished', optional(day)),
  },
});
export type AffairsOpenness = DataOf<typeof affairsOpenness>;

/** 一函两书: reminder → opinion → reply → proposal to the authority. A letter is no finding of a breach. */
export const unionLetter = define('DELTA', '工会劳动法律监督提示函、意见书、建议书', 'union letter', {
  name: 'UNION_LETTER',
  ownName: 'letter',
  source: '工会法第二十条至第二十七条；最高人民检察院、中华全国总工会一函两书制度（2024）',
  shape: {
    letterNo: column('no', text),
    kind: column('kind', words({ reminder: 'REMINDER', opinion: 'OPINION', proposal: 'PROPOSAL' })),
    sentOn: column('sent', day),
    repliedOn: column('replied', optional(day)),
    outcome: column(
      'outcome',
      optional(words({ corrected: 'CORRECTED', refused: 'REFUSED', none: 'NO_REPLY' })),
    ),
  },
});
export type UnionLetter = DataOf<typeof unionLetter>;
