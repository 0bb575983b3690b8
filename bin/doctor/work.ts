/** Doctor: what lies undone: feeds, outbox, scheduled runs, lanes, recalls, recipients. */
import { type Figures, readFigures } from '../../jobs/figures';
import { heartbeatAge } from '../../jobs/heartbeat';
import { type BrokenEntry, checkChains } from '../../src/audit/reads';
import { dateInShanghai } from '../../src/kernel/clock';
import { readIdleRemovals } from '../../src/sanctions/reads';
import { query, type Store } from '../../src/store/transaction';
import { feedFindings } from './feeds';
import { age, type Finding, fine, wrong } from './finding';
import { provisionalFinding } from './rules';

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

interface Waiting {
  readonly name: string;
  readonly units: number;
  readonly seconds: number;
}

const WAITING = /* sql */ `
  select r.name || '（' || r.id || '）' as name, count(*)::int as units,
    extract(epoch from now() - min(d.created_at))::float8 as seconds
  from lane l join recipient r on r.id = l.recipient_id
  join delivery d on d.recipient_id = l.recipient_id and d.unit_id = l.unit_id and d.lane_seq = l.head_seq + 1
  where l.ready_at is not null or l.state = 'HELD' group by r.id order by seconds desc`;

const LATE_SECONDS = 3600;

async function deliveryFinding(store: Store): Promise<Finding> {
  const waiting = await query<Waiting>(store, WAITING);
  const told = waiting
    .slice(0, 3)
    .map(({ name, units, seconds }) => `${name} ${units} 个单位，最早一条等了 ${age(seconds)}`)
    .join('；');
  if (waiting.length === 0) {
    return fine('推送', '全部送达');
  }
  return (waiting[0]?.seconds ?? 0) < LATE_SECONDS
    ? fine('推送', told)
    : wrong('推送', told, '用 hub recipient 核对地址，联系接收方；恢复后自动补送。');
}

async function recipientFinding(store: Store): Promise<Finding> {
  const rows = await query<{ name: string; ready: boolean; paused: boolean }>(
    store,
    `select name || '（' || id || '）' as name, url is not null and secret is not null as ready, state = 'PAUSED' as paused
     from recipient order by id`,
  );
  const named = (those: typeof rows): string => those.map(({ name }) => name).join('、');
  const without = rows.filter(({ ready }) => !ready);
  const paused = rows.filter((row) => row.paused);
  if (rows.length === 0) {
    return wrong('接收方', '一个也没有登记，标记不会送给任何人', '用 hub recipient 登记。');
  }
  if (without.length > 0) {
    return wrong('接收方', `${named(without)} 没有地址或密钥`, '用 hub recipient <编号> --url … 登记。');
  }
  return paused.length > 0
    ? wrong('接收方', `${named(paused)} 已暂停`, '推送会一直保留；恢复后继续。')
    : fine('接收方', `${rows.length} 个`);
}

async function contentFinding(store: Store): Promise<Finding> {
  const [row] = await query<{ some: boolean }>(store, 'select exists (select from unit) as some');
  return row?.some
    ? fine('数据', '有用人单位')
    : wrong(
        '数据',
        '数据库里一个用人单位也没有',
        '试用运行 npm start；正式运行设置 FEED_* 或用 hub import 导入。',
      );
}

/** Six beats missed, and then some. */
const SILENT_SECONDS = 90;

async function workerFinding(store: Store): Promise<Finding> {
  const seconds = await heartbeatAge(store);
  if (seconds === null) {
    return wrong('工作进程', '从未运行', '运行 hub worker（npm start 会一并启动）。');
  }
  return seconds < SILENT_SECONDS
    ? fine('工作进程', `${age(seconds)} 前还在工作`)
    : wrong(
        '工作进程',
        `已 ${age(seconds)} 没有动静：停止、卡死或连不上数据库`,
        '看它的日志，重启 hub worker。',
      );
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

async function removalFinding(store: Store): Promise<Finding> {
  const idle = await readIdleRemovals(store);
  const named = idle
    .slice(0, 3)
    .map(({ documentNo, listingDocumentNo }) => `${documentNo}（移出 ${listingDocumentNo}）`);
  return idle.length === 0
    ? fine('移出决定', '每件都有所移出的列入')
    : wrong(
        '移出决定',
        `${idle.length} 件没有移出任何列入：${named.join('；')}`,
        '与人社部门核对列入文书号、单位和日期；更正后的记录送达即生效。',
      );
}

export async function findingsOfWork(store: Store): Promise<Finding[]> {
  return [
    await contentFinding(store),
    await workerFinding(store),
    ...(await feedFindings(store)),
    ...workFindings(await readFigures(store)),
    await deliveryFinding(store),
    await recipientFinding(store),
    await removalFinding(store),
    await provisionalFinding(store, dateInShanghai(store.clock.now())),
    await auditFinding(store),
  ];
}
