/** Doctor: Node, configuration, PostgreSQL with its schema, Redis with its settings and schedules. */
import { openQueue } from '../../jobs/offers';
import type { Config } from '../../src/config/environment';
import { createLogger } from '../../src/kernel/logger';
import { checkSchema } from '../../src/store/check-schema';
import { producerRedis, redisFacts, redisProblems, redisReady } from '../../src/store/redis';
import { LOWEST_POSTGRES } from '../../src/store/require-postgres';
import { query, type Store } from '../../src/store/transaction';
import { redisUrl } from '../open';
import { type Finding, fine, wrong } from './finding';

export function nodeFinding(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? fine('Node', version)
    : wrong('Node', `${version} 太旧`, '安装 Node 20.19 以上。');
}

/** A server of our own, or one that is given. */
const whose = (given: string | undefined, variable: string): string =>
  given === undefined ? '自带' : `由 ${variable} 指定`;

export async function databaseFindings(config: Config, store: Store): Promise<Finding[]> {
  const [row] = await query<{ number: number; version: string }>(
    store,
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  );
  const version = `${row?.version ?? '?'}（${whose(config.DATABASE_URL, 'DATABASE_URL')}）`;
  const problems = await checkSchema(store);
  return [
    (row?.number ?? 0) >= LOWEST_POSTGRES * 10_000
      ? fine('PostgreSQL', version)
      : wrong('PostgreSQL', `${version} 太旧`, `升级到 PostgreSQL ${LOWEST_POSTGRES} 以上。`),
    problems.length === 0
      ? fine('数据库结构', '与代码一致')
      : wrong(
          '数据库结构',
          `${problems.length} 处不一致：${problems.slice(0, 3).join('；')}`,
          '运行 hub migrate；仍不一致时 hub migrate --check 列出全部。',
        ),
  ];
}

/** The plan is loaded here: rules that are not sound keep it from being made, and nothing else from being looked at. */
async function scheduleFinding(config: Config, redis: ReturnType<typeof producerRedis>): Promise<Finding> {
  const { hubPlan } = await import('../../jobs/hub-plan');
  const declared = hubPlan(config).schedules.map(({ id, pattern }) => `${id} ${pattern}`);
  const queue = openQueue('ticks', redis, config.REDIS_PREFIX);
  try {
    const present = (await queue.getJobSchedulers(0, -1, true)).map(
      ({ key, pattern }) => `${key} ${pattern}`,
    );
    const missing = declared.filter((one) => !present.includes(one) && !one.startsWith('poll-'));
    return missing.length === 0
      ? fine('计划任务', `${present.length} 个`)
      : wrong(
          '计划任务',
          `Redis 中缺少 ${missing.join('、')}`,
          '启动工作进程（hub worker），它会在一分钟内补上。',
        );
  } finally {
    await queue.close();
  }
}

export async function redisFindings(config: Config): Promise<Finding[]> {
  const redis = producerRedis(redisUrl(config), 'hub doctor', createLogger('doctor', 'silent'));
  try {
    await redisReady(redis, 3);
    const facts = await redisFacts(redis);
    const problems = redisProblems(facts).map(({ message, hint }) => wrong('Redis', message, hint));
    const settings = fine(
      'Redis',
      `${facts.version}（${whose(config.REDIS_URL, 'REDIS_URL')}），noeviction，AOF 已开启`,
    );
    return [...(problems.length === 0 ? [settings] : problems), await scheduleFinding(config, redis)];
  } catch (error) {
    return [
      wrong(
        'Redis',
        error instanceof Error ? error.message : String(error),
        '检查 Redis 是否在运行、REDIS_URL 是否正确。',
      ),
    ];
  } finally {
    redis.disconnect();
  }
}
