/** The chain of Order 45 (拖欠农民工工资失信联合惩戒): order to pay, decision to list, removal from the list. */
import { compactDay, optional, text, wholeNumber, words, yesNo, yuan } from '../fields';
import { column, type DataOf } from '../record-type';
import { define } from './delivery-format';

/** The pre-condition of a listing: an order to pay within a time limit that was not obeyed. */
export const payOrder = define('DELTA', '责令限期支付', 'order to pay within a time limit', {
  name: 'PAY_ORDER',
  ownName: 'pay-order',
  source: '拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人社部令第45号）第五条',
  shape: {
    documentNo: column('文书号', text),
    issuedOn: column('作出日期', compactDay),
    limitOn: column('期限届满日', compactDay),
    workers: column('涉及人数', wholeNumber),
    amount: column('金额', yuan),
    obeyed: column('是否履行', optional(yesNo)),
  },
  inOrder: [['issuedOn', 'limitOn']],
});
export type PayOrder = DataOf<typeof payOrder>;

/** One row per party; the persons' rows share the document number of their employer's. */
export const listingDecision = define(
  'FULL',
  '列入拖欠农民工工资失信联合惩戒对象名单决定',
  'listing decision',
  {
    name: 'LISTING_DECISION',
    ownName: 'listing-decision',
    source: '人社部令第45号第五条至第十一条',
    shape: {
      documentNo: column('列入决定文书号', text),
      issuingBody: column('作出机关', text),
      ground: column('列入事由', words({ 第五条第一项: 'ART5_1', 第五条第二项: 'ART5_2' })),
      payOrderNo: column('责令支付文书号', optional(text)),
      noticeServedOn: column('告知送达日期', optional(compactDay)),
      decidedOn: column('列入日期', compactDay),
      servedOn: column('决定送达日期', optional(compactDay)),
      expectedRemovalOn: column('预计退出日期', optional(compactDay)),
      personRole: column(
        '人员身份',
        words({
          用人单位: 'EMPLOYER',
          法定代表人: 'LEGAL_REPRESENTATIVE',
          主要负责人: 'PRINCIPAL',
          直接负责的主管人员: 'RESPONSIBLE_SUPERVISOR',
          其他直接责任人员: 'OTHER_RESPONSIBLE',
        }),
      ),
    },
    person: { name: '姓名', idType: '证件类型', idNumber: '证件号码' },
  },
);
/** `personCommitment` is added by the import where the row names a person. */
export type ListingDecision = DataOf<typeof listingDecision> & { readonly personCommitment: string | null };

/** Carries its own document of removal, so it is never held back. */
export const listingRemoval = define('DELTA', '移出名单决定', 'removal from the list', {
  name: 'LISTING_REMOVAL',
  ownName: 'listing-removal',
  source: '人社部令第45号第十一条至第十七条',
  shape: {
    documentNo: column('移出文书号', text),
    listingDocumentNo: column('列入决定文书号', text),
    kind: column('移出类型', words({ 期满: 'EXPIRED', 提前移出: 'EARLY', 撤销: 'ANNULLED' })),
    decidedOn: column('移出决定日期', compactDay),
    removedOn: column('实际移出日期', optional(compactDay)),
  },
});
export type ListingRemoval = DataOf<typeof listingRemoval>;
