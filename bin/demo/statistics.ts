/** Fresh planner statistics of all that was loaded: autovacuum comes by a minute later, and until then a plan costs twice. */
import { openClient } from '../../src/store/connection';
import { databaseUrl } from '../open';
import type { Stage } from './stage';

export const statistics: Stage = {
  name: 'statistics',
  about: '更新查询统计',
  async run({ config }) {
    const client = await openClient(databaseUrl(config), { role: 'owner', name: 'demo' });
    try {
      await client.query('set statement_timeout = 0');
      await client.query('analyze');
    } finally {
      await client.end();
    }
    return '全部表';
  },
};
