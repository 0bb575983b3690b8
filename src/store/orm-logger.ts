/** What TypeORM has to say goes to our log, never to the console; statements and their values are not logged. */
import type { Logger as OrmLogger } from 'typeorm';
import type { Logger } from '../kernel/logger';

export function ormLogger(logger: Logger): OrmLogger {
  return {
    logQuery: () => undefined,
    // The error itself reaches the caller; here would stand the statement's parameters.
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: (message) => logger.debug({ message }, 'TypeORM'),
    logMigration: (message) => logger.info({ message }, 'TypeORM'),
    log: (level, message) =>
      logger[level === 'warn' ? 'warn' : 'debug']({ message: String(message) }, 'TypeORM'),
  };
}
