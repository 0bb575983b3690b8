/** Feeds, batches and quarantined rows as they are asked for. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { BodyName } from '../common-words';
import { day, id, instant, OPTIONAL, text, whole, word, words } from '../fields';

export const BatchMode = words('BatchMode', '批次方式。 Mode of a batch.', {
  FULL: '全量。 The whole list.',
  DELTA: '增量。 Changes only.',
});

export const BatchState = words('BatchState', '批次状态。 State of a batch.', {
  ACCEPTED: '已接收。 Accepted.',
  HELD: '超出界限，待核。 Out of bounds, on hold.',
  RELEASED: '核后放行。 Released by an officer.',
  DROPPED: '核后弃用。 Dropped by an officer.',
  REFUSED: '整批拒收（如截断）。 Refused as a whole, such as a truncated file.',
  SAME: '与上一批相同，跳过。 The same as the last one, skipped.',
});

export const FeedStateWord = words('FeedStateWord', '数据源状态。 How far a feed can be relied on.', {
  FRESH: '及时。 Fresh.',
  LATE: '逾期，相关事实视为未知。 Late: what rests on it is unknown.',
  HELD: '最近一批待核，相关事实视为未确认。 On hold: what rests on it is unconfirmed.',
  NEVER_DELIVERED: '从未交换。 Nothing ever came.',
});

@Access(reads('feeds'))
@ObjectType({
  description:
    '数据源及其新旧；迟到即未知，不等于没有。 A feed and its age; late means unknown, never clean.',
})
export class Feed {
  @word(BodyName, '机构。 The body.')
  agency!: string;

  @text('记录类型。 Record type.')
  recordType!: string;

  @word(BatchMode, '方式。 Mode.')
  mode!: string;

  @day('完整截至日期。 Complete as of.', OPTIONAL)
  completeAsOf!: string | null;

  @instant('最近轮询时间。 Last polled at.', OPTIONAL)
  lastPolledAt!: Date | null;

  @instant('最近成功时间。 Last success at.', OPTIONAL)
  lastSuccessAt!: Date | null;

  @text('最近的错误。 Last error.', OPTIONAL)
  lastError!: string | null;

  @word(FeedStateWord, '今日状态。 Its state today.')
  state!: string;

  @whole('距完整截至日期的天数。 Days since it was complete.', OPTIONAL)
  ageDays!: number | null;
}

@Access(reads('feeds'))
@ObjectType({
  description: '一批数据：读取 = 接收 + 未变 + 隔离。 A batch: read = accepted + unchanged + quarantined.',
})
export class Batch {
  @id('编号。 Id.')
  id!: string;

  @word(BodyName, '机构。 The body.')
  agency!: string;

  @text('记录类型。 Record type.')
  recordType!: string;

  @word(BatchMode, '方式。 Mode.')
  mode!: string;

  @text('来源（文件或地址）。 Where it came from.')
  source!: string;

  @day('数据截至日期。 As of.')
  asOf!: string;

  @word(BatchState, '状态。 State.')
  state!: string;

  @text('原因。 Why.', OPTIONAL)
  reason!: string | null;

  @whole('读取行数。 Rows read.')
  rowsRead!: number;

  @whole('接收行数。 Rows accepted.')
  rowsAccepted!: number;

  @whole('未变行数。 Rows unchanged.')
  rowsUnchanged!: number;

  @whole('隔离行数。 Rows quarantined.')
  rowsQuarantined!: number;

  @whole('新增行数。 Rows that were new.')
  rowsNew!: number;

  @whole('变更行数。 Rows that had changed.')
  rowsChanged!: number;

  @whole('不再出现的行数。 Rows that were no longer there.')
  rowsAbsent!: number;

  @instant('收到时间。 Received at.')
  receivedAt!: Date;

  @instant('完成时间。 Finished at.', OPTIONAL)
  finishedAt!: Date | null;
}

@Access(reads('feeds'))
@ObjectType({ description: '被隔离的一行。 A row that was quarantined.' })
export class QuarantinedRow {
  @id('编号。 Id.')
  id!: string;

  @whole('行号。 Row number.')
  rowNumber!: number;

  @text('字段。 The field.')
  field!: string;

  @text('原因。 Why.')
  reason!: string;

  @Access(
    reads(
      'quarantine.hrss',
      'quarantine.union',
      'quarantine.confederation',
      'quarantine.federation',
      'quarantine.court',
    ),
  )
  @text(
    '允许列的原始字节（base64），只供本机构和管理员。 Bytes of the allowed columns in base64, for that body and admins.',
    OPTIONAL,
  )
  bytes!: string | null;
}
