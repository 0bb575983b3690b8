/** The deliveries of the five bodies as data: their types, whole list or events, own column names, and what a clerk may spoil in them. */

export type Body = 'hrss' | 'union' | 'court' | 'federation' | 'confederation';

export interface Feed {
  readonly body: Body;
  readonly type: string;
  readonly mode: 'full' | 'delta';
  /** The agency's own columns, tags or keys after the common ones. */
  readonly columns: readonly string[];
  /** A date, an enumerated word and a required value among them, for the spoilt rows. */
  readonly date: string;
  readonly word: string;
}

const of =
  (body: Body) =>
  (type: string, mode: Feed['mode'], date: string, word: string, columns: string): Feed => ({
    body,
    type,
    mode,
    columns: columns.split(' '),
    date,
    word,
  });

const hrss = of('hrss');
const union = of('union');
const court = of('court');
const federation = of('federation');
const confederation = of('confederation');

export const FEEDS = {
  socialInsurance: hrss(
    'social-insurance',
    'full',
    '登记日期',
    '参保状态',
    '参保状态 登记日期 单位编号 参保人数 行政区划代码 行业门类 经办人姓名 经办人证件号',
  ),
  integrityGrade: hrss(
    'integrity-grade',
    'full',
    '公布日期',
    '等级',
    '评价年度 等级 公布日期 有效期起 有效期止',
  ),
  inspectionCase: hrss(
    'inspection-case',
    'delta',
    '立案日期',
    '事项',
    '案号 事项 立案日期 结案日期 结果 投诉人姓名 投诉人电话',
  ),
  inspectionDecision: hrss(
    'inspection-decision',
    'delta',
    '决定日期',
    '决定种类',
    '文书号 决定种类 事项 决定日期 送达日期 撤销日期',
  ),
  payOrder: hrss(
    'pay-order',
    'delta',
    '作出日期',
    '是否履行',
    '文书号 作出日期 期限届满日 涉及人数 金额 是否履行',
  ),
  listingDecision: hrss(
    'listing-decision',
    'full',
    '列入日期',
    '列入事由',
    '列入决定文书号 作出机关 列入事由 责令支付文书号 告知送达日期 列入日期 决定送达日期 预计退出日期 人员身份 姓名 证件类型 证件号码',
  ),
  listingRemoval: hrss(
    'listing-removal',
    'delta',
    '移出决定日期',
    '移出类型',
    '移出文书号 列入决定文书号 移出类型 移出决定日期 实际移出日期',
  ),
  contractReview: hrss(
    'contract-review',
    'delta',
    '收到日期',
    '审查意见',
    '合同编号 收到日期 审查日期 审查意见',
  ),
  mediationBody: hrss(
    'mediation-body',
    'full',
    '成立日期',
    '组织形式',
    '组织形式 成立日期 撤销日期 调解员人数',
  ),
  coordinators: hrss('coordinators', 'full', '数据日期', '劳动关系协调员人数', '劳动关系协调员人数'),
  serviceStation: hrss(
    'service-station',
    'full',
    '数据日期',
    '标识统一',
    '标识统一 场所固定 设施齐全 内容完备 协调员人数 年度活动次数',
  ),
  collectiveIncident: hrss(
    'collective-incident',
    'delta',
    '发生日期',
    '类别',
    '类别 发生日期 涉及人数 报告日期 化解日期',
  ),
  unionUnit: union(
    'unit',
    'full',
    'founded',
    'memberCount',
    'code title founded termEnd dissolved memberCount chair',
  ),
  negotiation: union('negotiation', 'delta', 'offered', 'topic', 'topic offered replied concluded'),
  contract: union('contract', 'full', 'signed', 'kind', 'no kind scope signed from to wages covers'),
  congress: union('congress', 'delta', 'held', 'present', 'held present total rulesPassed regional covers'),
  openness: union('openness', 'full', 'lastPublished', 'system', 'system leadingBody lastPublished'),
  letter: union('letter', 'delta', 'sent', 'kind', 'no kind sent replied outcome'),
  dishonesty: court(
    'dishonesty',
    'full',
    '发布日期',
    '情形',
    '执行案号 执行依据文号 执行法院 情形 发布日期 期限届满日 法定代表人',
  ),
  dishonestyDeletion: court('dishonesty-deletion', 'delta', '处理日期', '处理', '执行案号 处理 处理日期'),
  dispute: court('dispute', 'delta', '结案日期', '结案方式', '案号 结案日期 结案方式 原告姓名'),
  confirmation: court('confirmation', 'delta', '裁定日期', '裁定日期', '案号 裁定日期 调解组织'),
  federationMembership: federation('membership', 'full', 'joined', 'joined', 'joined left role'),
  honour: federation('honour', 'delta', 'awarded', 'level', 'title level awarded'),
  federationLocalBody: federation('local-body', 'full', 'founded', 'founded', 'kind founded'),
  confederationMembership: confederation(
    'membership',
    'full',
    '入会日期',
    '入会日期',
    '入会日期 退会日期 会内职务单位',
  ),
  csrReport: confederation('csr-report', 'full', '发布日期', '年度', '年度 发布日期'),
  confederationLocalBody: confederation('local-body', 'full', '成立日期', '成立日期', '组织类型 成立日期'),
} as const;

export type FeedName = keyof typeof FEEDS;

export type Value = string | number | boolean | null | readonly string[] | { readonly [key: string]: string };

/** One row of a delivery before it is written in the agency's own way. */
export interface Row {
  readonly key: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  /** YYYY-MM-DD */
  readonly observed: string;
  readonly values: { readonly [column: string]: Value };
  /** Old court papers carry this instead of the code. */
  readonly organisationCode?: string;
}

export type Emit = (feed: FeedName, row: Row) => void;
