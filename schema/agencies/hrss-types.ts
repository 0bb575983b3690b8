/** Record types of 人社, but for the joint-sanction chain. */
import { amount, day, OPTIONAL, text, whole, word, words, yesNo } from '../fields';
import { AgencyRecord, RecordType } from './record';

export const InsuranceStatus = words(
  'InsuranceStatus',
  '参保状态。 State of social-insurance registration.',
  {
    ACTIVE: '正常参保。 Active.',
    SUSPENDED: '暂停。 Suspended.',
    CLOSED: '终止。 Closed.',
  },
);

export const Grade = words('IntegrityGradeLetter', '守法诚信等级。 Compliance and integrity grade.', {
  A: '未发现违法。 No breach was found.',
  B: '有违法但不属于 C。 A breach was found, but none that makes it C.',
  C: '三次以上违法或情节严重等。 Three breaches or more, or grave ones.',
});

export const Matter = words('InspectionMatter', '监察事项。 Matter of a labour inspection.', {
  WAGES: '工资。 Wages.',
  CONTRACT: '劳动合同。 Labour contracts.',
  HOURS: '工时休假。 Working time and leave.',
  SOCIAL_INSURANCE: '社会保险。 Social insurance.',
  WOMEN_JUVENILE: '女职工和未成年工。 Women and juvenile workers.',
  CHILD_LABOUR: '童工。 Child labour.',
  OTHER: '其他。 Other.',
});

export const InspectionOutcome = words('InspectionOutcome', '监察结果。 Outcome of an inspection case.', {
  NO_BREACH: '未发现违法。 No breach.',
  CORRECTED: '已整改。 Corrected.',
  DECISION: '作出决定。 A decision was made.',
});

export const InspectionDecisionKind = words('InspectionDecisionKind', '决定种类。 Kind of decision.', {
  TREATMENT: '行政处理。 Administrative treatment.',
  PENALTY: '行政处罚。 Administrative penalty.',
});

export const ReviewResult = words('ContractReviewResult', '集体合同审查意见。 Result of a contract review.', {
  NO_OBJECTION: '无异议。 No objection.',
  OBJECTION: '有异议。 Objection.',
});

export const MediationKind = words('MediationBodyKind', '调解组织形式。 Form of a mediation body.', {
  COMMITTEE: '调解委员会。 Committee.',
  NAMED_MEDIATOR: '指定调解员。 Named mediator.',
});

export const IncidentKind = words('CollectiveIncidentKind', '事件类别。 Kind of incident.', {
  LABOUR: '劳动关系。 Labour relations.',
  SAFETY: '安全生产。 Work safety.',
  OCCUPATIONAL: '职业危害。 Occupational hazard.',
});

@RecordType('hrss.SOCIAL_INSURANCE', '社会保险登记。 Social-insurance registration.')
export class SocialInsurance extends AgencyRecord {
  @word(InsuranceStatus, '参保状态。 State.', OPTIONAL)
  status!: string | null;

  @day('登记日期。 Registered on.', OPTIONAL)
  registeredOn!: string | null;

  @text('单位编号（社保系统内部）。 Number inside the insurance system.', OPTIONAL)
  internalNumber!: string | null;

  @whole('参保人数。 Insured persons.', OPTIONAL)
  insuredCount!: number | null;

  @text('行政区划代码。 Division code.', OPTIONAL)
  regionCode!: string | null;

  @text('行业门类。 Industry section.', OPTIONAL)
  industry!: string | null;
}

@RecordType('hrss.INTEGRITY_GRADE', '守法诚信等级，按评价年度。 Compliance and integrity grade of one year.')
export class IntegrityGrade extends AgencyRecord {
  @whole('评价年度。 The year that was evaluated.', OPTIONAL)
  evaluatedYear!: number | null;

  @word(Grade, '等级。 The grade.', OPTIONAL)
  grade!: string | null;

  @day('公布日期。 Published on.', OPTIONAL)
  publishedOn!: string | null;

  @day('有效期起。 Valid from.', OPTIONAL)
  validFrom!: string | null;

  @day('有效期止。 Valid to.', OPTIONAL)
  validTo!: string | null;
}

@RecordType('hrss.INSPECTION_CASE', '劳动保障监察案件。 A labour-inspection case.')
export class InspectionCase extends AgencyRecord {
  @text('案号。 Case number.', OPTIONAL)
  caseNo!: string | null;

  @word(Matter, '事项。 Matter.', OPTIONAL)
  matter!: string | null;

  @day('立案日期。 Filed on.', OPTIONAL)
  filedOn!: string | null;

