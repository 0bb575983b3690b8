/** Doctor: what lies undone: feeds, held deliveries, outbox, scheduled runs, lanes, recalls, recipients. */
import { type Figures, readFigures } from '../../jobs/figures';
import { readFeedStates } from '../../src/agencies/evidence-reads';
import type { FeedKey } from '../../src/agencies/facts';
import { AGENCIES } from '../../src/agencies/registry';
import { type BrokenEntry, checkChains } from '../../src/audit/reads';
import { dateInShanghai } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { age, type Finding, fine, wrong } from './finding';

async function feedFindings(store: Store): Promise<Finding[]> {
  const keys = AGENCIES.flatMap(({ body, recordTypes }) =>
    recordTypes.map(({ name }): FeedKey => `${body}/${name}`),
  );
  const reader = {
    query: <Row>(sql: string, parameters?: readonly unknown[]) => query<Row>(store, sql, parameters),
  };
  const states = [...(await readFeedStates(reader, keys, dateInShanghai(store.clock.now())))];
  const named = (state: string): string[] =>
    states.filter(([, one]) => one.state === state).map(([key]) => key);
  const oldest = Math.max(0, ...states.map(([, one]) => ('ageDays' in one ? one.ageDays : 0)));
  const [late, held, never] = [named('LATE'), named('HELD'), named('NEVER_DELIVERED')];
  return [
    late.length === 0
      ? fine('数源时效', `${named('FRESH').length} 个及时，最久的 ${oldest} 天前`)
      : wrong(
          '数源时效',
          `${late.length} 个迟报：${late.join('、')}`,
          '联系该机构；迟报期间相关要素按“未知”处理。',
        ),
    held.length === 0
      ? fine('扣留批次', '没有')
      : wrong('扣留批次', held.join('、'), '用 hub batch 查看原因，核实后放行或作废。'),
    never.length === 0
      ? fine('数源接入', '全部有数据')
      : wrong(
          '数源接入',
          `${never.length} 个从未提供：${never.join('、')}`,
          '设置 FEED_* 地址，或用 hub import 导入。',
        ),
  ];
}

function workFindings(figures: Figures): Finding[] {
  const waiting = `${figures.outboxUndone} 项待办，最早 ${age(figures.outboxOldestSeconds)} 前`;
  return [
    figures.outboxOldestSeconds < 300
      ? fine('待办事项', figures.outboxUndone === 0 ? '没有' : waiting)
      : wrong(
          '待办事项',
          `${waiting}，其中 ${figures.outboxFailing} 项失败过`,
          '确认工作进程在运行；失败原因见 outbox.last_error 和日志。',
        ),
    figures.bucketsExhausted === 0
      ? fine('计划执行', '没有放弃的')
      : wrong(
          '计划执行',
          `${figures.bucketsExhausted} 次多次失败后放弃`,
          '原因见 schedule_bucket.last_error；更正后把该行 attempts 改为 0 即可补做。',
        ),
    figures.deliveryOldestSeconds < 3600
      ? fine(
          '推送',
          figures.deliveryOldestSeconds === 0
            ? '全部送达'
            : `最早一条等待 ${age(figures.deliveryOldestSeconds)}`,
        )
      : wrong(
          '推送',
          `最早一条已等待 ${age(figures.deliveryOldestSeconds)}`,
          '用 hub recipient 核对地址，联系接收方。',
        ),
    figures.lanesHeld === 0
      ? fine('被拒推送', '没有')
      : wrong(
          '被拒推送',
          `${figures.lanesHeld} 个单位的推送被接收方拒绝`,
          '查明原因后用 GraphQL 的 retryDelivery 重发。',
        ),
    figures.withdrawalsOpen === 0
      ? fine('撤回确认', '全部确认')
      : wrong('撤回确认', `${figures.withdrawalsOpen} 条撤回尚未被确认`, '逐条见 GraphQL 的 recallCases。'),
  ];
}

async function recipientFinding(store: Store): Promise<Finding> {
  const rows = await query<{ id: string; url: string | null; state: string }>(
    store,
    'select id, url, state from recipient order by id',
  );
  const without = rows.filter(({ url }) => url === null).map(({ id }) => id);
  const paused = rows.filter(({ state }) => state === 'PAUSED').map(({ id }) => id);
  if (without.length > 0) {
    return wrong('接收方', `${without.join('、')} 没有登记地址`, '用 hub recipient <编号> --url … 登记。');
  }
  return paused.length > 0
    ? wrong('接收方', `${paused.join('、')} 已暂停`, '推送会一直保留；恢复后继续。')
    : fine('接收方', `${rows.length} 个`);
}

const BROKEN: Readonly<Record<BrokenEntry['reason'], string>> = {
  MISSING: '缺失',
  ALTERED: '被改动',
  CUT: '以后的被截去',
};

async function auditFinding(store: Store): Promise<Finding> {
  const { chains, entries, broken } = await checkChains(store);
  const named = broken.slice(0, 3).map(({ scope, seq, reason }) => `${scope} 第 ${seq} 条${BROKEN[reason]}`);
  return broken.length === 0
    ? fine('审计日志', `${chains} 条链、${entries} 条记录完好`)
    : wrong(
        '审计日志',
        `${broken.length} 条链被改动：${named.join('；')}`,
        '保留现场和服务器日志，与备份比对，查明何人改动了数据库。',
      );
}

export async function findingsOfWork(store: Store): Promise<Finding[]> {
  return [
    ...(await feedFindings(store)),
    ...workFindings(await readFigures(store)),
    await recipientFinding(store),
    await auditFinding(store),
  ];
}
