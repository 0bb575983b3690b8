/** Words that several areas ask by: titles, verdicts, flags, bodies. */
import { words } from './fields';

export const TitleLevel = words('TitleLevel', '称号级别。 Level of a title.', {
  COUNTY: '县级。 County.',
  CITY: '市级。 City.',
  PROVINCE: '省级。 Province.',
  NATIONAL: '国家级。 National.',
});

export const HonourType = words(
  'HonourType',
  '荣誉类型，互不相同。 Types of honour, which are different things.',
  {
    DEMONSTRATION: '创建示范命名。 Demonstration naming.',
    MODEL_TITLE: '模范称号。 Model title.',
    COMMENDATION: '先进表彰。 Commendation.',
    STANDARD_MET: '达标认定。 Found up to standard.',
  },
);

export const VerdictWord = words('VerdictWord', '评审结论。 Outcome of an evaluation.', {
  PASS: '达标。 Up to standard.',
  RECTIFY: '限期整改。 To be put right by a deadline.',
  FAIL: '整改期满仍未达标。 Still not met after the deadline.',
  PENDING_EVIDENCE: '待补证据；未知不等于合格。 Evidence is missing; unknown is not clean.',
});

export const FlagKind = words('FlagKind', '标识种类。 Kind of flag.', {
  DESIGNATION: '和谐劳动关系称号。 A harmonious-labour-relations title.',
  INCENTIVE_ELIGIBILITY: '激励资格。 Eligibility for incentives.',
  JOINT_SANCTION:
    '失信联合惩戒（只来自已送达的列入决定）。 Joint sanction, only from a served listing decision.',
});

export const FlagState = words('FlagState', '标识状态。 State of a flag.', {
  ACTIVE: '有效。 In effect.',
  WITHDRAWN: '已撤回。 Withdrawn.',
});

export const BodyName = words(
  'BodyName',
  '三方四家、法院和三方办公室。 The bodies, the court and the tripartite office.',
  {
    hrss: '人力资源和社会保障部门。 Human-resources and social-security authority.',
    union: '总工会。 Trade-union federation.',
    confederation: '企业联合会/企业家协会。 Enterprise confederation.',
    federation: '工商业联合会。 Federation of industry and commerce.',
    court: '法院。 Court.',
    office: '协调劳动关系三方办公室。 Tripartite office.',
  },
);