  @day('结案日期。 Closed on.', OPTIONAL)
  closedOn!: string | null;

  @word(InspectionOutcome, '结果。 Outcome.', OPTIONAL)
  outcome!: string | null;
}

@RecordType('hrss.INSPECTION_DECISION', '行政处理或处罚决定。 A treatment or penalty decision.')
export class InspectionDecision extends AgencyRecord {
  @text('文书号。 Document number.', OPTIONAL)
  documentNo!: string | null;

  @word(InspectionDecisionKind, '决定种类。 Kind.', OPTIONAL)
  kind!: string | null;

  @word(Matter, '事项。 Matter.', OPTIONAL)
  matter!: string | null;

  @day('决定日期。 Decided on.', OPTIONAL)
  decidedOn!: string | null;

  @day('送达日期。 Served on.', OPTIONAL)
  servedOn!: string | null;

  @day('撤销日期。 Annulled on.', OPTIONAL)
  annulledOn!: string | null;
}

@RecordType('hrss.PAY_ORDER', '责令限期支付文书。 An order to pay within a time limit.')
export class PayOrder extends AgencyRecord {
  @text('文书号。 Document number.', OPTIONAL)
  documentNo!: string | null;

  @day('作出日期。 Issued on.', OPTIONAL)
  issuedOn!: string | null;

  @day('期限届满日。 The limit expires on.', OPTIONAL)
  limitOn!: string | null;

  @whole('涉及人数。 Workers concerned.', OPTIONAL)
  workers!: number | null;

  @amount('金额（元）。 Amount in yuan.', OPTIONAL)
  amount!: string | null;

  @yesNo('是否履行。 Was it obeyed?', OPTIONAL)
  obeyed!: boolean | null;
}

@RecordType('hrss.CONTRACT_REVIEW', '集体合同审查。 Review of a collective contract.')
export class ContractReview extends AgencyRecord {
  @text('合同编号。 Contract number.', OPTIONAL)
  contractNo!: string | null;

  @day('收到日期。 Received on.', OPTIONAL)
  receivedOn!: string | null;

  @day('审查日期。 Reviewed on.', OPTIONAL)
  reviewedOn!: string | null;

  @word(
    ReviewResult,
    '审查意见；十五日内无异议即生效。 Result; without objection in 15 days it is in effect.',
    OPTIONAL,
  )
  result!: string | null;
}

@RecordType('hrss.MEDIATION_BODY', '劳动争议调解组织。 A body for labour-dispute mediation.')
export class MediationBody extends AgencyRecord {
  @word(MediationKind, '组织形式。 Form.', OPTIONAL)
  kind!: string | null;

  @day('成立日期。 Established on.', OPTIONAL)
  establishedOn!: string | null;

  @day('撤销日期。 Ended on.', OPTIONAL)
  endedOn!: string | null;

  @whole('调解员人数。 Mediators.', OPTIONAL)
  members!: number | null;
}

@RecordType('hrss.COORDINATORS', '劳动关系协调员。 Labour-relations coordinators.')
export class CoordinatorCount extends AgencyRecord {
  @whole('人数。 How many.', OPTIONAL)
  count!: number | null;
}

@RecordType('hrss.SERVICE_STATION', '园区和谐劳动关系服务站。 A park’s labour-relations service station.')
export class ServiceStation extends AgencyRecord {
  @yesNo('标识统一。 Uniform sign.', OPTIONAL)
  sign!: boolean | null;

  @yesNo('场所固定。 Fixed place.', OPTIONAL)
  place!: boolean | null;

  @yesNo('设施齐全。 Complete facilities.', OPTIONAL)
  facilities!: boolean | null;

  @yesNo('内容完备。 Complete content.', OPTIONAL)
  content!: boolean | null;

  @whole('协调员人数。 Coordinators.', OPTIONAL)
  coordinators!: number | null;

  @whole('年度活动次数。 Events in the year.', OPTIONAL)
  eventsInYear!: number | null;
}

@RecordType('hrss.COLLECTIVE_INCIDENT', '群体性或重大事件。 A collective or major incident.')
export class CollectiveIncident extends AgencyRecord {
  @word(IncidentKind, '类别。 Kind.', OPTIONAL)
  kind!: string | null;

  @day('发生日期。 Occurred on.', OPTIONAL)
  occurredOn!: string | null;

  @whole('涉及人数。 Workers concerned.', OPTIONAL)
  workers!: number | null;

  @day('报告日期。 Reported on.', OPTIONAL)
  reportedOn!: string | null;

  @day('化解日期。 Resolved on.', OPTIONAL)
  resolvedOn!: string | null;
}
