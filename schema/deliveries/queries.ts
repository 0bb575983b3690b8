/** Deliveries: the root fields, and what leads to and from them. */
import { ArgsType, Field, InputType, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { FlagKind } from '../common-words';
import { extend, linked, list, OPTIONAL, object, root, text, word, yesNo } from '../fields';
import { Flag } from '../flags/types';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, resultOf } from '../problem';
import { Unit } from '../units/types';
import { Attempt, Delivery, RecallCase, Receipt, Recipient, RecipientGrant, UnitEvent } from './types';

export const DeliveryConnection = connectionOf('Delivery', () => Delivery, '推送');
const RecallCaseConnection = connectionOf('RecallCase', () => RecallCase, '撤回事项');
const RecipientConnection = connectionOf('Recipient', () => Recipient, '接收方');

extend(Recipient, {
  grants: list(() => RecipientGrant, '授权。 What it may be sent.'),
});

extend(Delivery, {
  recipient: object(() => Recipient, '接收方。 The recipient.', OPTIONAL),
  unit: object(() => Unit, '单位。 The unit.', OPTIONAL),
  event: object(() => UnitEvent, '事件。 The event.', OPTIONAL),
  attempts: list(() => Attempt, '各次发送，旧的在前。 Attempts, oldest first.'),
  receipt: object(() => Receipt, '回执。 The receipt.', OPTIONAL),
});

extend(RecallCase, {
  unit: object(() => Unit, '单位。 The unit.', OPTIONAL),
  deliveries: list(() => Delivery, '对各接收方的撤回推送。 The withdrawal, on its way to each recipient.'),
});

extend(Unit, {
  deliveries: linked(() => DeliveryConnection, '推送，新的在前。 Deliveries, newest first.', {
    args: PageArgs,
    nullable: true,
  }),
});

extend(Flag, {
  deliveries: list(() => Delivery, '此版本的推送。 Deliveries of this version.', OPTIONAL),
});

@InputType({ description: '推送筛选，各项同时满足。 Which deliveries; all that is given must hold.' })
class DeliveryFilter {
  @text('接收方编号。 Id of the recipient.', OPTIONAL)
  recipientId?: string | null;

  @text('统一社会信用代码。 Unified social credit code.', OPTIONAL)
  unitCode?: string | null;

  @word(FlagKind, '标识种类。 Kind of flag.', OPTIONAL)
  flagKind?: string | null;

  @yesNo('是否撤回。 Is it a withdrawal?', OPTIONAL)
  withdrawal?: boolean | null;

  @yesNo('是否已确认。 Has it been confirmed?', OPTIONAL)
  confirmed?: boolean | null;
}

@ArgsType()
class DeliveriesArgs extends PageArgs {
  @Field(() => DeliveryFilter, { nullable: true, description: '筛选。 Which deliveries.' })
  filter?: DeliveryFilter | null;
}

export const DeliveriesResult = resultOf(
  'DeliveriesResult',
  '推送列表或原因。 Deliveries, or why not.',
  () => DeliveryConnection,
  LIST_PROBLEMS,
);

const RecallCasesResult = resultOf(
  'RecallCasesResult',
  '撤回事项或原因。 Recalls, or why not.',
  () => RecallCaseConnection,
  LIST_PROBLEMS,
);

const RecipientsResult = resultOf(
  'RecipientsResult',
  '接收方或原因。 Recipients, or why not.',
  () => RecipientConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class DeliveryQueries {
  @Access(reads('deliveries'))
  @root(() => DeliveriesResult, '推送列表，新的在前。 Deliveries, newest first.', DeliveriesArgs)
  deliveries: unknown;

  @Access(reads('deliveries'))
  @root(
    () => RecallCasesResult,
    '尚未由所有接收方确认的撤回，旧的在前。 Withdrawals that not every recipient has confirmed, oldest first.',
    PageArgs,
  )
  recallCases: unknown;

  @Access(reads('deliveries'))
  @root(() => RecipientsResult, '接收方及其授权。 Recipients and their grants.', PageArgs)
  recipients: unknown;
}
