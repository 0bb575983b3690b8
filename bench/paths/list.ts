/** Fifty units of a county that hold a city's title, each with titles, flags and grade: the page an officer opens first. */
import fs from 'node:fs';
import path from 'node:path';
import { openClient } from '../../src/store/connection';
import { openCity } from '../city';
import type { BenchPath } from '../path';
import { querySeries } from '../queries';

const ROWS = 50;

/** Pages that begin anywhere and are full, where a county has so many: whoever answers equal requests once gains nothing. */
const STARTS = /* sql */ `
  with titled as (
    select distinct u.region_code, u.id from unit u join designation d on d.unit_id = u.id where d.level = 'CITY'),
  placed as (select region_code, id, count(*) over (partition by region_code order by id desc) as rest from titled)
  select region_code as region, id::text from placed
  where rest > least($1::int, (select max(rest) / 2 from placed)) order by md5(id::text) limit 2000`;

const cursorOf = (id: string): string => Buffer.from(JSON.stringify([id])).toString('base64url');

export const list: BenchPath = {
  name: 'list',
  about: '50 units filtered by county and title, nested data',
  async *series(wanted) {
    const city = await openCity(wanted);
    try {
      const client = await openClient(city.postgres.url, { role: 'owner', name: 'bench' });
      const { rows } = await client.query<{ region: string; id: string }>(STARTS, [ROWS]);
      await client.end();
      yield* querySeries(
        city,
        {
          title: 'list',
          document: fs.readFileSync('test/schema/operations/list.graphql', 'utf8'),
          variables: rows.map(({ region, id }) => ({
            filter: { regionCode: region, titleLevel: 'CITY' },
            first: ROWS,
            after: cursorOf(id),
            // For the limit alone, which decodes no cursor.
            afterId: id,
          })),
          limit: {
            sql: path.join(__dirname, '../limits/list.sql'),
            parameters: 'filter.regionCode,filter.titleLevel,first,afterId',
          },
          target: { limit: 0.8, peer: 1.5 },
          notes: ['Limit and peers read the same tables through the same indexes.'],
        },
        wanted,
      );
    } finally {
      await city.close();
    }
  },
};
