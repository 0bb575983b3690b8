/** Promise: the application's role can change no more than its steps change, whatever a statement asks for. */
import { query, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterAll(() => database.close());

/** `whole`: a grant on the table, beside those on columns. */
const UPDATABLE = /* sql */ `
  select c.relname as name, obj_description(c.oid, 'pg_class') as about,
    has_table_privilege('hub_app', c.oid, 'update') as whole,
    array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('hub_app', c.oid, a.attnum, 'update') order by a.attname) as columns,
    has_table_privilege('hub_app', c.oid, 'delete') as deletes, has_table_privilege('hub_app', c.oid, 'truncate') as truncates
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname
`;

interface Table {
  name: string;
  about: string | null;
  whole: boolean;
  columns: string[];
  deletes: boolean;
  truncates: boolean;
}

const CHANGING: Readonly<Record<string, readonly string[]>> = {
  agency_record: ['unit_id'],
  quarantined_row: ['bytes'],
};

test('what is appended is never changed or deleted; of a record only which unit it means, of a refused row what it said', async () => {
  const appended = (await query<Table>(store, UPDATABLE)).filter(({ about }) =>
    about?.startsWith('append-only'),
  );
  expect(appended.length).toBeGreaterThan(20);
  for (const { name, columns, deletes, truncates } of appended) {
    expect([name, columns, deletes, truncates]).toEqual([name, CHANGING[name] ?? [], false, false]);
  }
});

test.each([
  ['audit_chain', ['last_hash', 'last_seq']],
  ['designation', ['unit_id']],
  ['principal', ['body', 'name', 'region_code', 'revoked_at', 'role', 'token_digest']],
  ['recipient_grant', ['catalogue_item', 'fields', 'legal_basis', 'until_on']],
  ['unit_stream', ['last_seq']],
])('of %s only %j can be changed', async (table, columns) => {
  const [found] = (await query<Table>(store, UPDATABLE)).filter(({ name }) => name === table);
  expect(found).toMatchObject({ whole: false, columns, deletes: false });
});

test.each([
  `update designation set level = 'CITY'`,
  `update designation set named_on = '2020-01-01'`,
  `update listing set effective_end = '2099-01-01'`,
  `update listing set unit_id = 1`,
  `update lane set unit_id = 1`,
  `update recipient_grant set flag_kind = 'JOINT_SANCTION'`,
  `update principal set id = 'somebody'`,
  `delete from principal`,
])('%s is refused', async (sql) => {
  await expect(query(store, sql)).rejects.toThrow(/permission denied/);
});
