/** What officers give with what they do to reviews. */
import { InputType } from 'type-graphql';
import type { BodyOpinion } from '../../src/designations/lifecycle';
import type { Body } from '../../src/kernel/actor';
import type { ProcedureAction } from '../../src/reviews/case-paper';
import { BodyName } from '../common-words';
import { DecisionOutcome, Opinion } from '../designations/types';
import { day, id, list, OPTIONAL, text, texts, word, words, yesNo } from '../fields';

@InputType({ description: '发起复核。 A round to be opened.' })
export class TriggerReviewInput {
  @text('轮次名称。 Title of the round.')
  title!: string;

  @word(BodyName, '为哪家机构发起。 For which body.')
  forBody!: Body;

  @text('缘由。 Why.')
  reason!: string;

  @texts('单位代码；不给则为全部有效称号。 Codes of the units; all titles that stand unless given.', OPTIONAL)
  unitCodes?: string[] | null;

  @day('截至日期；不给则为今日。 As of; today unless given.', OPTIONAL)
  asOf?: string | null;
}

export const ProcedureStep = words('ProcedureStep', '案件办理步骤。 A step of the procedure.', {
  PROPOSE: '县级提议取消：文号、理由。 The county proposes: document number, grounds.',
  WITHDRAW: '撤回提议：原因。 Taken back: reason.',
  NOTIFY: '告知单位：文号、送达日期。 The unit is told: document number, served on.',
  HEAR: '听取意见：是否到场、日期、陈述。 The unit is heard: attended, on, statement.',
});

@InputType({
  description: '办理案件一步；各步所需内容不同。 One step on a case; each step needs its own content.',
})
export class TakeCaseStepInput {
  @id('案件编号。 Id of the case.')
  caseId!: string;

  @word(ProcedureStep, '步骤。 The step.')
  action!: ProcedureAction;

  @text('文号（提议、告知）。 Document number, to propose and to notify.', OPTIONAL)
  documentNo?: string | null;

  @text('理由（提议）。 Grounds, to propose.', OPTIONAL)
  grounds?: string | null;

  @text('原因（撤回）。 Reason, to take back.', OPTIONAL)
  reason?: string | null;

  @day('送达日期（告知）。 Served on, to notify.', OPTIONAL)
  servedOn?: string | null;

  @yesNo('是否到场（听取意见）。 Did the unit attend, to hear.', OPTIONAL)
  attended?: boolean | null;

  @day('听取日期（听取意见）。 Heard on, to hear.', OPTIONAL)
  heardOn?: string | null;

  @text('陈述，不写个人姓名（听取意见）。 What it said, without names of persons, to hear.', OPTIONAL)
  statement?: string | null;
}

@InputType({ description: '一家的意见。 The opinion of one body.' })
export class OpinionInput {
  @word(BodyName, '四家之一。 The body.')
  body!: BodyOpinion['body'];

  @word(Opinion, '意见。 Its opinion.')
  opinion!: BodyOpinion['opinion'];

  @day('日期。 On.', OPTIONAL)
  on?: string | null;

  @text('附言。 A note.', OPTIONAL)
  note?: string | null;
}

@InputType({ description: '市三方决定。 A decision of the city tripartite.' })
export class RecordDecisionInput {
  @id('案件编号。 Id of the case.')
  caseId!: string;

  @word(DecisionOutcome, '决定。 What was decided.')
  outcome!: 'KEEP' | 'CANCEL' | 'REPORT_UPWARD';

  @text('文号。 Document number.')
  documentNo!: string;

  @day('决定日期。 Decided on.')
  decidedOn!: string;

  @list(() => OpinionInput, '各家意见。 The opinions of the bodies.')
  opinions!: OpinionInput[];

  @text('理由。 Grounds.')
  grounds!: string;
}

@InputType({
  description: '非本市命名机关的取消决定。 A cancellation by a naming body that is not the city.',
})
export class RecordNamingDecisionInput {
  @id('称号编号。 Id of the title.')
  designationId!: string;

  @text('作出决定的命名机关。 The body that named, and decided.')
  namingBody!: string;

  @text('文号。 Document number.')
  documentNo!: string;

  @day('决定日期。 Decided on.')
  decidedOn!: string;

  @day('听取单位意见日期（县级称号必填）。 The unit was heard on; a county’s title needs it.', OPTIONAL)
  heardOn?: string | null;

  @list(
    () => OpinionInput,
    '各家意见（县级称号必填）。 The opinions of the bodies; a county’s title needs them.',
    OPTIONAL,
  )
  opinions?: OpinionInput[] | null;

  @text('理由。 Grounds.')
  grounds!: string;
}

export const MarkResult = words('MarkResult', '评审判断。 A reviewer’s mark.', {
  MET: '符合。 Met.',
  NOT_MET: '不符合。 Not met.',
});

@InputType({ description: '评审判断。 A reviewer’s mark.' })
export class AddMarkInput {
  @text('单位代码。 Code of the unit.')
  unitCode!: string;

  @text('要素（如 E6.culture）。 The element, such as E6.culture.')
  element!: string;

  @word(MarkResult, '判断。 The mark.')
  result!: 'MET' | 'NOT_MET';

  @text('理由。 Its reason.')
  reason!: string;

  @day('日期；不给则为今日。 On; today unless given.', OPTIONAL)
  on?: string | null;
}

@InputType({ description: '重新评审。 Another evaluation.' })
export class ReevaluateCaseInput {
  @id('案件编号。 Id of the case.')
  caseId!: string;

  @text('缘由。 Why.')
  reason!: string;
}
