/** What the bodies delivered: root fields, the bodies' views of a unit, and what leads to and from batches. */
import { ArgsType, Field, InputType, Resolver } from 'type-graphql';
import { Access, reads } from '../access';
import { BodyName } from '../common-words';
import { extend, linked, OPTIONAL, object, root, text, word } from '../fields';
import { connectionOf, PageArgs } from '../page';
import { LIST_PROBLEMS, resultOf } from '../problem';
import { Unit } from '../units/types';
import { Batch, BatchState, Feed, QuarantinedRow } from './batch-types';
import { ConfederationView, CourtView, FederationView, HrssView, UnionView } from './views';

const FeedConnection = connectionOf('Feed', () => Feed, '数据源');
const BatchConnection = connectionOf('Batch', () => Batch, '批次');
const QuarantinedRowConnection = connectionOf('QuarantinedRow', () => QuarantinedRow, '被隔离的行');

extend(Unit, {
  hrss: object(() => HrssView, '人社的记录。 What the human-resources authority knows.'),
  union: object(() => UnionView, '工会的记录。 What the trade unions know.'),
  confederation: object(() => ConfederationView, '企联的记录。 What the enterprise confederation knows.'),
  federation: object(
    () => FederationView,
    '工商联的记录。 What the federation of industry and commerce knows.',
  ),
  court: object(() => CourtView, '法院的记录。 What the court knows.'),
});

extend(Feed, {
  lastBatch: object(() => Batch, '最近一批。 Its last batch.', OPTIONAL),
  heldBatch: object(() => Batch, '待核的一批。 The batch on hold.', OPTIONAL),
});

extend(Batch, {
  quarantinedRows: linked(
    () => QuarantinedRowConnection,
    '被隔离的行，按行号。 Quarantined rows, by number.',
    {
      args: PageArgs,
    },
  ),
});

@InputType({ description: '批次筛选，各项同时满足。 Which batches; all that is given must hold.' })
class BatchFilter {
  @word(BodyName, '机构。 The body.', OPTIONAL)
  agency?: string | null;

  @text('记录类型。 Record type.', OPTIONAL)
  recordType?: string | null;

  @word(BatchState, '状态。 State.', OPTIONAL)
  state?: string | null;
}

@ArgsType()
class BatchesArgs extends PageArgs {
  @Field(() => BatchFilter, { nullable: true, description: '筛选。 Which batches.' })
  filter?: BatchFilter | null;
}

const FeedsResult = resultOf(
  'FeedsResult',
  '数据源或原因。 Feeds, or why not.',
  () => FeedConnection,
  LIST_PROBLEMS,
);
const BatchesResult = resultOf(
  'BatchesResult',
  '批次或原因。 Batches, or why not.',
  () => BatchConnection,
  LIST_PROBLEMS,
);

@Resolver()
export class AgencyQueries {
  @Access(reads('feeds'))
  @root(() => FeedsResult, '数据源及其新旧。 Feeds and their age.', PageArgs)
  feeds: unknown;

  @Access(reads('feeds'))
  @root(() => BatchesResult, '批次，新的在前。 Batches, newest first.', BatchesArgs)
  batches: unknown;
}
