/** Titles: the root field, and what leads to and from them. */
import { ArgsType, Field, InputType, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { HonourType, TitleLevel } from '../common-words';
import { day, extend, linked, list, OPTIONAL, object, root, text, word, yesNo } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, resultOf } from '../problem';
import { Unit, UnitKind } from '../units/types';
import { BodyOpinion, Designation, TitleDecision, TitleEvent, TitleState } from './types';

export const DesignationConnection = connectionOf('Designation', () => Designation, '称号');

extend(Designation, {
  unit: object(
    () => Unit,
    '单位；只有名称、尚未对上的为 null。 The unit; null while only a name is known.',
    OPTIONAL,
  ),
  events: list(() => TitleEvent, '经过，旧的在前。 What happened, oldest first.'),
  decisions: list(
    () => TitleDecision,
    '三方决定，新的在前。 Decisions of the tripartite body, newest first.',
    OPTIONAL,
  ),
});

extend(TitleDecision, {
  opinions: list(() => BodyOpinion, '各家意见。 The opinions of the bodies.'),
});

extend(Unit, {
  designations: linked(() => DesignationConnection, '称号，新的在前。 Its titles, newest first.', {
    args: PageArgs,
    nullable: true,
  }),
});

@InputType({ description: '称号筛选，各项同时满足。 Which titles; all that is given must hold.' })
class DesignationFilter {
  @word(TitleLevel, '级别。 Level.', OPTIONAL)
  level?: string | null;

  @word(UnitKind, '单位类型。 Kind of unit.', OPTIONAL)
  unitKind?: string | null;

  @word(HonourType, '荣誉类型。 Type of honour.', OPTIONAL)
  honourType?: string | null;

  @word(TitleState, '现状。 Present state.', OPTIONAL)
  state?: string | null;

  @text('省份。 Province.', OPTIONAL)
  province?: string | null;

  @text('名称包含。 The name contains.', OPTIONAL)
  nameContains?: string | null;

  @yesNo('是否已对上单位。 Is it known which unit it is?', OPTIONAL)
  attached?: boolean | null;

  @day('命名不早于。 Named on or after.', OPTIONAL)
  namedFrom?: string | null;

  @day('命名早于。 Named before.', OPTIONAL)
  namedBefore?: string | null;
}

@ArgsType()
class DesignationsArgs extends PageArgs {
  @Field(() => DesignationFilter, { nullable: true, description: '筛选。 Which titles.' })
  filter?: DesignationFilter | null;
}

const DesignationsResult = resultOf(
  'DesignationsResult',
  '称号列表或原因。 Titles, or why not.',
  () => DesignationConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class DesignationQueries {
  @Access(reads('designations'))
  @root(
    () => DesignationsResult,
    '称号列表，命名日期新的在前。 Titles, latest naming first.',
    DesignationsArgs,
  )
  designations: unknown;
}
