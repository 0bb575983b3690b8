/** Rounds, cases and verdicts as they are asked for. */
import { ObjectType } from 'type-graphql';
import { Access, acts, reads } from '../access';
import { BodyName, VerdictWord } from '../common-words';
import { day, id, instant, list, OPTIONAL, text, whole, word, words } from '../fields';

export const RoundOrigin = words('RoundOrigin', '轮次来源。 What opened a round.', {
  SCHEDULE: '按计划。 The schedule.',
  ADMIN: '由工作人员发起。 An officer.',
});

export const CaseStateWord = words('CaseState', '案件办理状态。 Where a case stands.', {
  OPEN: '已立案，待评审。 Opened, not evaluated yet.',
  PENDING_EVIDENCE: '待补证据。 Evidence is missing.',
  RECTIFY: '限期整改。 To be put right by a deadline.',
  FAIL: '整改期满仍未达标。 Still not met after the deadline.',
  PASS: '达标。 Up to standard.',
  PROPOSED: '县级三方已提议取消。 The county tripartite has proposed.',
  NOTIFIED: '已告知单位。 The unit has been told.',
  HEARD: '已听取单位意见。 The unit has been heard.',
  DECIDED: '市三方已决定。 The city tripartite has decided.',
  CLOSED:
    '已终结：称号终止、转属或者并入新一轮。 Ended: its title ended or moved, or a new round took it over.',
});

export const CaseActionWord = words('CaseAction', '案件办理。 What can be done with a case.', {
  EVALUATE: '评审。 Evaluate.',
  PROPOSE: '县级提议取消。 The county proposes to cancel.',
  WITHDRAW: '撤回提议。 Take the proposal back.',
  NOTIFY: '告知单位。 Tell the unit.',
  HEAR: '听取意见。 Hear the unit.',
  DECIDE_KEEP: '决定保留。 Decide to keep.',
  DECIDE_CANCEL: '决定取消。 Decide to cancel.',
  DECIDE_REPORT_UPWARD: '决定上报。 Decide to report upward.',
  CLOSE: '终结（由系统随称号办理）。 End it, which the program does with its title.',
});

export const MaterialKind = words('MaterialKind', '材料种类。 Kind of evidence in a case.', {
  DOCUMENT: '书面材料。 Document.',
  SURVEY: '满意度调查汇总，不含个人答卷。 Summary of a survey, no person’s answers.',
  VISIT: '走访记录（不是行政检查）。 Note of a visit, which is no inspection.',
  REPLY: '部门复函。 Reply of a department.',
  MARK: '评审人员判断。 Mark by a reviewer.',
});

@Access(reads('reviews'))
@ObjectType({ description: '轮次进度，运行中可查。 Progress of a round, readable while it runs.' })
export class RoundProgress {
  @whole('案件数。 Cases.')
  cases!: number;

  @whole('已评审。 Evaluated.')
  evaluated!: number;

  @whole('达标。 Up to standard.')
  pass!: number;

  @whole('限期整改。 To be put right.')
  rectify!: number;

  @whole('仍未达标。 Still not met.')
  fail!: number;

  @whole('待补证据。 Evidence missing.')
  pendingEvidence!: number;
}

@Access(reads('reviews'))
@ObjectType({ description: '复核轮次。 A round of re-reviews.' })
export class ReviewRound {
  @id('编号。 Id.')
  id!: string;

  @word(RoundOrigin, '来源。 What opened it.')
  origin!: string;

  @text('计划的时段；补办也只办一次。 The bucket of the schedule; made up once, never doubled.', OPTIONAL)
  bucket!: string | null;

  @text('名称。 Title.')
  title!: string;

  @word(BodyName, '为哪家发起。 For which body.', OPTIONAL)
  requestedByBody!: string | null;

  @text('缘由。 Why.')
  reason!: string;

  @day('截至日期。 As of.')
  asOf!: string;

  @whole('案件总数。 Cases in all.')
  cases!: number;

  @text('发起人。 Opened by.')
  openedBy!: string;

  @instant('发起时间。 Opened at.')
  openedAt!: Date;

  @instant('结束时间。 Closed at.', OPTIONAL)
  closedAt!: Date | null;
}

@Access(reads('reviews'))
@ObjectType({ description: '一个称号在一轮中的复核案件。 The re-review of one title in one round.' })
export class ReviewCase {
  @id('编号。 Id.')
  id!: string;

  @whole('轮内编号。 Number in its round.')
  number!: number;

  @text('适用标准及版本，立案时固定。 The standard and version, fixed when the case was opened.')
  catalogueId!: string;

  @day('截至日期。 As of.')
  asOf!: string;

  @word(VerdictWord, '最近结论；null 为尚未评审。 Latest verdict; null: not evaluated yet.', OPTIONAL)
  verdict!: string | null;

  @day('整改期限。 To be put right by.', OPTIONAL)
  rectifyBy!: string | null;

  @instant('立案时间。 Opened at.')
  openedAt!: Date;

  @instant('评审时间。 Evaluated at.', OPTIONAL)
  evaluatedAt!: Date | null;

  @instant('结案时间。 Closed at.', OPTIONAL)
  closedAt!: Date | null;

  @word(CaseStateWord, '办理状态。 Where it stands.')
  state!: string;

  @list(() => CaseActionWord, '本账号可办的下一步。 What this account could do next.')
  nextActions!: string[];
}

@Access(reads('reviews'))
@ObjectType({ description: '案件材料。 A piece of evidence of a case.' })
export class CaseMaterial {
  @id('编号。 Id.')
  id!: string;

  @word(MaterialKind, '种类。 Kind.')
  kind!: string;

  @text('标准条目。 The criterion.')
  criterion!: string;

  @text('要素。 The element.', OPTIONAL)
  element!: string | null;

  @text('文号。 Number.', OPTIONAL)
  number!: string | null;

  @day('日期。 Date.')
  onDate!: string;

  @text('录入人。 Entered by.')
  enteredBy!: string;

  @text('理由（评审人员判断必填）。 Reason; a mark must have one.', OPTIONAL)
  reason!: string | null;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;

  @text('内容（JSON 文本）。 Content as JSON text.')
  data!: string;

  @text('内容摘要。 Digest of the content.')
  digest!: string;
}

@Access(reads('reviews'))
@ObjectType({ description: '案件办理的一步。 One step in the handling of a case.' })
export class CaseStep {
  @id('编号。 Id.')
  id!: string;

  @whole('第几步。 Which in turn.')
  version!: number;

  @word(CaseActionWord, '办理。 What was done.')
  action!: string;

  @word(CaseStateWord, '办理后的状态。 Where the case stood after it.')
  state!: string;

  @day('日期。 On.')
  onDate!: string;

  @text('办理人。 By whom.')
  actorName!: string;

  @word(BodyName, '机构。 For which body.', OPTIONAL)
  actorBody!: string | null;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;

  /** What a unit said and why is for those who handle cases: an officer of its region or the city, and the administrator. */
  @Access(acts('case.hear', 'case.decide', 'review.trigger'))
  @text('详情（JSON 文本），限办案人员。 Detail as JSON text, for those who handle cases.', OPTIONAL)
  detail!: string | null;
}
