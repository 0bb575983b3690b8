/** Record types of 人社 on the joint-sanction list (Order 45); fields on persons are in no type. */
import { day, OPTIONAL, text, word, words } from '../fields';
import { AgencyRecord, RecordType } from './record';

export const ListingGround = words(
  'ListingGround',
  '列入事由，人社部令第45号第五条。 Ground of a listing, Order 45 art 5.',
  {
    ART5_1: '第五条第一项：达到拒不支付劳动报酬罪数额。 Art 5(1): the amount reaches the criminal threshold.',
    ART5_2: '第五条第二项：引发群体性或极端事件。 Art 5(2): a mass or extreme incident.',
  },
);

export const RemovalKind = words('ListingRemovalKind', '移出类型。 Why a party came off the list.', {
  EXPIRED: '期满。 The term expired.',
  EARLY: '提前移出（第十二条）。 Early removal, art 12.',
  ANNULLED: '撤销（第十六条）。 The basis was annulled, art 16.',
});

@RecordType(
  'hrss.LISTING_DECISION',
  '拖欠农民工工资失信联合惩戒对象名单列入决定。 A decision to list for wage arrears (Order 45).',
)
export class ListingDecision extends AgencyRecord {
  @text('列入决定文书号。 Document number of the decision.', OPTIONAL)
  documentNo!: string | null;

  @text('作出机关。 Issuing body.', OPTIONAL)
  issuingBody!: string | null;

  @word(ListingGround, '列入事由。 Ground.', OPTIONAL)
  ground!: string | null;

  @text('责令支付文书号。 Number of the order to pay.', OPTIONAL)
  payOrderNo!: string | null;

  @day('告知送达日期。 The notice was served on.', OPTIONAL)
  noticeServedOn!: string | null;

  @day('列入日期。 Decided on.', OPTIONAL)
  decidedOn!: string | null;

  @day('决定送达日期。 The decision was served on.', OPTIONAL)
  servedOn!: string | null;

  @day('预计退出日期。 Expected removal.', OPTIONAL)
  expectedRemovalOn!: string | null;
}

@RecordType('hrss.LISTING_REMOVAL', '移出名单决定。 A decision to remove from the list.')
export class ListingRemoval extends AgencyRecord {
  @text('移出文书号。 Document number of the removal.', OPTIONAL)
  documentNo!: string | null;

  @text('列入决定文书号。 Document number of the listing.', OPTIONAL)
  listingDocumentNo!: string | null;

  @word(RemovalKind, '移出类型。 Kind.', OPTIONAL)
  kind!: string | null;

  @day('移出决定日期。 Decided on.', OPTIONAL)
  decidedOn!: string | null;

  @day('实际移出日期。 Removed on.', OPTIONAL)
  removedOn!: string | null;
}
