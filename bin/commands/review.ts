/** `hub review`: how the rounds stand; `hub review open --reason …` opens one by hand. */

import { BODIES } from '../../src/kernel/actor';
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { HubError } from '../../src/kernel/errors';
import { openRound } from '../../src/reviews/steps/open-round';
import { query, type Store, transaction } from '../../src/store/transaction';
import { type Command, type Input, UsageError } from '../command';
import { withStore } from '../open';
import { operator } from '../operator';
import { say, table } from '../screen';

interface RoundRow {
  readonly title: string;
  readonly origin: string;
  readonly as_of: string;
  readonly cases: number;
  readonly evaluated: number;
  readonly verdicts: string | null;
  readonly closed: boolean;
}

async function list(store: Store): Promise<void> {
  const rows = await query<RoundRow>(
    store,
    `select r.title, r.origin, r.as_of, r.cases, r.closed_at is not null as closed,
       (select count(*)::int from review_case c where c.round_id = r.id and c.evaluated_at is not null) as evaluated,
       (select string_agg(v.verdict || ' ' || v.n, '  ' order by v.verdict) from
          (select verdict, count(*) as n from review_case c where c.round_id = r.id and verdict is not null group by 1) v
       ) as verdicts
     from review_round r order by r.opened_at desc limit 20`,
  );
  for (const line of table([
    ['轮次', '来源', '截至', '进度', '结论'],
    ...rows.map((row) => [
      row.title,
      row.origin === 'SCHEDULE' ? '计划' : '人工',
      row.as_of,
      `${row.evaluated}/${row.cases}${row.closed ? '' : ' 进行中'}`,
      row.verdicts ?? '',
    ]),
  ])) {
    say(line);
  }
}

async function unitIdsOf(store: Store, codes: string | undefined): Promise<string[] | undefined> {
  if (codes === undefined) {
    return undefined;
  }
  const wanted = codes.split(',').map((code) => code.trim().toUpperCase());
  const rows = await query<{ id: string; code: string }>(
    store,
    'select id, code from unit where code = any($1)',
    [wanted],
  );
  const unknown = wanted.filter((code) => !rows.some((row) => row.code === code));
  if (unknown.length > 0) {
    throw new UsageError(`没有这些单位：${unknown.join('、')}`);
  }
  return rows.map(({ id }) => id);
}

async function open(store: Store, input: Input): Promise<void> {
  const reason = input.text('reason');
  if (reason === undefined) {
    throw new UsageError('缺少 --reason');
  }
  const requestedByBody = BODIES.find((body) => body === (input.text('body') ?? 'office'));
  if (requestedByBody === undefined) {
    throw new UsageError(`--body 只能是 ${BODIES.join('、')}`);
  }
  const unitIds = await unitIdsOf(store, input.text('units'));
  const asOf = dateInShanghai(systemClock.now());
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: input.text('title') ?? `${asOf} 复核`,
      requestedByBody,
      reason,
      ...(unitIds === undefined ? {} : { unitIds }),
      asOf,
      actor: operator(),
    }),
  );
  if (!opened.ok) {
    throw new HubError(opened.failure.code, opened.failure.message, opened.failure.hint);
  }
  const { created, cases, alreadyOpen } = opened.value;
  say(
    created
      ? `已开启，共 ${cases} 件；工作进程随即评价，用 hub review 查看进度`
      : '没有开启新的轮次：所选称号都已在复核或处理程序中',
  );
  if (created && alreadyOpen > 0) {
    say(`  另有 ${alreadyOpen} 个称号已在复核或处理程序中，不重复开启`);
  }
}

export const command: Command = {
  arguments: ['[open]'],
  options: {
    reason: { value: '原因', about: '为什么复核' },
    title: { value: '名称', about: '轮次名称' },
    body: { value: '机构', about: `应谁的要求：${BODIES.join('、')}；默认 office` },
    units: { value: '代码,代码', about: '只复核这些单位（统一社会信用代码）' },
  },
  run: (input) =>
    withStore('review', async (store) => {
      const [action] = input.arguments;
      if (action !== undefined && action !== 'open') {
        throw new UsageError(`review 只有 open，没有 ${action}`);
      }
      await (action === 'open' ? open(store, input) : list(store));
      return 0;
    }),
};
