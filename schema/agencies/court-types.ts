/** Record types of the court. */
import { day, OPTIONAL, text, whole, word, words } from '../fields';
import { AgencyRecord, RecordType } from './record';

export const DeletionKind = words('DishonestyDeletionKind', '失信信息处理。 What became of an entry.', {
  DELETION: '删除。 Deleted.',
  WITHDRAWAL: '撤销。 Withdrawn.',
  CORRECTION: '更正。 Corrected.',
});

export const DisputeResult = words('DisputeResult', '结案方式。 How a case was closed.', {
  JUDGMENT: '判决。 Judgment.',
  MEDIATED: '调解。 Mediated.',
  WITHDRAWN: '撤诉。 Withdrawn.',
});

@RecordType(
  'court.DISHONESTY_ENTRY',
  '失信被执行人信息（法释〔2017〕7号）。 Entry of a dishonest judgment debtor.',
)
export class DishonestyEntry extends AgencyRecord {
  @text('执行案号。 Enforcement case number.', OPTIONAL)
  caseNo!: string | null;

  @text('执行依据文号。 Number of the document enforced.', OPTIONAL)
  documentNo!: string | null;

  @text('执行法院。 Enforcing court.', OPTIONAL)
  court!: string | null;

  @whole('情形（第一条第几项）。 Ground, by the item of art 1.', OPTIONAL)
  ground!: number | null;

  @day('发布日期。 Published on.', OPTIONAL)
  listedOn!: string | null;

  @day('期限届满日；第一项无固定期限。 End of the term; ground 1 has none.', OPTIONAL)
  termEnd!: string | null;
}

@RecordType(
  'court.DISHONESTY_DELETION',
  '失信信息的删除、撤销或更正。 Deletion, withdrawal or correction of an entry.',
)
export class DishonestyDeletion extends AgencyRecord {
  @text('执行案号。 Enforcement case number.', OPTIONAL)
  caseNo!: string | null;

  @word(DeletionKind, '处理。 What was done.', OPTIONAL)
  kind!: string | null;

  @day('处理日期。 Done on.', OPTIONAL)
  deletedOn!: string | null;
}

@RecordType(
  'court.DISPUTE_OUTCOME',
  '劳动争议案件结果，不含案卷。 Outcome of a labour dispute, without its papers.',
)
export class DisputeOutcome extends AgencyRecord {
  @text('案号。 Case number.', OPTIONAL)
  caseNo!: string | null;

  @day('结案日期。 Closed on.', OPTIONAL)
  closedOn!: string | null;

  @word(DisputeResult, '结案方式。 How it was closed.', OPTIONAL)
  outcome!: string | null;
}

@RecordType(
  'court.JUDICIAL_CONFIRMATION',
  '调解协议司法确认。 Judicial confirmation of a mediation agreement.',
)
export class JudicialConfirmation extends AgencyRecord {
  @text('案号。 Case number.', OPTIONAL)
  caseNo!: string | null;

  @day('裁定日期。 Confirmed on.', OPTIONAL)
  confirmedOn!: string | null;

  @text('调解组织。 Mediation body.', OPTIONAL)
  mediationBody!: string | null;
}
