/** Joint-sanction listings as 人社 decided them (Order 45); the hub mirrors, it never lists. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { day, id, instant, OPTIONAL, text, whole, word, words } from '../fields';

export const ListingState = words(
  'ListingState',
  '列入状态或事项。 State of a listing, and what happened to it.',
  {
    LISTED: '已列入。 Listed.',
    HELD: '待核（如决定尚未送达）。 On hold, such as a decision not yet served.',
    UNCONFIRMED: '来源未确认。 Not confirmed by its source.',
    REMOVED_EXPIRED: '期满移出。 Removed, the term expired.',
    REMOVED_EARLY: '提前移出。 Removed early.',
    REMOVED_ANNULLED: '撤销。 The basis was annulled.',
  },
);

@Access(reads('listings'))
@ObjectType({ description: '失信联合惩戒名单的一次列入（单位）。 One listing of a unit for wage arrears.' })
export class Listing {
  @id('编号。 Id.')
  id!: string;

  @text('列入决定文书号。 Document number of the decision.')
  documentNo!: string;

  @day('列入日期。 Decided on.')
  decidedOn!: string;

  @text('作出机关。 Issuing body.')
  issuingBody!: string;

  @text('列入事由。 Ground.')
  ground!: string;

  @text('依据条款。 Article.')
  article!: string;

  @whole('期限（年）。 Term in years.')
  termYears!: number;

  @day('到期日；到期即停止使用。 It ends on this day, even if its removal is late.')
  effectiveEnd!: string;

  @day('决定送达日期；未送达不得推送。 Served on; nothing is pushed before.', OPTIONAL)
  servedOn!: string | null;

  @day('告知送达日期。 The notice was served on.', OPTIONAL)
  noticeServedOn!: string | null;

  @text('责令支付文书号。 Number of the order to pay.', OPTIONAL)
  payOrderNo!: string | null;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;

  @word(ListingState, '现状。 Present state.', OPTIONAL)
  state!: string | null;
}

@Access(reads('listings'))
@ObjectType({ description: '列入之后发生的事项。 Something that happened to a listing.' })
export class ListingEvent {
  @id('编号。 Id.')
  id!: string;

  @whole('顺序。 Order.')
  version!: number;

  @word(ListingState, '事项。 What happened.')
  kind!: string;

  @day('日期。 On.')
  onDate!: string;

  @text('原因。 Why.')
  reason!: string;

  @instant('登记时间。 Recorded at.')
  recordedAt!: Date;
}
