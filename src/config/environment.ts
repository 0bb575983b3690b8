/** Environment → one frozen typed object; the only reader of process.env; reports every problem at once. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { HubError } from '../kernel/errors';
import { patternProblem } from './cron-pattern';
import { masked } from './masked';

const whole = (least: number, most: number, fallback: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `须为 ${least} 到 ${most} 的整数`,
    )
    .transform(Number)
    .default(fallback);
const port = (fallback: number) => whole(1, 65_535, fallback);
const DAY_SECONDS = 86_400;

const text = (pattern: RegExp, allowed: string) => z.string().regex(pattern, allowed);

/** A feed of an agency: by HTTP alone, for nothing else is polled. */
const feedUrl = z
  .string()
  .refine(
    (given) => /^https?:\/\/[^/]/.test(given) && URL.canParse(given),
    '须为 http:// 或 https:// 开头、带主机名的地址',
  )
  .optional();

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** One row per variable: the README prints this table, compose and doctor are tested against it. */
export const VARIABLES = {
  PORT: { about: 'port of the GraphQL gateway', schema: port(4000) },
  HOST: {
    about: 'address the gateway listens on',
    schema: text(/^[\w.:%-]+$/, '须为本机的地址或主机名，不带端口').default('127.0.0.1'),
  },
  WORKER_PORT: { about: 'port of the worker’s health page', schema: port(4001) },
  DATABASE_URL: {
    about: 'PostgreSQL ≥ 18 to use; empty: an embedded one under HUB_DATA',
    schema: text(/^postgres(ql)?:\/\//, '须以 postgres:// 开头').optional(),
  },
  REDIS_URL: {
    about: 'Redis or Valkey ≥ 6.2 to use; empty: an embedded one under HUB_DATA',
    schema: text(/^(rediss?:\/\/|\/)/, '须以 redis:// 或 rediss:// 开头，或是套接字的绝对路径').optional(),
  },
  HUB_DATA: {
    about: 'folder of the embedded servers and the demo city; a relative path begins at the project’s folder',
    schema: z.string().default('.data'),
  },
  HUB_PERSON_KEY: {
    about:
      'key (32 bytes, base64) that encrypts fields on persons and the recipients’ secrets; empty: one kept under HUB_DATA',
    schema: text(
      /^[A-Za-z0-9+/_-]{43}=?$/,
      '须为 32 字节的 base64（生成：openssl rand -base64 32）',
    ).optional(),
  },
  REDIS_PREFIX: {
    about: 'prefix of all keys in Redis',
    schema: text(/^[\w{}-]+$/, '只能有字母、数字、_、-、{、}').default('{hub}'),
  },
  LOG_LEVEL: {
    about: 'how much is logged',
    schema: z.enum(LEVELS, `须为 ${LEVELS.join('、')} 之一`).default('info'),
  },
  POOL_SIZE: { about: 'PostgreSQL connections per process', schema: whole(2, 200, 10) },
  POLL_SECONDS: {
    about: 'seconds between two polls of the agencies’ feeds',
    schema: whole(1, DAY_SECONDS, 60),
  },
  SWEEP_SECONDS: {
    about: 'seconds between two sweeps for undone work',
    schema: whole(1, DAY_SECONDS, 5),
  },
  HUB_HASTE: {
    about:
      'divides the worker’s leases, waits and request limits, to try out faults in seconds; 1 in operation',
    schema: whole(1, 20, 1),
  },
  REVIEW_SCHEDULE: {
    about: 'cron (Asia/Shanghai) at which a re-review round opens; empty string: none',
    schema: z
      .string()
      .refine(
        (given) => given === '' || patternProblem(given) === null,
        '须为 cron 表达式（分 时 日 月 星期，如 0 8 1 3 *），空字符串表示不定期开启',
      )
      .default('0 8 1 3 *'),
  },
  FEED_HRSS: {
    about: 'drop folder of 人社 CSV files; a relative path begins at the project’s folder',
    schema: z.string().optional(),
  },
  FEED_UNION: { about: 'address of the 工会 paged JSON feed', schema: feedUrl },
  FEED_UNION_TOKEN: { about: 'bearer token for FEED_UNION', schema: z.string().optional() },
  FEED_COURT: { about: 'address of the court XML feed', schema: feedUrl },
  FEED_COURT_TOKEN: { about: 'bearer token for FEED_COURT', schema: z.string().optional() },
  FEED_FEDERATION: { about: 'address of the 工商联 NDJSON feed', schema: feedUrl },
  FEED_FEDERATION_TOKEN: { about: 'bearer token for FEED_FEDERATION', schema: z.string().optional() },
} as const;

type Name = keyof typeof VARIABLES;
type Parsed = { readonly [K in Name]: z.output<(typeof VARIABLES)[K]['schema']> };
export type Config = Readonly<Parsed>;
type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that holds package.json, whether this file runs as it was written or as it was built. */
function projectFolder(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
  }
  return folder;
}

const FOLDERS = ['HUB_DATA', 'FEED_HRSS'] as const satisfies readonly Name[];

const problemLine = (name: Name, given: string, allowed: string): string =>
  `${name}=${masked(name, given)}：${allowed} (${VARIABLES[name].about})`;

/** Two services share no port: two that were given are a mistake, a default gives way. */
function separatePorts(values: Record<string, unknown>, workerPortGiven: boolean): string[] {
  if (values.PORT === undefined || values.PORT !== values.WORKER_PORT) {
    return [];
  }
  if (workerPortGiven) {
    return [problemLine('WORKER_PORT', String(values.PORT), `须与 PORT（${values.PORT}）不同`)];
  }
  values.WORKER_PORT = Number(values.PORT) + 1;
  return [];
}

/**
 * Reads the configuration. Empty strings count as unset, but for REVIEW_SCHEDULE, where they mean "none".
 * Folders come out absolute: where a command was called from changes nothing.
 */
export function readConfig(environment: Environment = process.env): Config {
  const given = (name: Name): string | undefined =>
    environment[name] === '' && name !== 'REVIEW_SCHEDULE' ? undefined : environment[name];
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(VARIABLES) as Name[]) {
    const parsed = VARIABLES[name].schema.safeParse(given(name));
    if (parsed.success) {
      values[name] = parsed.data;
    } else {
      const allowed = parsed.error.issues.map((issue) => issue.message).join('；');
      problems.push(problemLine(name, given(name) ?? '', allowed));
    }
  }
  problems.push(...separatePorts(values, given('WORKER_PORT') !== undefined));
  if (problems.length > 0) {
    throw new HubError(
      'CONFIGURATION_INVALID',
      `配置有 ${problems.length} 处问题 (problems of the configuration)：\n  ${problems.join('\n  ')}`,
      '改正这些环境变量后重新启动；README 列有全部变量。',
    );
  }
  for (const name of FOLDERS) {
    const folder = values[name];
    values[name] = typeof folder === 'string' ? path.resolve(projectFolder(), folder) : folder;
  }
  return Object.freeze(values) as Config;
}

/** The whole environment for child processes, with some variables replaced. */
export function childEnvironment(replaced: Environment): NodeJS.ProcessEnv {
  return { ...process.env, ...replaced };
}
