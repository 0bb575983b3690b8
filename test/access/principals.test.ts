/** Promise: a token opens exactly its account; the database never holds the token itself. */
import { findPrincipal } from '../../src/access/reads';
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterAll(() => database.close());

const register = (token: string): Promise<void> =>
  transaction(store, (tx) =>
    registerPrincipal(tx, {
      id: 'county-371002',
      name: '环翠区三方办',
      role: 'COUNTY_OFFICER',
      body: 'office',
      region: '371002',
      token,
    }),
  );

test('the token, its change and its revocation', async () => {
  await register('first-token');
  expect(await findPrincipal(store, 'first-token')).toEqual({
    id: 'county-371002',
    name: '环翠区三方办',
    role: 'COUNTY_OFFICER',
    body: 'office',
    region: '371002',
  });
  await register('second-token');
  expect(await findPrincipal(store, 'first-token')).toBeNull();
  expect(await findPrincipal(store, 'second-token')).not.toBeNull();
  await query(store, 'update principal set revoked_at = now()');
  expect(await findPrincipal(store, 'second-token')).toBeNull();
  const text = JSON.stringify(await query(store, 'select * from principal'));
  expect(text).not.toContain('second-token');
});

test('an officer of a county without a county is refused', async () => {
  const nowhere = transaction(store, (tx) =>
    registerPrincipal(tx, {
      id: 'x',
      name: 'x',
      role: 'COUNTY_OFFICER',
      body: 'office',
      region: null,
      token: 't',
    }),
  );
  await expect(nowhere).rejects.toThrow(/principal_check/);
});
