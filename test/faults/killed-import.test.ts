/**
 * Promise: a worker killed while it takes in a list leaves nothing of it behind; the next one takes the list whole, once.
 * Bound: the feed's lock goes with the dead worker; the next poll (60 s; here 1 s) begins again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { writeCity } from '../../examples/city/city';
import { query, type Store } from '../../src/store/transaction';
import { loadRegions } from '../../src/units/runs/load-regions';
import { brokenInvariants } from '../harness/invariants';
import { shared } from '../harness/shared-servers';
import { until } from '../harness/until';
import { buildOnce, endPrograms, startWorker, untilSaid } from './programs';
import { type Place, placeOn } from './rig';
import { AS_OF, REGISTRATIONS } from './small-city';

/** Several chunks of the 5,000 rows that are staged at a time. */
const UNITS = 16_000;
const BOUND_SECONDS = 40;

let place: Place;
let store: Store;
let drop: string;
let rows: { rows: number; spoilt: number };

beforeAll(async () => {
  await buildOnce();
  place = await placeOn();
  store = await place.store();
  await loadRegions(store);
  const city = fs.mkdtempSync(path.join(shared('HUB_TEST_DIRECTORY'), 'large-city-'));
  const report = writeCity({ out: city, units: UNITS, seed: 11, asOf: AS_OF });
  rows = report.feeds['hrss/social-insurance'] ?? { rows: 0, spoilt: 0 };
  drop = path.join(city, 'drop');
  fs.mkdirSync(drop);
  for (const file of [REGISTRATIONS, REGISTRATIONS.replace('.csv', '.done')]) {
    fs.renameSync(path.join(city, 'hrss', file), path.join(drop, file));
  }
});
afterAll(async () => {
  await endPrograms();
  await place.close();
});

const count = async (table: string): Promise<number> =>
  (await query<{ n: number }>(store, `select count(*)::int as n from ${table}`))[0]?.n ?? -1;

test('killed half way through a list', async () => {
  const hub = { ...place.hub, FEED_HRSS: drop };
  const killed = await startWorker(hub);
  // Stopped first, so that it is surely killed between its first rows and its batch.
  await until('the first rows are staged', async () => {
    killed.signal('SIGSTOP');
    const staged = await count('import_stage');
    staged > 0 || killed.signal('SIGCONT');
    return staged > 0;
  });
  await killed.end('SIGKILL');
  for (const table of ['batch', 'agency_record', 'record_head', 'unit', 'outbox']) {
    expect({ table, rows: await count(table) }).toEqual({ table, rows: 0 });
  }

  const next = await startWorker(hub);
  await untilSaid(next, 'delivery', { source: REGISTRATIONS }, BOUND_SECONDS);
  const sound = rows.rows - rows.spoilt;
  const batches = await query(
    store,
    'select source, state, rows_read, rows_accepted, rows_quarantined from batch',
  );
  expect(batches).toEqual([
    {
      source: REGISTRATIONS,
      state: 'ACCEPTED',
      rows_read: rows.rows,
      rows_accepted: sound,
      rows_quarantined: rows.spoilt,
    },
  ]);
  expect(await count('agency_record')).toBe(sound);
  expect(sound).toBeGreaterThan(UNITS * 0.9);
  expect(await count('unit')).toBe(await count('(select distinct unit_code from agency_record) as named'));
  expect(await count('import_stage')).toBe(0);
  expect(await next.end('SIGTERM')).toMatchObject({ code: 0 });
  expect(await brokenInvariants(store)).toEqual([]);
});
