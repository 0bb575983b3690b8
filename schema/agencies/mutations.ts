/** Batches: what officers do with one that is on hold. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, InputType, Mutation, Resolver } from 'type-graphql';
import { releaseBatch } from '../../src/agencies/steps/release-batch';
import { Access, acts } from '../access';
import type { HubContext } from '../context';
import { id, text, word, words } from '../fields';
import { ACTION_PROBLEMS, resultOf } from '../problem';
import { act, byNumber } from '../read-back';
import { Batch } from './batch-types';

export const ReleaseAnswer = words('ReleaseAnswer', '对待核批次的处理。 What to do with a batch on hold.', {
  RELEASE: '照此接收。 Let it in as it stands.',
  DROP: '弃用。 Drop it.',
});

@InputType({ description: '待核批次的处理。 An answer on a batch on hold.' })
class ReleaseBatchInput {
  @id('批次编号。 Id of the batch.')
  batchId!: string;

  @word(ReleaseAnswer, '处理。 The answer.')
  answer!: 'RELEASE' | 'DROP';

  @text('理由。 Why.')
  why!: string;
}

const ReleaseBatchResult = resultOf(
  'ReleaseBatchResult',
  '处理后的批次或原因。 The batch as it now stands, or why not.',
  () => Batch,
  ACTION_PROBLEMS,
);

@Resolver()
export class AgencyMutations {
  @Access(acts('batch.release'))
  @Mutation(() => ReleaseBatchResult, {
    description: '放行或弃用超出界限的批次。 Lets in or drops a batch that was out of bounds.',
  })
  releaseBatch(
    @Arg('input', () => ReleaseBatchInput, { description: '内容。 The answer.' }) input: ReleaseBatchInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return act(context, info, {
      link: byNumber('Batch'),
      run: (tx, actor) => releaseBatch(tx, { ...input, actor }),
      id: () => input.batchId,
    });
  }
}
