/** What 人社 delivers: insurance, grades, inspection, contract review, mediation, stations; Order 45 has a file of its own. */
import {
  between,
  compactDay,
  industry,
  optional,
  regionCode,
  text,
  wholeNumber,
  words,
  yesNo,
} from '../fields';
import { column, type DataOf } from '../record-type';
import { define } from './delivery-format';

const MATTER = words({
  工资: 'WAGES',
  合同: 'CONTRACT',
  工时: 'HOURS',
  社保: 'SOCIAL_INSURANCE',
  女职工和未成年工: 'WOMEN_JUVENILE',
  童工: 'CHILD_LABOUR',
  其他: 'OTHER',
});

/** The one type from which units take code, name, region, branch and number of employees. */
export const socialInsurance = define('FULL', '社会保险登记', 'social-insurance registration', {
  name: 'SOCIAL_INSURANCE',
  ownName: 'social-insurance',
  source: '社会保险法第五十七条；社会保险经办条例第六条',
  namesUnits: true,
  shape: {
    status: column('参保状态', words({ 正常参保: 'ACTIVE', 暂停: 'SUSPENDED', 终止: 'CLOSED' })),
    registeredOn: column('登记日期', compactDay),
    internalNumber: column('单位编号', text),
    insuredCount: column('参保人数', wholeNumber),
    regionCode: column('行政区划代码', regionCode),
    industry: column('行业门类', industry),
  },
});
export type SocialInsurance = DataOf<typeof socialInsurance>;

/** Graded once a year on the year before; published late, so the calendar year alone tells no current grade. */
export const integrityGrade = define('FULL', '劳动保障守法诚信等级', 'compliance and integrity grade', {
  name: 'INTEGRITY_GRADE',
  ownName: 'integrity-grade',
  source: '企业劳动保障守法诚信等级评价办法（人社部规〔2016〕1号）；劳动保障监察条例第二十二条',
  shape: {
    evaluatedYear: column('评价年度', between(1995, 2100)),
    grade: column('等级', words({ A: 'A', B: 'B', C: 'C' })),
    publishedOn: column('公布日期', compactDay),
    validFrom: column('有效期起', compactDay),
    validTo: column('有效期止', compactDay),
  },
  effective: ({ validFrom, validTo }) => ({ from: validFrom, to: validTo }),
});
export type IntegrityGrade = DataOf<typeof integrityGrade>;

export const inspectionCase = define('DELTA', '劳动保障监察案件', 'labour inspection case', {
  name: 'INSPECTION_CASE',
  ownName: 'inspection-case',
  source: '劳动保障监察条例第十七条',
  shape: {
    caseNo: column('案号', text),
    matter: column('事项', MATTER),
    filedOn: column('立案日期', compactDay),
    closedOn: column('结案日期', optional(compactDay)),
    outcome: column(
      '结果',
      optional(words({ 未发现违法: 'NO_BREACH', 已整改: 'CORRECTED', 作出决定: 'DECISION' })),
    ),
  },
});
export type InspectionCase = DataOf<typeof inspectionCase>;

export const inspectionDecision = define('DELTA', '劳动保障监察决定', 'labour inspection decision', {
  name: 'INSPECTION_DECISION',
  ownName: 'inspection-decision',
  source: '劳动保障监察条例第十八条、第十九条；行政处罚法',
  shape: {
    documentNo: column('文书号', text),
    kind: column('决定种类', words({ 行政处理: 'TREATMENT', 行政处罚: 'PENALTY' })),
    matter: column('事项', MATTER),
    decidedOn: column('决定日期', compactDay),
    servedOn: column('送达日期', optional(compactDay)),
    annulledOn: column('撤销日期', optional(compactDay)),
  },
});
export type InspectionDecision = DataOf<typeof inspectionDecision>;

/** No objection within 15 days of receipt: the contract takes effect. */
export const contractReview = define('DELTA', '集体合同审查', 'review of a collective contract', {
  name: 'CONTRACT_REVIEW',
  ownName: 'contract-review',
  source: '劳动合同法第五十四条',
  shape: {
    contractNo: column('合同编号', text),
    receivedOn: column('收到日期', compactDay),
    reviewedOn: column('审查日期', optional(compactDay)),
    result: column('审查意见', optional(words({ 无异议: 'NO_OBJECTION', 有异议: 'OBJECTION' }))),
  },
});
export type ContractReview = DataOf<typeof contractReview>;

export const mediationBody = define('FULL', '企业劳动争议调解组织', 'mediation body', {
  name: 'MEDIATION_BODY',
  ownName: 'mediation-body',
  source: '劳动争议调解仲裁法第十条；企业劳动争议协商调解规定（人社部令第17号）',
  shape: {
    kind: column('组织形式', words({ 调解委员会: 'COMMITTEE', 调解员: 'NAMED_MEDIATOR' })),
    establishedOn: column('成立日期', compactDay),
    endedOn: column('撤销日期', optional(compactDay)),
    members: column('调解员人数', wholeNumber),
  },
});
export type MediationBody = DataOf<typeof mediationBody>;

export const coordinators = define('FULL', '劳动关系协调员', 'labour-relations coordinators', {
  name: 'COORDINATORS',
  ownName: 'coordinators',
  source: '威人社函〔2023〕19号五（一）4；业务台账',
  shape: { count: column('劳动关系协调员人数', wholeNumber) },
});
export type Coordinators = DataOf<typeof coordinators>;

/** Its unit is the park or township. */
export const serviceStation = define('FULL', '劳动关系基层公共服务站点', 'service station', {
  name: 'SERVICE_STATION',
  ownName: 'service-station',
  source: '威人社函〔2023〕19号五（二）7；业务台账',
  shape: {
    sign: column('标识统一', yesNo),
    place: column('场所固定', yesNo),
    facilities: column('设施齐全', yesNo),
    content: column('内容完备', yesNo),
    coordinators: column('协调员人数', wholeNumber),
    eventsInYear: column('年度活动次数', wholeNumber),
  },
});
export type ServiceStation = DataOf<typeof serviceStation>;

export const collectiveIncident = define('DELTA', '群体性事件', 'collective incident', {
  name: 'COLLECTIVE_INCIDENT',
  ownName: 'collective-incident',
  source: '威人社函〔2023〕19号五（二）6；业务台账',
  shape: {
    kind: column('类别', words({ 劳动关系: 'LABOUR', 安全生产: 'SAFETY', 职业危害: 'OCCUPATIONAL' })),
    occurredOn: column('发生日期', compactDay),
    workers: column('涉及人数', wholeNumber),
    reportedOn: column('报告日期', optional(compactDay)),
    resolvedOn: column('化解日期', optional(compactDay)),
  },
});
export type CollectiveIncident = DataOf<typeof collectiveIncident>;
