/** Reviews: the root fields, and what leads to and from rounds and cases. */
import { ArgsType, Field, ID, InputType, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { VerdictWord } from '../common-words';
import { Designation, TitleDecision } from '../designations/types';
import { extend, id, linked, list, OPTIONAL, object, root, text, word, yesNo } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, ONE_PROBLEMS, resultOf } from '../problem';
import { Unit } from '../units/types';
import { CaseMaterial, CaseStep, ReviewCase, ReviewRound, RoundProgress } from './types';
import { ElementFinding, Finding, FindingParameter, Verdict } from './verdict-types';

const ReviewRoundConnection = connectionOf('ReviewRound', () => ReviewRound, '轮次');
export const ReviewCaseConnection = connectionOf('ReviewCase', () => ReviewCase, '案件');

@InputType({ description: '案件筛选，各项同时满足。 Which cases; all that is given must hold.' })
class ReviewCaseFilter {
  @Field(() => ID, { nullable: true, description: '轮次编号。 Id of the round.' })
  roundId?: string | null;

  @word(VerdictWord, '最近结论。 Latest verdict.', OPTIONAL)
  verdict?: string | null;

  @yesNo('是否已评审。 Has it been evaluated?', OPTIONAL)
  evaluated?: boolean | null;

  @text('统一社会信用代码。 Unified social credit code.', OPTIONAL)
  unitCode?: string | null;

  @text('区划代码。 Region code.', OPTIONAL)
  regionCode?: string | null;
}

@ArgsType()
class ReviewCasesArgs extends PageArgs {
  @Field(() => ReviewCaseFilter, { nullable: true, description: '筛选。 Which cases.' })
  filter?: ReviewCaseFilter | null;
}

@ArgsType()
class IdArgs {
  @id('编号。 Id.')
  id!: string;
}

extend(ReviewRound, {
  progress: object(
    () => RoundProgress,
    '进度（只计可见范围内的案件）。 Progress, of the cases you may see.',
    OPTIONAL,
  ),
  reviewCases: linked(() => ReviewCaseConnection, '案件，按轮内编号。 Its cases, by number.', {
    args: PageArgs,
  }),
});

extend(ReviewCase, {
  round: object(() => ReviewRound, '轮次。 Its round.', OPTIONAL),
  unit: object(() => Unit, '单位。 The unit.', OPTIONAL),
  designation: object(() => Designation, '称号。 The title.', OPTIONAL),
  latestVerdict: object(() => Verdict, '最近一次评审。 The latest evaluation.', OPTIONAL),
  verdicts: list(() => Verdict, '历次评审，新的在前。 All evaluations, newest first.'),
  materials: list(() => CaseMaterial, '材料，新的在前。 Evidence, newest first.'),
  steps: list(() => CaseStep, '办理经过，旧的在前。 Steps, oldest first.'),
  decisions: list(() => TitleDecision, '三方决定，新的在前。 Decisions, newest first.'),
});

extend(Verdict, {
  findings: list(() => Finding, '各条标准的判断。 What was found of each criterion.'),
});

extend(Finding, {
  elements: list(() => ElementFinding, '各要素。 Its elements.'),
});

extend(ElementFinding, {
  parameters: list(() => FindingParameter, '所用参数。 Parameters it used.'),
});

extend(Designation, {
  reviewCases: linked(() => ReviewCaseConnection, '复核案件，新的在前。 Its re-reviews, newest first.', {
    args: PageArgs,
    nullable: true,
  }),
});

extend(Unit, {
  reviewCases: linked(() => ReviewCaseConnection, '复核案件，新的在前。 Its re-reviews, newest first.', {
    args: PageArgs,
    nullable: true,
  }),
});

export const ReviewRoundResult = resultOf(
  'ReviewRoundResult',
  '轮次或原因。 The round, or why not.',
  () => ReviewRound,
  ONE_PROBLEMS,
);

const ReviewRoundsResult = resultOf(
  'ReviewRoundsResult',
  '轮次列表或原因。 Rounds, or why not.',
  () => ReviewRoundConnection,
  LIST_PROBLEMS,
);

const ReviewCaseResult = resultOf(
  'ReviewCaseResult',
  '案件或原因。 The case, or why not.',
  () => ReviewCase,
  ONE_PROBLEMS,
);

const ReviewCasesResult = resultOf(
  'ReviewCasesResult',
  '案件列表或原因。 Cases, or why not.',
  () => ReviewCaseConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class ReviewQueries {
  @Access(reads('reviews'))
  @root(
    () => ReviewRoundsResult,
    '复核轮次及进度，新的在前。 Rounds with their progress, newest first.',
    PageArgs,
  )
  reviewRounds: unknown;

  @Access(reads('reviews'))
  @root(() => ReviewRoundResult, '按编号查一个轮次。 One round by its id.', IdArgs)
  reviewRound: unknown;

  @Access(reads('reviews'))
  @root(() => ReviewCasesResult, '复核案件，新的在前。 Cases, newest first.', ReviewCasesArgs)
  reviewCases: unknown;

  @Access(reads('reviews'))
  @root(() => ReviewCaseResult, '按编号查一个案件。 One case by its id.', IdArgs)
  reviewCase: unknown;
}
