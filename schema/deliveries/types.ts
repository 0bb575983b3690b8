/** What was sent to whom, every attempt, and who confirmed since when. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { FlagKind } from '../common-words';
import { day, id, instant, number64, OPTIONAL, text, texts, whole, word, words, yesNo } from '../fields';

export const DeliveryState = words('DeliveryState', '推送状态。 State of a delivery.', {
  QUEUED: '排队，等前面的先办完。 Waits behind earlier ones of the same unit.',
  SENDING: '可以发送。 Due to be sent.',
  RETRYING: '稍后重试。 To be tried again later.',
  HELD: '挂起，待人处理。 On hold for an officer.',
  ACCEPTED: '对方已收下，尚无回执。 Taken by the recipient, no receipt yet.',
  CONFIRMED: '对方已确认。 Confirmed by the recipient.',
  CLOSED: '不再发送。 Ended without being sent.',
});

export const RecipientState = words('RecipientState', '接收方状态。 State of a recipient.', {
  OPEN: '正常。 Open.',
  PAUSED: '暂停。 Paused.',
});

export const AttemptOutcome = words('AttemptOutcome', '一次发送的结果。 Outcome of an attempt.', {
  DELIVERED: '送达并有回执。 Delivered, with a receipt.',
  ACCEPTED: '收下，回执另送。 Accepted, the receipt comes later.',
  RETRY: '稍后重试。 To be tried again.',
  REJECTED: '被拒。 Rejected.',
  UNKNOWN: '结果不明。 Not known.',
});

export const ReceiptVia = words('ReceiptVia', '回执途径。 How a receipt came.', {
  ANSWER: '随应答。 In the answer.',
  CALLBACK: '回调。 By callback.',
  OFFICER: '工作人员登记。 Entered by an officer.',
});

@Access(reads('deliveries'))
@ObjectType({ description: '接收方。 A recipient of flags.' })
export class Recipient {
  @id('编号。 Id.')
  id!: string;

  @text('名称。 Name.')
  name!: string;

  @word(RecipientState, '状态。 State.')
  state!: string;

  @instant('登记时间。 Since when it is known here.')
  createdAt!: Date;

  @instant('最近更新时间。 Last change.')
  updatedAt!: Date;
}

@Access(reads('deliveries'))
@ObjectType({
  description:
    '一项授权：依据、目录项、字段和截止日期；没有授权不推送。 A grant; without one nothing is sent.',
})
export class RecipientGrant {
  @word(FlagKind, '标识种类。 Kind of flag.')
  flagKind!: string;

  @text('法律依据。 Legal basis.')
  legalBasis!: string;

  @text('共享目录项。 Item of the sharing catalogue.')
  catalogueItem!: string;

  @texts('可含字段。 Fields that may be sent.')
  fields!: string[];

  @day('起始日期。 From.')
  fromOn!: string;

  @day('截止日期。 Until.')
  untilOn!: string;
}

@Access(reads('deliveries'))
@ObjectType({
  description: '单位的一个事件；每个单位自成序列。 An event of a unit; each unit has its own sequence.',
})
export class UnitEvent {
  @id('编号（webhook-id）。 Id, the webhook-id.')
  id!: string;

  @number64('单位内序号。 Sequence number within the unit.')
  unitSeq!: string;

  @text('类型。 Type.')
  type!: string;

  @text('对象种类。 Kind of what it is about.')
  subjectKind!: string;

  @text('对象编号。 Id of what it is about.')
  subjectId!: string;

  @yesNo('是否撤回。 Does it withdraw?')
  withdraws!: boolean;

  @text('起因。 Cause.')
  cause!: string;

  @instant('发生时间。 Occurred at.')
  occurredAt!: Date;

  @text('内容摘要（SHA-256）。 Digest of its content.')
  digest!: string;
}

@Access(reads('deliveries'))
@ObjectType({ description: '对一个接收方的一次推送。 One event on its way to one recipient.' })
export class Delivery {
  @id('编号。 Id.')
  id!: string;

  @number64('单位内序号。 Sequence number within the unit.')
  unitSeq!: string;

  @number64('该接收方该单位的序号。 Sequence number in its lane.')
  laneSeq!: string;

  @yesNo('是否撤回。 Is it a withdrawal?')
  withdrawal!: boolean;

  @instant('产生时间。 Created at.')
  createdAt!: Date;

  @word(DeliveryState, '状态。 State.')
  state!: string;

  @instant('确认时间；null 为未确认。 Confirmed at; null: not confirmed.', OPTIONAL)
  confirmedAt!: Date | null;

  @word(ReceiptVia, '确认途径。 How it was confirmed.', OPTIONAL)
  confirmedVia!: string | null;

  @text('回执状态（APPLIED 或 ALREADY）。 What the receipt says.', OPTIONAL)
  confirmedAs!: string | null;

  @text('不再发送的原因。 Why it was ended.', OPTIONAL)
  closedBecause!: string | null;

  @whole('通道连续失败次数。 Failures of its lane in a row.')
  failures!: number;

  @instant('通道自何时起失败。 Since when its lane fails.', OPTIONAL)
  failingSince!: Date | null;

  @text('通道最近的错误。 Last error of its lane.', OPTIONAL)
  lastError!: string | null;

  @instant('通道下次发送时间。 When its lane is due next.', OPTIONAL)
  nextAttemptAt!: Date | null;
}

@Access(reads('deliveries'))
@ObjectType({ description: '一次发送。 One attempt to send.' })
export class Attempt {
  @id('编号。 Id.')
  id!: string;

  @whole('第几次。 Which in turn.')
  number!: number;

  @instant('开始时间。 Begun at.')
  intentAt!: Date;

  @text('执行进程。 By which worker.')
  worker!: string;

  @text('触发。 What set it off.')
  trigger!: string;

  @word(AttemptOutcome, '结果；null 为进行中或中断。 Outcome; null: under way or cut off.', OPTIONAL)
  outcome!: string | null;

  @instant('结束时间。 Ended at.', OPTIONAL)
  at!: Date | null;

  @whole('状态码（HTTP）。 HTTP status.', OPTIONAL)
  httpStatus!: number | null;

  @text('错误。 Error.', OPTIONAL)
  error!: string | null;
}

@Access(reads('deliveries'))
@ObjectType({ description: '接收方的回执。 The recipient’s receipt.' })
export class Receipt {
  @id('编号。 Id.')
  id!: string;

  @word(ReceiptVia, '途径。 How it came.')
  via!: string;

  @text('状态。 What it says.')
  state!: string;

  @instant('时间。 At.')
  at!: Date;

  @text('凭证（JSON 文本，含签名）。 Evidence as JSON text, with the signature.')
  evidence!: string;
}

@Access(reads('deliveries'))
@ObjectType({
  description:
    '撤回事项：所有可能持有该标识的接收方确认之前一直未结。 A recall, open until every recipient that may have the flag has confirmed.',
})
export class RecallCase {
  @id('撤回事件编号。 Id of the withdrawing event.')
  id!: string;

  @text('对象种类。 Kind of what is withdrawn.')
  subjectKind!: string;

  @text('对象编号。 Id of what is withdrawn.')
  subjectId!: string;

  @text('起因。 Cause.')
  cause!: string;

  @instant('自何时起。 Open since.')
  occurredAt!: Date;

  @whole('应确认的接收方数。 Recipients that must confirm.')
  recipients!: number;

  @whole('尚未确认的接收方数。 Recipients that have not confirmed.')
  open!: number;

  @yesNo(
    '已逾一日仍有接收方未确认，须人工联系。 Somebody has not confirmed it for more than a day: call there.',
  )
  escalated!: boolean;
}
