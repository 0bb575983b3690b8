/** Structured logs; names of persons, identity numbers, tokens and secrets never reach them. */
import pino, { type Logger } from 'pino';

export type { Logger };

/** Keys whose values are removed wherever they appear up to three levels deep. */
const PRIVATE_KEYS = [
  'authorization',
  'token',
  'tokens',
  'secret',
  'secrets',
  'password',
  'idNumber',
  'person',
  'persons',
  'legalRepresentative',
  'original',
  'databaseUrl',
  'redisUrl',
];

export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: PRIVATE_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
      censor: '[redacted]',
    },
  });
}
