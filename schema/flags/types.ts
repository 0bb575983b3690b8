/** Flags as they are asked for: what other agencies may rely on, version by version. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { FlagKind, FlagState, HonourType, TitleLevel } from '../common-words';
import { day, id, instant, OPTIONAL, text, texts, whole, word, yesNo } from '../fields';

@Access(reads('flags.DESIGNATION', 'flags.INCENTIVE_ELIGIBILITY', 'flags.JOINT_SANCTION'))
@ObjectType({
  description:
    '标识的一个版本；其他部门只能依据现行版本。 One version of a flag; only the latest may be relied on.',
})
export class Flag {
  @id('编号。 Id.')
  id!: string;

  @word(FlagKind, '种类。 Kind.')
  kind!: string;

  @text('标识对象（称号编号、措施、列入决定）。 What it is about: a title, a measure, a listing.')
  subject!: string;

  @whole('版本。 Version.')
  version!: number;

  @word(FlagState, '状态。 State.')
  state!: string;

  @day('生效日期。 In effect from.')
  effectiveFrom!: string;

  @day('到期日期；到期即停止使用。 It ends on this day, even if its source is late.', OPTIONAL)
  effectiveEnd!: string | null;

  @yesNo('是否现行版本。 Is it the latest version?')
  latest!: boolean;

  @yesNo(
    '是否暂不能确认：来源未答复，或列入记录已不在来源名单中；不得当作确认使用。 Unconfirmed for now: its source is silent.',
  )
  unconfirmed!: boolean;

  @text('依据的决定种类。 Kind of the decision it rests on.')
  decisionType!: string;

  @text('依据的决定编号。 Id of the decision it rests on.')
  decisionId!: string;

  @Access(reads('eligibility', 'listings'))
  @text('变更原因。 Why it changed.', OPTIONAL)
  reason!: string | null;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;
}

@Access(reads('flags.DESIGNATION', 'flags.INCENTIVE_ELIGIBILITY', 'flags.JOINT_SANCTION'))
@ObjectType({
  description:
    '标识所载内容；不含自然人、等级和评审结论。 What a flag says; nothing on persons, grades or verdicts.',
})
export class FlagBasis {
  @text('称号。 Title.', OPTIONAL)
  title!: string | null;

  @word(TitleLevel, '称号级别。 Level of the title.', OPTIONAL)
  level!: string | null;

  @word(HonourType, '荣誉类型。 Type of honour.', OPTIONAL)
  honourType!: string | null;

  @day('命名日期。 Named on.', OPTIONAL)
  namedOn!: string | null;

  @text('文号。 Document number.', OPTIONAL)
  documentNo!: string | null;

  @text('命名机关。 The body that named.', OPTIONAL)
  namingBody!: string | null;

  @text('激励措施。 The incentive measure.', OPTIONAL)
  measure!: string | null;

  @text('措施依据。 Legal basis of the measure.', OPTIONAL)
  legalBasis!: string | null;

  @text('列入决定机关。 Body that decided on the listing.', OPTIONAL)
  issuingBody!: string | null;

  @text('列入条款。 Article of the listing.', OPTIONAL)
  article!: string | null;

  @day('列入日期。 Listing decided on.', OPTIONAL)
  decidedOn!: string | null;

  @day('列入决定送达日期。 Listing decision served on.', OPTIONAL)
  servedOn!: string | null;

  @whole('列入期限（年）。 Term of the listing in years.', OPTIONAL)
  termYears!: number | null;

  @text('救济途径。 Remedies.', OPTIONAL)
  remedies!: string | null;

  @Access(reads('eligibility', 'listings'))
  @texts('所依据内容的编号。 Ids of what it rests on.', OPTIONAL)
  evidence!: string[] | null;
}
