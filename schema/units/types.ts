/** Units as they are asked for: codes, names, region, and which name-only record may be which unit. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { amount, day, id, instant, OPTIONAL, text, whole, word, words } from '../fields';

export const UnitKind = words('UnitKind', '单位类型。 Kind of unit.', {
  ENTERPRISE: '企业。 An enterprise.',
  INDUSTRIAL_PARK: '工业园区。 An industrial park.',
  TOWNSHIP: '街道或乡镇。 A subdistrict or township.',
  INDUSTRY: '行业（协会）。 An industry, through its association.',
});

export const RegionLevel = words('RegionLevel', '区划级别。 Level of a region.', {
  PROVINCE: '省。 Province.',
  CITY: '设区的市。 City with districts.',
  COUNTY: '县、区、县级市。 County, district or county-level city.',
  ZONE: '开发区（统计代码）。 Development zone, by its statistical code.',
  TOWNSHIP: '街道或乡镇。 Subdistrict or township.',
});

export const MatchAnswer = words('MatchAnswer', '同一性判断。 Is the record about this unit?', {
  SAME: '是同一单位。 The same unit.',
  NOT_SAME: '不是同一单位。 Not the same unit.',
  UNSURE: '无法确定。 Cannot be told.',
  WITHDRAWN: '撤回先前的判断。 An earlier answer is taken back.',
});

@Access(reads('units'))
@ObjectType({ description: '行政区划，按年度版本。 An administrative division, as of a year.' })
export class Region {
  @text('区划代码。 Division code.')
  code!: string;

  @whole('代码年度版本。 Year of the code list.')
  year!: number;

  @text('名称。 Name.')
  name!: string;

  @text('上级区划代码。 Code of the division above.', OPTIONAL)
  parentCode!: string | null;

  @word(RegionLevel, '级别。 Level.')
  level!: string;

  @text('变更前的代码。 The code it had before.', OPTIONAL)
  predecessorCode!: string | null;

  @text('备注，如统计用代码。 Remark, such as "statistical code".', OPTIONAL)
  note!: string | null;
}

@Access(reads('units'))
@ObjectType({ description: '用人单位、园区或乡镇。 An employer, a park or a township.' })
export class Unit {
  @id('内部编号。 Internal id.')
  id!: string;

  @text('统一社会信用代码。 Unified social credit code.', OPTIONAL)
  code!: string | null;

  @word(UnitKind, '单位类型。 Kind of unit.')
  kind!: string;

  @text('现用名称。 Present name.')
  name!: string;

  @text('组织机构代码（主体标识码）。 Organisation code.', OPTIONAL)
  organisationCode!: string | null;

  @text(
    '三方办公室编号，用于没有代码的园区。 The tripartite office’s own code, for a park without one.',
    OPTIONAL,
  )
  localCode!: string | null;

  @text(
    '所在区划代码（不是代码中的登记地）。 Code of the region it is in, not that of registration.',
    OPTIONAL,
  )
  regionCode!: string | null;

  @whole('区划代码年度。 Year of the region code.', OPTIONAL)
  regionYear!: number | null;

  @text('行业门类（A–T）。 Industry section (A–T).', OPTIONAL)
  industry!: string | null;

  @whole('职工人数。 Employees.', OPTIONAL)
  employees!: number | null;

  @instant('建档时间。 Since when it is known here.')
  createdAt!: Date;

  @instant('最近更新时间。 Last change.')
  updatedAt!: Date;
}

@Access(reads('units'))
@ObjectType({ description: '现用名称或曾用名。 A present or former name.' })
export class UnitName {
  @text('名称。 The name.')
  name!: string;

  @day('首次出现日期。 First seen on.')
  firstSeenOn!: string;

  @day('最后出现日期。 Last seen on.', OPTIONAL)
  lastSeenOn!: string | null;

  @text(
    '来源；无权查看该类记录的为 null。 Where it comes from; null where you may not see such records.',
    OPTIONAL,
  )
  source!: string | null;
}

@Access(reads('matches'))
@ObjectType({ description: '对同一性候选的一次判断。 One answer to a match candidate.' })
export class MatchDecision {
  @id('编号。 Id.')
  id!: string;

  @whole('第几次判断。 Which answer in turn.')
  version!: number;

  @word(MatchAnswer, '判断。 The answer.')
  answer!: string;

  @text('理由。 Why.')
  why!: string;

  @text('判断人。 Who answered.')
  actorName!: string;

  @instant('时间。 When.')
  at!: Date;
}

@Access(reads('matches'))
@ObjectType({
  description:
    '只有名称的记录所载内容，供判断是否同一单位。 What the name-only record says, to decide on whether it is about the unit.',
})
export class MatchSubject {
  @text('称号或事项。 The title, or what it is about.', OPTIONAL)
  title!: string | null;

  @text('级别。 Level.', OPTIONAL)
  level!: string | null;

  @day('日期（命名、数据）。 Named or observed on.')
  onDate!: string;

  @text('文号。 Document number.', OPTIONAL)
  documentNo!: string | null;

  @text('制发机关。 The body that issued it.', OPTIONAL)
  issuer!: string | null;

  @text('所载省份或区划。 The province or region it names.', OPTIONAL)
  place!: string | null;

  @text('来源名单或数据源。 The list or feed it comes from.')
  source!: string;

  @text('在来源中的编号。 Its key in the source.')
  sourceKey!: string;

  @text(
    '记录全部内容（JSON 文本）；称号为 null。 All that a record says, as JSON text; null for a title.',
    OPTIONAL,
  )
  data!: string | null;
}

@Access(reads('matches'))
@ObjectType({
  description:
    '只有名称的记录可能就是某单位，由工作人员判断。 A name-only record that may be about a unit; an officer decides.',
})
export class MatchCandidate {
  @id('编号。 Id.')
  id!: string;

  @text('记录种类。 What the record is.')
  subjectType!: string;

  @text('记录编号。 Id of the record.')
  subjectId!: string;

  @text('记录上的名称。 The name on the record.')
  subjectName!: string;

  @amount('名称相似度（0–1）。 Likeness of the names, 0 to 1.')
  score!: string;

  @text('为何提出。 Why it was proposed.')
  reason!: string;

  @instant('提出时间。 When it was proposed.')
  createdAt!: Date;

  @word(MatchAnswer, '最近的判断；null 为待判断。 The latest answer; null: waiting for one.', OPTIONAL)
  answer!: string | null;
}
