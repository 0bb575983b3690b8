/** Titles as they are asked for: naming, what became of it, decisions with the bodies' opinions. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { BodyName, HonourType, TitleLevel } from '../common-words';
import { day, id, instant, OPTIONAL, text, whole, word, words } from '../fields';
import { UnitKind } from '../units/types';

export const TitleState = words(
  'TitleState',
  '称号现状，由经过推算。 Present state of a title, worked out from its events.',
  {
    VALID: '有效。 Valid.',
    OVERDUE: '复核逾期：既非有效确认也非失效。 Re-review overdue: neither confirmed nor void.',
    CANCELLED: '已取消（摘牌）。 Cancelled.',
    LAPSED: '失效（未申请复核）。 Lapsed, no re-review was applied for.',
  },
);

export const TitleEventKind = words('TitleEventKind', '称号上的事项。 What happened to a title.', {
  NAMED: '命名。 Named.',
  KEPT: '复核保留。 Kept after a re-review.',
  OVERDUE: '复核逾期。 Its re-review became overdue.',
  CANCELLED: '取消。 Cancelled.',
  LAPSED: '失效。 Lapsed.',
  REPORTED_UPWARD: '上报命名机关。 Reported to the body that named.',
});

export const Opinion = words('Opinion', '一家的意见。 What a body thinks of a proposal.', {
  AGREE: '同意。 Agrees.',
  DISAGREE: '不同意。 Disagrees.',
  ABSTAIN: '弃权。 Abstains.',
});

export const DecisionOutcome = words('DecisionOutcome', '三方决定。 Decision of the tripartite body.', {
  KEEP: '保留称号。 The title is kept.',
  CANCEL: '取消称号。 The title is cancelled.',
  REPORT_UPWARD: '上报命名机关。 Reported to the body that named.',
});

@Access(reads('designations'))
@ObjectType({ description: '和谐劳动关系称号。 A harmonious-labour-relations title.' })
export class Designation {
  @id('编号。 Id.')
  id!: string;

  @word(UnitKind, '单位类型。 Kind of unit.')
  unitKind!: string;

  @text('命名文件上的名称。 The name in the naming document.')
  name!: string;

  @text('称号。 The title.')
  title!: string;

  @word(TitleLevel, '级别。 Level.')
  level!: string;

  @word(HonourType, '荣誉类型。 Type of honour.')
  honourType!: string;

  @text('命名机关；只有它可以取消。 The body that named; it alone may cancel.', OPTIONAL)
  namingBody!: string | null;

  @text('命名文号。 Document number.', OPTIONAL)
  documentNo!: string | null;

  @text('省份。 Province.', OPTIONAL)
  province!: string | null;

  @day('命名日期。 Named on.')
  namedOn!: string;

  @text('来源。 Where it comes from.')
  source!: string;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;

  @word(TitleState, '现状。 Present state.')
  state!: string;
}

@Access(reads('designations'))
@ObjectType({
  description:
    '称号上发生的事项；复核的结果只给有权查看复核的人。 Something that happened to a title; outcomes of reviews are for those who may read reviews.',
})
export class TitleEvent {
  @id('编号。 Id.')
  id!: string;

  @whole('顺序。 Order.')
  version!: number;

  @word(TitleEventKind, '事项。 What happened.')
  kind!: string;

  @day('日期。 On.')
  onDate!: string;

  @text('文号。 Document number.', OPTIONAL)
  documentNo!: string | null;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;
}

@Access(reads('designations'))
@ObjectType({ description: '一家的意见。 The opinion of one body.' })
export class BodyOpinion {
  @word(BodyName, '四家之一。 The body.', OPTIONAL)
  body!: string | null;

  @word(Opinion, '意见。 Its opinion.', OPTIONAL)
  opinion!: string | null;

  @day('日期。 On.', OPTIONAL)
  on!: string | null;

  @text('附言。 A note.', OPTIONAL)
  note!: string | null;
}

@Access(reads('reviews'))
@ObjectType({ description: '三方关于称号的决定。 A decision of the tripartite body on a title.' })
export class TitleDecision {
  @id('编号。 Id.')
  id!: string;

  @word(DecisionOutcome, '决定。 What was decided.')
  outcome!: string;

  @text('文号。 Document number.')
  documentNo!: string;

  @day('决定日期。 Decided on.')
  decidedOn!: string;

  @text('决定机关。 The body that decided.')
  decidingBody!: string;

  @day('听取单位意见日期。 The unit was heard on.', OPTIONAL)
  heardOn!: string | null;

  @text('理由。 Grounds.')
  grounds!: string;

  @text('登记人。 Entered by.')
  actorName!: string;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;
}
