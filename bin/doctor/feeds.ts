/** Doctor: what the feeds lack: late or never delivered, held for an officer, refused or out of reach. */
import { readFeedStates } from '../../src/agencies/evidence-reads';
import type { FeedKey } from '../../src/agencies/facts';
import { AGENCIES } from '../../src/agencies/registry';
import { dateInShanghai } from '../../src/kernel/clock';
import { query, type Store } from '../../src/store/transaction';
import { type Finding, fine, wrong } from './finding';

export async function feedFindings(store: Store): Promise<Finding[]> {
  return [...(await stateFindings(store)), await heldFinding(store), await troubleFinding(store)];
}

async function stateFindings(store: Store): Promise<Finding[]> {
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
  const [late, never] = [named('LATE'), named('NEVER_DELIVERED')];
  return [
    late.length === 0
      ? fine('数源时效', `${named('FRESH').length} 个及时，最久的 ${oldest} 天前`)
      : wrong(
          '数源时效',
          `${late.length} 个迟报：${late.join('、')}`,
          '联系该机构；迟报期间相关要素按“未知”处理。',
        ),
    never.length === 0
      ? fine('数源接入', '全部有数据')
      : wrong(
          '数源接入',
          `${never.length} 个从未提供：${never.join('、')}`,
          '设置 FEED_* 地址，或用 hub import 导入。',
        ),
  ];
}

/** Every batch by itself: of one feed several may wait, and each wants an answer. */
async function heldFinding(store: Store): Promise<Finding> {
  const held = await query<{ told: string }>(
    store,
    `select agency || '/' || record_type || ' 批次 ' || id as told from batch
     where state = 'HELD' order by agency, record_type, id`,
  );
  return held.length === 0
    ? fine('扣留批次', '没有')
    : wrong(
        '扣留批次',
        `${held.length} 个：${held.map(({ told }) => told).join('、')}`,
        '用 hub batch 查看原因，核实后放行或作废。',
      );
}

/** What the last poll met with, and the newest refusal since something was last taken. */
const TROUBLE = /* sql */ `
  select f.agency || '/' || f.record_type || '：' ||
    concat_ws('；', f.last_error, nullif(b.source || '：' || b.reason, f.last_error)) as told
  from feed f left join batch b on b.id = f.refused_batch_id
  where f.last_error is not null or b.id is not null order by f.agency, f.record_type`;

async function troubleFinding(store: Store): Promise<Finding> {
  const feeds = await query<{ told: string }>(store, TROUBLE);
  return feeds.length === 0
    ? fine('数源接收', '没有拒收或取不到的')
    : wrong(
        '数源接收',
        `${feeds.length} 个有问题：${feeds.map(({ told }) => told).join('；')}`,
        '取不到的，核对地址、令牌或目录；被拒收的，请该机构更正后以新的序号重新投递，事项类文件可原名更正。',
      );
}
