/** Flags: the root field, and what leads to and from them. */
import { ArgsType, Field, InputType, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { FlagKind, FlagState } from '../common-words';
import { extend, linked, OPTIONAL, object, root, text, word } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, resultOf } from '../problem';
import { DateScalar } from '../scalars';
import { Unit } from '../units/types';
import { Flag, FlagBasis } from './types';

export const FlagConnection = connectionOf('Flag', () => Flag, '标识');

@InputType({ description: '标识筛选，各项同时满足。 Which flags; all that is given must hold.' })
class FlagFilter {
  @word(FlagKind, '种类；无权查看的种类没有结果。 Kind; of a kind you may not see there is none.', OPTIONAL)
  kind?: string | null;

  @word(FlagState, '状态。 State.', OPTIONAL)
  state?: string | null;

  @text('统一社会信用代码。 Unified social credit code.', OPTIONAL)
  unitCode?: string | null;

  @text('区划代码。 Region code.', OPTIONAL)
  regionCode?: string | null;
}

@ArgsType()
class FlagsArgs extends PageArgs {
  @Field(() => DateScalar, {
    nullable: true,
    description:
      '截至此日（北京时间当日终了）所知的版本；不给则为现行版本。 As known at the end of this day; the latest unless given.',
  })
  asOf?: string | null;

  @Field(() => FlagFilter, { nullable: true, description: '筛选。 Which flags.' })
  filter?: FlagFilter | null;
}

@ArgsType()
class UnitFlagsArgs extends PageArgs {
  @Field(() => DateScalar, {
    nullable: true,
    description:
      '截至此日所知的版本；不给则为全部版本。 As known at the end of this day; all versions unless given.',
  })
  asOf?: string | null;
}

extend(Flag, {
  basis: object(() => FlagBasis, '所载内容。 What it says.'),
  unit: object(() => Unit, '单位。 The unit.', OPTIONAL),
});

extend(Unit, {
  flags: linked(() => FlagConnection, '标识，新的在前。 Its flags, newest first.', {
    args: UnitFlagsArgs,
    nullable: true,
  }),
});

export const FlagsResult = resultOf(
  'FlagsResult',
  '标识列表或原因。 Flags, or why not.',
  () => FlagConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class FlagQueries {
  @Access(reads('flags.DESIGNATION', 'flags.INCENTIVE_ELIGIBILITY', 'flags.JOINT_SANCTION'))
  @root(
    () => FlagsResult,
    '标识列表，新的在前；只含有权查看的种类。 Flags, newest first; of the kinds you may see.',
    FlagsArgs,
  )
  flags: unknown;
}
