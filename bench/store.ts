/** The store of a path: as the product opens it, and quiet. */
import { TABLES } from '../bin/tables';
import { systemClock } from '../src/kernel/clock';
import { createLogger } from '../src/kernel/logger';
import { openStore } from '../src/store/data-source';
import type { Store } from '../src/store/transaction';

export const openBenchStore = (url: string): Promise<Store> =>
  openStore({
    url,
    tables: TABLES,
    clock: systemClock,
    logger: createLogger('bench', 'error'),
    poolSize: 4,
    name: 'bench',
  });
