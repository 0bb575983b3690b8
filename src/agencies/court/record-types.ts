/** What the courts deliver: dishonesty entries and their deletions, dispute outcomes, judicial confirmations. */
import type { Mode } from '../agency';
import { readLimits } from '../feed-limits';
import { between, day, optional, text, words } from '../fields';
import { type Columns, column, type DataOf, defineRecordType, type RecordTypeSpec } from '../record-type';
import feeds from './feeds.json';

const limits = readLimits(feeds);

/** Old papers carry the organisation code alone (法释〔2017〕7号第六条). */
const ENVELOPE = {
  key: '编号',
  version: '版本',
  code: '统一社会信用代码',
  organisationCode: '组织机构代码',
  name: '被执行人名称',
  observed: '数据日期',
  day,
  mayNamePersons: true,
} as const;

type Own<Given extends Columns> = Omit<
  RecordTypeSpec<Given>,
  'agency' | 'envelope' | 'limits' | 'title' | 'mode'
>;

const define = <const Given extends Columns>(mode: Mode, zh: string, en: string, own: Own<Given>) =>
  defineRecordType({
    ...own,
    mode,
    agency: 'court',
    envelope: ENVELOPE,
    limits: limits(own.name),
    title: { zh, en },
  });

/** The court alone says when an entry ends: its term is mirrored, never computed. */
export const dishonestyEntry = define('FULL', '失信被执行人', 'entry of the dishonesty list', {
  name: 'DISHONESTY_ENTRY',
  ownName: 'dishonesty',
  source: '最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）第一条、第二条、第六条',
  shape: {
    caseNo: column('执行案号', text),
    documentNo: column('执行依据文号', text),
    court: column('执行法院', text),
    ground: column('情形', between(1, 6)),
    listedOn: column('发布日期', day),
    termEnd: column('期限届满日', optional(day)),
  },
});
export type DishonestyEntry = DataOf<typeof dishonestyEntry>;

/** Carries its own document of removal, so it is never held back. */
export const dishonestyDeletion = define(
  'DELTA',
  '失信信息删除、撤销、更正',
  'deletion from the dishonesty list',
  {
    name: 'DISHONESTY_DELETION',
    ownName: 'dishonesty-deletion',
    source: '法释〔2017〕7号第九条、第十条',
    shape: {
      caseNo: column('执行案号', text),
      kind: column('处理', words({ 删除: 'DELETION', 撤销: 'WITHDRAWAL', 更正: 'CORRECTION' })),
      deletedOn: column('处理日期', day),
    },
  },
);
export type DishonestyDeletion = DataOf<typeof dishonestyDeletion>;

export const disputeOutcome = define('DELTA', '劳动争议裁判结果', 'outcome of a labour dispute', {
  name: 'DISPUTE_OUTCOME',
  ownName: 'dispute',
  source: '劳动争议调解仲裁法第四十八条至第五十条',
  shape: {
    caseNo: column('案号', text),
    closedOn: column('结案日期', day),
    outcome: column('结案方式', words({ 判决: 'JUDGMENT', 调解: 'MEDIATED', 撤诉: 'WITHDRAWN' })),
  },
});
export type DisputeOutcome = DataOf<typeof disputeOutcome>;

export const judicialConfirmation = define(
  'DELTA',
  '调解协议司法确认',
  'judicial confirmation of a mediation',
  {
    name: 'JUDICIAL_CONFIRMATION',
    ownName: 'confirmation',
    source: '民事诉讼法第二百零五条、第二百零六条',
    shape: {
      caseNo: column('案号', text),
      confirmedOn: column('裁定日期', day),
      mediationBody: column('调解组织', optional(text)),
    },
  },
);
export type JudicialConfirmation = DataOf<typeof judicialConfirmation>;
