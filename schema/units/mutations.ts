/** Units: what officers do. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, InputType, Mutation, Resolver } from 'type-graphql';
import { Access, acts } from '../access';
import type { HubContext } from '../context';
import { id, text, word } from '../fields';
import { ACTION_PROBLEMS, resultOf } from '../problem';
import { act, byUuid } from '../read-back';
import { confirmMatch } from './confirm-match';
import { MatchAnswer, MatchCandidate } from './types';

@InputType({ description: '同一性判断。 An answer to a match candidate.' })
class ConfirmMatchInput {
  @id('候选编号。 Id of the candidate.')
  candidateId!: string;

  @word(MatchAnswer, '判断。 The answer.')
  answer!: 'SAME' | 'NOT_SAME' | 'UNSURE' | 'WITHDRAWN';

  @text('理由。 Why.')
  why!: string;
}

const ConfirmMatchResult = resultOf(
  'ConfirmMatchResult',
  '判断后的候选或原因。 The candidate with its answer, or why not.',
  () => MatchCandidate,
  ACTION_PROBLEMS,
);

@Resolver()
export class UnitMutations {
  @Access(acts('match.decide'))
  @Mutation(() => ConfirmMatchResult, {
    description:
      '判断只有名称的记录是否为某单位；可撤回，同一对不再提出。 Says whether a name-only record is about a unit; can be taken back, and is not asked again.',
  })
  confirmMatch(
    @Arg('input', () => ConfirmMatchInput, { description: '内容。 The answer.' }) input: ConfirmMatchInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return act(context, info, {
      link: byUuid('MatchCandidate'),
      run: (tx, actor) => confirmMatch(tx, { ...input, actor }),
      id: ({ candidateId }) => candidateId,
    });
  }
}
