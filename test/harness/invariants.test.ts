/** Promise: the shared check can be asked at any time, and finds what is broken. */
import { openClient } from '../../src/store/connection';
import { freshDatabase, type TestDatabase } from './database';
import { brokenInvariants } from './invariants';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

test('an empty hub breaks nothing; a sleeping lane and a gap in a stream are named', async () => {
  const store = await database.store();
  expect(await brokenInvariants(store)).toEqual([]);
  const owner = await openClient(database.url, { role: 'owner', name: 'break' });
  await owner
    .query(
      `insert into unit (local_code, kind, name, created_at, updated_at) values ('x', 'TOWNSHIP', 'x', now(), now());
       insert into recipient (id, name, created_at, updated_at) values ('r', 'r', now(), now());
       insert into unit_stream select id, 2 from unit;
       insert into lane (recipient_id, unit_id, head_seq, tail_seq, state) select 'r', id, 0, 1, 'IDLE' from unit;`,
    )
    .finally(() => owner.end());
  expect((await brokenInvariants(store)).map((line) => line.split(':')[0])).toEqual([
    'a unit’s events are numbered without gap',
    'a lane ends with its last delivery',
    'a lane with work is awake, leased or held',
  ]);
});
