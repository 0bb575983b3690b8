/** Units: the root fields, and what leads from one unit to what is its own. */
import { ArgsType, Field, InputType, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { FlagKind, TitleLevel, VerdictWord } from '../common-words';
import { extend, linked, list, OPTIONAL, object, root, text, texts, word, yesNo } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, ONE_PROBLEMS, resultOf } from '../problem';
import {
  MatchAnswer,
  MatchCandidate,
  MatchDecision,
  MatchSubject,
  Region,
  Unit,
  UnitKind,
  UnitName,
} from './types';

export const UnitConnection = connectionOf('Unit', () => Unit, '单位');
export const MatchCandidateConnection = connectionOf('MatchCandidate', () => MatchCandidate, '同一性候选');

extend(Unit, {
  region: object(() => Region, '所在区划。 The region it is in.', OPTIONAL),
  names: list(() => UnitName, '现用名称和曾用名，新的在前。 Present and former names, newest first.'),
  parks: list(() => Unit, '今日所属园区或乡镇。 Parks or townships it belongs to today.'),
  members: linked(
    () => UnitConnection,
    '今日成员单位（园区、乡镇）。 Member units today, of a park or township.',
    { args: PageArgs },
  ),
  matchCandidates: linked(
    () => MatchCandidateConnection,
    '可能指向它的只有名称的记录。 Name-only records that may be about it.',
    { args: PageArgs, nullable: true },
  ),
});

extend(MatchCandidate, {
  subject: object(() => MatchSubject, '记录所载内容。 What the record says.', OPTIONAL),
  unit: object(() => Unit, '可能的单位。 The unit it may be.', OPTIONAL),
  decisions: list(() => MatchDecision, '历次判断，新的在前。 The answers so far, newest first.'),
});

@ArgsType()
class UnitArgs {
  @text('统一社会信用代码，18 位。 Unified social credit code, 18 characters.')
  code!: string;
}

@InputType({ description: '单位筛选，各项同时满足。 Which units; all that is given must hold.' })
class UnitFilter {
  @word(UnitKind, '单位类型。 Kind of unit.', OPTIONAL)
  kind?: string | null;

  @text('区划代码（6 位）。 Region code, 6 digits.', OPTIONAL)
  regionCode?: string | null;

  @text('行业门类（A–T）。 Industry section.', OPTIONAL)
  industry?: string | null;

  @texts('这些代码中的单位。 Units with one of these codes.', OPTIONAL)
  codes?: string[] | null;

  @text('三方办公室编号。 The tripartite office’s own code.', OPTIONAL)
  localCode?: string | null;

  @text('名称包含。 The name contains.', OPTIONAL)
  nameContains?: string | null;

  @word(
    TitleLevel,
    '持有此级称号（未取消、未失效）。 Holds a title of this level that has not ended.',
    OPTIONAL,
  )
  titleLevel?: string | null;

  @word(FlagKind, '有此类有效标识。 Has an active flag of this kind.', OPTIONAL)
  activeFlag?: string | null;

  @word(VerdictWord, '最近一次评审结论。 Outcome of its latest evaluation.', OPTIONAL)
  latestVerdict?: string | null;
}

@ArgsType()
class UnitsArgs extends PageArgs {
  @Field(() => UnitFilter, { nullable: true, description: '筛选。 Which units.' })
  filter?: UnitFilter | null;
}

@InputType({ description: '候选筛选。 Which candidates.' })
class MatchFilter {
  @text('记录种类。 What the record is.', OPTIONAL)
  subjectType?: string | null;

  @word(MatchAnswer, '最近的判断。 The latest answer.', OPTIONAL)
  answer?: string | null;

  @yesNo('是否已有判断。 Has it been answered?', OPTIONAL)
  answered?: boolean | null;
}

@ArgsType()
class MatchCandidatesArgs extends PageArgs {
  @Field(() => MatchFilter, { nullable: true, description: '筛选。 Which candidates.' })
  filter?: MatchFilter | null;
}

const UnitResult = resultOf('UnitResult', '单位或原因。 The unit, or why not.', () => Unit, ONE_PROBLEMS);

const UnitsResult = resultOf(
  'UnitsResult',
  '单位列表或原因。 Units, or why not.',
  () => UnitConnection,
  LIST_PROBLEMS,
);

const MatchCandidatesResult = resultOf(
  'MatchCandidatesResult',
  '同一性候选或原因。 Match candidates, or why not.',
  () => MatchCandidateConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class UnitQueries {
  @Access(reads('units'))
  @root(
    () => UnitResult,
    '按统一社会信用代码查一个单位。 One unit by its unified social credit code.',
    UnitArgs,
  )
  unit: unknown;

  @Access(reads('units'))
  @root(() => UnitsResult, '单位列表，按内部编号排列。 Units, in the order of their ids.', UnitsArgs)
  units: unknown;

  @Access(reads('matches'))
  @root(
    () => MatchCandidatesResult,
    '待判断或已判断的同一性候选，新的在前。 Match candidates, newest first.',
    MatchCandidatesArgs,
  )
  matchCandidates: unknown;
}
