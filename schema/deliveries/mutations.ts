/** Deliveries: what officers do. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, InputType, Mutation, Resolver } from 'type-graphql';
import { recordReceipt } from '../../src/delivery/steps/record-receipt';
import { retryDelivery } from '../../src/delivery/steps/retry-delivery';
import { Access, acts } from '../access';
import type { HubContext } from '../context';
import { day, id, text } from '../fields';
import { ACTION_PROBLEMS, resultOf } from '../problem';
import { act, byUuid } from '../read-back';
import { Delivery } from './types';

@InputType({ description: '重发。 A delivery to be sent again.' })
class RetryDeliveryInput {
  @id('推送编号。 Id of the delivery.')
  deliveryId!: string;

  @text('缘由。 Why.')
  reason!: string;
}

@InputType({ description: '书面确认。 A confirmation on paper.' })
class RecordReceiptInput {
  @id('推送编号。 Id of the delivery.')
  deliveryId!: string;

  @text('对方文号。 Number of the recipient’s document.')
  documentNo!: string;

  @day('对方文书日期。 Its date.')
  documentOn!: string;

  @text('备注。 A note.')
  note!: string;
}

const DeliveryActionResult = resultOf(
  'DeliveryActionResult',
  '办理后的推送或原因。 The delivery as it now stands, or why not.',
  () => Delivery,
  ACTION_PROBLEMS,
);

@Resolver()
export class DeliveryMutations {
  @Access(acts('delivery.retry'))
  @Mutation(() => DeliveryActionResult, {
    description:
      '立即再发一次；顺序不变，不会跳过。 Makes a delivery due now; order is kept, nothing is skipped.',
  })
  retryDelivery(
    @Arg('input', () => RetryDeliveryInput, { description: '内容。 Which, and why.' })
    input: RetryDeliveryInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return act(context, info, {
      link: byUuid('Delivery'),
      run: (tx, actor) => retryDelivery(tx, { ...input, actor }),
      id: ({ deliveryId }) => deliveryId,
    });
  }

  @Access(acts('delivery.retry'))
  @Mutation(() => DeliveryActionResult, {
    description: '登记接收方的书面确认。 Enters a recipient’s confirmation on paper.',
  })
  recordReceipt(
    @Arg('input', () => RecordReceiptInput, { description: '内容。 The document.' })
    input: RecordReceiptInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return act(context, info, {
      link: byUuid('Delivery'),
      run: (tx, actor) => recordReceipt(tx, { ...input, actor }),
      id: () => input.deliveryId,
    });
  }
}
