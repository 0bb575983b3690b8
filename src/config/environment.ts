/** Environment → one frozen typed object; the only reader of process.env; reports every problem at once. */
import { z } from 'zod';
import { HubError } from '../kernel/errors';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65535).default(fallback);
const seconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** One row per variable: the README prints this table, compose and doctor are tested against it. */
export const VARIABLES = {
  PORT: { about: 'port of the GraphQL gateway', schema: port(4000) },
  HOST: { about: 'address the gateway listens on', schema: z.string().min(1).default('127.0.0.1') },
  WORKER_PORT: { about: 'port of the worker’s health page', schema: port(4001) },
  DATABASE_URL: {
    about: 'PostgreSQL ≥ 18 to use; empty: an embedded one under HUB_DATA',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
      .optional(),
  },
  REDIS_URL: {
    about: 'Redis or Valkey ≥ 6.2 to use; empty: an embedded one under HUB_DATA',
    schema: z
      .string()
      .regex(/^(rediss?:\/\/|\/)/, 'must start with redis:// (or be a socket path)')
      .optional(),
  },
  HUB_DATA: {
    about: 'folder of the embedded servers and the demo city',
    schema: z.string().min(1).default('.data'),
  },
  HUB_PERSON_KEY: {
    about: 'key (32 bytes, base64) that encrypts fields on persons; empty: one kept under HUB_DATA',
    schema: z
      .string()
      .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
      .optional(),
  },
  REDIS_PREFIX: {
    about: 'prefix of all keys in Redis',
    schema: z
      .string()
      .regex(/^[\w{}-]+$/)
      .default('{hub}'),
  },
  LOG_LEVEL: {
    about: 'how much is logged',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  },
  POOL_SIZE: {
    about: 'PostgreSQL connections per process',
    schema: z.coerce.number().int().min(2).max(200).default(10),
  },
  POLL_SECONDS: { about: 'seconds between two polls of the agencies’ feeds', schema: seconds(60) },
  SWEEP_SECONDS: { about: 'seconds between two sweeps for undone work', schema: seconds(5) },
  HUB_HASTE: {
    about:
      'divides the worker’s leases, waits and request limits, to try out faults in seconds; 1 in operation',
    schema: z.coerce.number().int().min(1).max(20).default(1),
  },
  REVIEW_SCHEDULE: {
    about: 'cron (Asia/Shanghai) at which a re-review round opens; empty string: none',
    schema: z.string().default('0 8 1 3 *'),
  },
  FEED_HRSS: { about: 'drop folder of 人社 CSV files', schema: z.string().optional() },
  FEED_UNION: { about: 'address of the 工会 paged JSON feed', schema: z.url().optional() },
  FEED_UNION_TOKEN: { about: 'bearer token for FEED_UNION', schema: z.string().optional() },
  FEED_COURT: { about: 'address of the court XML feed', schema: z.url().optional() },
  FEED_COURT_TOKEN: { about: 'bearer token for FEED_COURT', schema: z.string().optional() },
  FEED_FEDERATION: { about: 'address of the 工商联 NDJSON feed', schema: z.url().optional() },
  FEED_FEDERATION_TOKEN: { about: 'bearer token for FEED_FEDERATION', schema: z.string().optional() },
} as const;

type Parsed = { readonly [K in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[K]['schema']> };
export type Config = Readonly<Parsed>;

/** Reads the configuration. Empty strings count as unset, but for REVIEW_SCHEDULE, where they mean "none". */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(VARIABLES)) {
    const raw = environment[name];
    const given = raw === '' && name !== 'REVIEW_SCHEDULE' ? undefined : raw;
    const parsed = variable.schema.safeParse(given);
    if (parsed.success) {
      values[name] = parsed.data;
    } else {
      problems.push(
        `${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')} (${variable.about})`,
      );
    }
  }
  if (problems.length > 0) {
    throw new HubError(
      'CONFIGURATION_INVALID',
      `The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`,
      'Correct these environment variables and start again; the README lists them all.',
    );
  }
  return Object.freeze(values) as Config;
}

/** The whole environment for child processes, with some variables replaced. */
export function childEnvironment(replaced: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...replaced };
}
