/** Eligibility for incentive measures, as of a date, each part named. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { day, id, instant, OPTIONAL, text, texts, whole, word, words, yesNo } from '../fields';

export const EligibilityAnswer = words('EligibilityAnswer', '激励资格。 Eligibility for a measure.', {
  ELIGIBLE: '具备资格。 Eligible.',
  NOT_ELIGIBLE: '不具备；不对外推送。 Not eligible; this never leaves the hub.',
  PENDING: '待定：来源未答复或重新评估未完成。 Pending: a source has not answered, or re-assessment is due.',
});

export const PartState = words('EligibilityPartState', '单项条件。 State of one condition.', {
  MET: '满足。 Met.',
  NOT_MET: '不满足。 Not met.',
  UNKNOWN: '未知；未知不等于合格。 Unknown; unknown is not clean.',
});

@Access(reads('eligibility'))
@ObjectType({
  description: '对一项措施的激励资格（最近一次评估）。 Eligibility for one measure, as last assessed.',
})
export class Eligibility {
  @id('编号。 Id.')
  id!: string;

  @text('措施。 The measure.')
  measure!: string;

  @whole('第几次评估。 Which assessment in turn.')
  version!: number;

  @day('截至日期。 As of.')
  asOf!: string;

  @word(
    EligibilityAnswer,
    '资格；有新数据待评估时为 PENDING。 The answer; PENDING while new data waits to be worked in.',
  )
  answer!: string;

  @word(EligibilityAnswer, '评估时的结论。 What was found when it was assessed.')
  assessedAnswer!: string;

  @yesNo('是否有新数据待重新评估。 Does new data wait to be worked in?')
  reassessmentDue!: boolean;

  @text('措施版本。 Version of the measure.')
  measureVersion!: string;

  @instant('评估时间。 Assessed at.')
  assessedAt!: Date;
}

@Access(reads('eligibility'))
@ObjectType({ description: '资格的一项条件。 One condition of a measure.' })
export class EligibilityPart {
  @text('条件。 The condition.', OPTIONAL)
  name!: string | null;

  @word(PartState, '是否满足。 Is it met?', OPTIONAL)
  state!: string | null;

  @text('依据。 Its basis.', OPTIONAL)
  basis!: string | null;

  @text('说明。 Why.', OPTIONAL)
  why!: string | null;

  @texts('所查看的内容编号。 Ids of what was looked at.', OPTIONAL)
  evidence!: string[] | null;
}
