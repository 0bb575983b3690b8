/** One unit with all that four agencies know of it, its titles, flags and last case. */
import fs from 'node:fs';
import path from 'node:path';
import { openClient } from '../../src/store/connection';
import { openCity } from '../city';
import type { BenchPath } from '../path';
import { querySeries } from '../queries';

/** So many that neither the hub nor PostgreSQL lives off the last few answers. */
const UNITS = 4_000;

export const profile: BenchPath = {
  name: 'profile',
  about: 'one unit, four agencies nested',
  async *series(wanted) {
    const city = await openCity(wanted);
    try {
      const client = await openClient(city.postgres.url, { role: 'owner', name: 'bench' });
      const { rows } = await client.query<{ code: string }>(
        'select code from unit where code is not null order by md5(code) limit $1',
        [UNITS],
      );
      await client.end();
      yield* querySeries(
        city,
        {
          title: 'profile',
          document: fs.readFileSync('test/schema/operations/profile.graphql', 'utf8'),
          variables: rows.map(({ code }) => ({ code })),
          limit: { sql: path.join(__dirname, '../limits/profile.sql'), parameters: 'code' },
          target: { limit: 0.65, peer: 3 },
          notes: [
            'The hub alone asks who it is, what the account may see, and how much the document may cost; limit and peers answer anybody.',
          ],
        },
        wanted,
      );
    } finally {
      await city.close();
    }
  },
};
