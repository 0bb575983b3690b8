/** `hub batch`: deliveries that were held; `hub batch <批次> --release|--drop --why …` answers one. */
import { releaseBatch } from '../../src/agencies/steps/release-batch';
import { HubError } from '../../src/kernel/errors';
import { query, type Store, transaction } from '../../src/store/transaction';
import { type Command, type Input, UsageError } from '../command';
import { withStore } from '../open';
import { operator } from '../operator';
import { say, table } from '../screen';

async function list(store: Store): Promise<void> {
  const rows = await query<{
    id: string;
    feed: string;
    as_of: string;
    rows_read: number;
    source: string;
    reason: string | null;
  }>(
    store,
    `select id, agency || '/' || record_type as feed, as_of, rows_read, source, reason
     from batch where state = 'HELD' order by id`,
  );
  if (rows.length === 0) {
    say('没有被扣留的批次');
    return;
  }
  for (const line of table([
    ['批次', '数源', '截至', '行数', '来源', '原因'],
    ...rows.map((row) => [row.id, row.feed, row.as_of, String(row.rows_read), row.source, row.reason ?? '']),
  ])) {
    say(line);
  }
}

async function answer(store: Store, input: Input): Promise<void> {
  const [batchId = ''] = input.arguments;
  const why = input.text('why');
  if (input.flag('release') === input.flag('drop')) {
    throw new UsageError('请在 --release 和 --drop 中选一个');
  }
  if (why === undefined) {
    throw new UsageError('缺少 --why');
  }
  if (!/^\d+$/.test(batchId)) {
    throw new UsageError(`批次是一个数字，不是 ${batchId}`);
  }
  const result = await transaction(store, (tx) =>
    releaseBatch(tx, { batchId, answer: input.flag('release') ? 'RELEASE' : 'DROP', why, actor: operator() }),
  );
  if (!result.ok) {
    throw new HubError(result.failure.code, result.failure.message, result.failure.hint);
  }
  say(
    input.flag('release')
      ? `批次 ${batchId} 已放行：接收 ${result.value.accepted} 行`
      : `批次 ${batchId} 已作废`,
  );
}

export const command: Command = {
  arguments: ['[批次]'],
  options: {
    release: { about: '核实后放行' },
    drop: { about: '作废' },
    why: { value: '理由', about: '处理理由，记入审计' },
  },
  run: (input) =>
    withStore('batch', async (store) => {
      await (input.arguments.length === 0 ? list(store) : answer(store, input));
      return 0;
    }),
};
