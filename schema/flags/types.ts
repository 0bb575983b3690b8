/** Flags as they are asked for: what other agencies may rely on, version by version. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { FlagKind, FlagState } from '../common-words';
import { day, id, instant, OPTIONAL, text, whole, word, yesNo } from '../fields';

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

  @text('依据的决定种类。 Kind of the decision it rests on.')
  decisionType!: string;

  @text('依据的决定编号。 Id of the decision it rests on.')
  decisionId!: string;

  @Access(reads('eligibility', 'listings'))
  @text('依据（JSON 文本）。 What it rests on, as JSON text.', OPTIONAL)
  basis!: string | null;

  @Access(reads('eligibility', 'listings'))
  @text('变更原因。 Why it changed.', OPTIONAL)
  reason!: string | null;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;
}
