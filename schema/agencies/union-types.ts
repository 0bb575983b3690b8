/** Record types of 工会. */
import { day, OPTIONAL, text, texts, whole, word, words, yesNo } from '../fields';
import { AgencyRecord, RecordType } from './record';

export const NegotiationSubject = words('NegotiationSubject', '协商内容。 Subject of a negotiation.', {
  WAGES: '工资。 Wages.',
  OTHER: '其他。 Other.',
});

export const ContractKind = words('CollectiveContractKind', '集体合同种类。 Kind of collective contract.', {
  COMPREHENSIVE: '综合集体合同。 Comprehensive.',
  WAGES: '工资专项。 On wages.',
  WOMEN: '女职工权益保护专项。 On the protection of women workers.',
  SAFETY: '劳动安全卫生专项。 On safety and health.',
});

export const ContractScope = words(
  'CollectiveContractScope',
  '集体合同范围。 Scope of a collective contract.',
  {
    UNIT: '单位。 One unit.',
    REGIONAL: '区域性。 Regional.',
    INDUSTRY: '行业性。 Of an industry.',
  },
);

export const LetterKind = words(
  'UnionLetterKind',
  '工会劳动法律监督“一函两书”。 Letters of union supervision.',
  {
    REMINDER: '提示函。 Reminder.',
    OPINION: '意见书。 Opinion.',
    PROPOSAL: '建议书。 Proposal.',
  },
);

export const LetterOutcome = words('UnionLetterOutcome', '函书结果。 Outcome of a union letter.', {
  CORRECTED: '已改正。 Corrected.',
  REFUSED: '拒绝。 Refused.',
  NO_REPLY: '未答复。 No reply.',
});

@RecordType('union.UNION_UNIT', '单位工会。 The union at a unit.')
export class UnionUnit extends AgencyRecord {
  @text('工会自己的统一社会信用代码，不是单位的。 The union’s own code, never the employer’s.', OPTIONAL)
  unionCode!: string | null;

  @text('工会名称。 Name of the union.', OPTIONAL)
  unionName!: string | null;

  @day('成立日期。 Established on.', OPTIONAL)
  establishedOn!: string | null;

  @day('届满日期。 Its term ends on.', OPTIONAL)
  termEndsOn!: string | null;

  @day('撤销日期。 Dissolved on.', OPTIONAL)
  dissolvedOn!: string | null;

  @whole('会员人数。 Members.', OPTIONAL)
  members!: number | null;
}

@RecordType('union.NEGOTIATION', '集体协商要约和答复。 Offer and reply of a collective negotiation.')
export class Negotiation extends AgencyRecord {
  @word(NegotiationSubject, '协商内容。 Subject.', OPTIONAL)
  subject!: string | null;

  @day('要约日期。 Offered on.', OPTIONAL)
  offeredOn!: string | null;

  @day('答复日期。 Replied on.', OPTIONAL)
  repliedOn!: string | null;

  @day('达成日期。 Concluded on.', OPTIONAL)
  concludedOn!: string | null;
}

@RecordType('union.COLLECTIVE_CONTRACT', '集体合同。 A collective contract.')
export class CollectiveContract extends AgencyRecord {
  @text('合同编号。 Contract number.', OPTIONAL)
  contractNo!: string | null;

  @word(ContractKind, '种类。 Kind.', OPTIONAL)
  kind!: string | null;

  @word(ContractScope, '范围。 Scope.', OPTIONAL)
  scope!: string | null;

  @day('签订日期。 Signed on.', OPTIONAL)
  signedOn!: string | null;

  @day('期限起。 Term from.', OPTIONAL)
  termFrom!: string | null;

  @day('期限止。 Term to.', OPTIONAL)
  termTo!: string | null;

  @yesNo('是否含工资内容。 Does it cover wages?', OPTIONAL)
  coversWages!: boolean | null;

  @texts(
    '区域性、行业性合同覆盖的单位代码。 Codes of the units that a regional or industry contract covers.',
    OPTIONAL,
  )
  covers!: string[] | null;
}

@RecordType('union.WORKERS_CONGRESS', '职工（代表）大会。 A workers’ congress.')
export class WorkersCongress extends AgencyRecord {
  @day('召开日期。 Held on.', OPTIONAL)
  heldOn!: string | null;

  @whole('到会代表。 Representatives present.', OPTIONAL)
  present!: number | null;

  @whole('应到代表。 Representatives in all.', OPTIONAL)
  total!: number | null;

  @yesNo('是否通过规章制度。 Were rules passed?', OPTIONAL)
  rulesPassed!: boolean | null;

  @yesNo('是否区域性职代会。 Is it a regional congress?', OPTIONAL)
  regional!: boolean | null;

  @texts('覆盖的单位代码。 Codes of the units it covers.', OPTIONAL)
  covers!: string[] | null;
}

@RecordType('union.AFFAIRS_OPENNESS', '厂务公开。 Openness of enterprise affairs.')
export class AffairsOpenness extends AgencyRecord {
  @yesNo('有制度。 There is a system.', OPTIONAL)
  system!: boolean | null;

  @yesNo('有领导机构。 There is a leading body.', OPTIONAL)
  leadingBody!: boolean | null;

  @day('最近公开日期。 Last published on.', OPTIONAL)
  lastPublishedOn!: string | null;
}

@RecordType('union.UNION_LETTER', '工会劳动法律监督函书。 A letter of union labour-law supervision.')
export class UnionLetter extends AgencyRecord {
  @text('文号。 Letter number.', OPTIONAL)
  letterNo!: string | null;

  @word(LetterKind, '种类。 Kind.', OPTIONAL)
  kind!: string | null;

  @day('发出日期。 Sent on.', OPTIONAL)
  sentOn!: string | null;

  @day('答复日期。 Replied on.', OPTIONAL)
  repliedOn!: string | null;

  @word(LetterOutcome, '结果；null 为待答复。 Outcome; null: pending.', OPTIONAL)
  outcome!: string | null;
}
