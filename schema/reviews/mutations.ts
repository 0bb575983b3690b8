/** Reviews: what officers do, each a call of one step. */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { mirrorNamingDecision } from '../../src/reviews/steps/mirror-naming-decision';
import { recordDecision } from '../../src/reviews/steps/record-decision';
import { reevaluateCase } from '../../src/reviews/steps/reevaluate-case';
import { takeCaseStep } from '../../src/reviews/steps/take-case-step';
import { Access, acts } from '../access';
import type { HubContext } from '../context';
import { Designation } from '../designations/types';
import { ACTION_PROBLEMS, resultOf } from '../problem';
import { act, byUuid } from '../read-back';
import { addMark } from './add-mark';
import {
  AddMarkInput,
  RecordDecisionInput,
  RecordNamingDecisionInput,
  ReevaluateCaseInput,
  TakeCaseStepInput,
  TriggerReviewInput,
} from './inputs';
import { paperOf } from './paper';
import { triggerReview } from './trigger-review';
import { CaseMaterial, ReviewCase, ReviewRound } from './types';

const TriggerReviewResult = resultOf(
  'TriggerReviewResult',
  '新开的轮次或原因。 The round that was opened, or why not.',
  () => ReviewRound,
  ACTION_PROBLEMS,
);

const ReviewCaseActionResult = resultOf(
  'ReviewCaseActionResult',
  '办理后的案件或原因。 The case as it now stands, or why not.',
  () => ReviewCase,
  ACTION_PROBLEMS,
);

const AddMarkResult = resultOf(
  'AddMarkResult',
  '登记的判断或原因。 The mark that was entered, or why not.',
  () => CaseMaterial,
  ACTION_PROBLEMS,
);

const RecordNamingDecisionResult = resultOf(
  'RecordNamingDecisionResult',
  '取消后的称号或原因。 The title as it now stands, or why not.',
  () => Designation,
  ACTION_PROBLEMS,
);

const toCase = { link: byUuid('ReviewCase') };

@Resolver()
export class ReviewMutations {
  @Access(acts('review.trigger'))
  @Mutation(() => TriggerReviewResult, {
    description:
      '为某家机构发起一轮复核，写明缘由；所选称号都已在复核中的，不开启新的轮次，答复说明在哪一轮。 Opens a round of re-reviews, for which body and why; where all that was chosen is under review already none is opened, and the answer says in which round it is.',
  })
  triggerReview(
    @Arg('input', () => TriggerReviewInput, { description: '内容。 What to do.' }) input: TriggerReviewInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return act(context, info, {
      link: byUuid('ReviewRound'),
      run: (tx, actor) => triggerReview(tx, { ...input, actor }),
      id: ({ roundId }) => roundId,
    });
  }

  @Access(acts('case.propose', 'case.hear'))
  @Mutation(() => ReviewCaseActionResult, {
    description:
      '办理案件一步：提议、撤回、告知、听取意见。 Takes one step on a case: propose, take back, tell, hear.',
  })
  takeCaseStep(
    @Arg('input', () => TakeCaseStepInput, { description: '内容。 What to do.' }) input: TakeCaseStepInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const { caseId, action } = input;
    const id = () => caseId;
    return act(context, info, {
      ...toCase,
      id,
      run: (tx, actor) => takeCaseStep(tx, { caseId, action, paper: paperOf(input), actor }),
    });
  }

  @Access(acts('case.decide'))
  @Mutation(() => ReviewCaseActionResult, {
    description:
      '登记市三方的决定，连同其全部后果。 Enters the city tripartite’s decision, with all that follows from it.',
  })
  recordDecision(
    @Arg('input', () => RecordDecisionInput, { description: '内容。 What was decided.' })
    input: RecordDecisionInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const id = () => input.caseId;
    return act(context, info, {
      ...toCase,
      id,
      run: (tx, actor) => recordDecision(tx, { ...input, opinions: input.opinions.map(opinionOf), actor }),
    });
  }

  @Access(acts('case.decide', 'case.propose'))
  @Mutation(() => RecordNamingDecisionResult, {
    description:
      '登记非本市命名机关的取消决定及其文件。 Enters the cancellation by a naming body that is not the city, with its document.',
  })
  recordNamingDecision(
    @Arg('input', () => RecordNamingDecisionInput, { description: '内容。 What was decided.' })
    input: RecordNamingDecisionInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const { heardOn = null, opinions } = input;
    return act(context, info, {
      link: byUuid('Designation'),
      run: (tx, actor) =>
        mirrorNamingDecision(tx, { ...input, heardOn, opinions: (opinions ?? []).map(opinionOf), actor }),
      id: () => input.designationId,
    });
  }

  @Access(acts('case.mark'))
  @Mutation(() => AddMarkResult, {
    description: '评审人员对一项要素的判断，须有理由。 A reviewer’s mark on one element, with its reason.',
  })
  addMark(
    @Arg('input', () => AddMarkInput, { description: '内容。 The mark.' }) input: AddMarkInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return act(context, info, {
      link: byUuid('CaseMaterial'),
      run: (tx, actor) => addMark(tx, { ...input, actor }),
      id: ({ materialId }) => materialId,
    });
  }

  @Access(acts('case.mark'))
  @Mutation(() => ReviewCaseActionResult, {
    description: '材料或判断变化后重新评审一个案件。 Evaluates a case again, after new evidence or marks.',
  })
  reevaluateCase(
    @Arg('input', () => ReevaluateCaseInput, { description: '内容。 Which case, and why.' })
    input: ReevaluateCaseInput,
    @Ctx() context: HubContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const { caseId, reason } = input;
    const id = () => caseId;
    return act(context, info, {
      ...toCase,
      id,
      run: (tx, actor) => reevaluateCase(tx, { caseId, cause: reason, actor }),
    });
  }
}

type Given = RecordDecisionInput['opinions'][number];

/** What was not given is absent, not null. */
const opinionOf = ({ body, opinion, on, note }: Given) => ({
  body,
  opinion,
  ...(on ? { on } : {}),
  ...(note ? { note } : {}),
});
