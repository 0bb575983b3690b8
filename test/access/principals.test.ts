/** Promise: a token opens exactly its account; the database never holds the token itself. */
import type { Account } from '../../src/access/account';
import { findPrincipal } from '../../src/access/reads';
import { disablePrincipal } from '../../src/access/steps/disable-principal';
import { registerPrincipal } from '../../src/access/steps/register-principal';
import type { Actor } from '../../src/kernel/actor';
import type { Result } from '../../src/kernel/result';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterAll(() => database.close());

const actor: Actor = { id: 'console:x', name: '控制台 x', role: 'ADMIN', body: 'office', region: null };
const COUNTY = {
  id: 'county-371002',
  name: '环翠区三方办',
  role: 'COUNTY_OFFICER',
  body: 'office',
  region: '371002',
} as const;

const register = (token: string, account: Account = COUNTY): Promise<Result<{ changed: boolean }>> =>
  transaction(store, (tx) => registerPrincipal(tx, { ...account, token, actor }));

const audited = (id: string): Promise<{ action: string; detail: Record<string, unknown> }[]> =>
  query(
    store,
    `select action, detail from audit_entry where subject_type = 'ACCOUNT' and subject_id = $1 order by seq`,
    [id],
  );

test('the token, its change and its revocation; each leaves its entry in the audit, and no token', async () => {
  expect(await register('first-token')).toEqual({ ok: true, value: { changed: true } });
  expect(await findPrincipal(store, 'first-token')).toEqual(COUNTY);
  expect(await register('first-token')).toEqual({ ok: true, value: { changed: false } });
  await register('second-token');
  expect(await findPrincipal(store, 'first-token')).toBeNull();
  expect(await findPrincipal(store, 'second-token')).not.toBeNull();
  const disable = () => transaction(store, (tx) => disablePrincipal(tx, { id: COUNTY.id, actor }));
  expect(await disable()).toMatchObject({ ok: true });
  expect(await findPrincipal(store, 'second-token')).toBeNull();
  expect(await disable()).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  await register('second-token', { ...COUNTY, region: '371082' });
  expect(await audited(COUNTY.id)).toMatchObject([
    { action: 'account.added', detail: { role: 'COUNTY_OFFICER', region: '371002' } },
    { action: 'account.changed', detail: { newToken: true } },
    { action: 'account.disabled' },
    {
      action: 'account.changed',
      detail: { region: '371082', was: { region: '371002' }, newToken: false, wasDisabled: true },
    },
  ]);
  const text = JSON.stringify(await query(store, 'select * from principal, audit_entry'));
  expect(text).not.toContain('second-token');
});

test('an account that is rolled back leaves neither account nor entry', async () => {
  await transaction(store, async (tx) => {
    await registerPrincipal(tx, { ...COUNTY, id: 'undone', token: 'undone', actor });
    throw new Error('undo');
  }).catch(() => undefined);
  expect(await audited('undone')).toEqual([]);
  expect(await findPrincipal(store, 'undone')).toBeNull();
});

const account = (role: Account['role'], body: Account['body'], region: string | null): Account => ({
  id: 'x',
  name: '某人',
  role,
  body,
  region,
});
test.each([
  ['a county officer without a county', account('COUNTY_OFFICER', 'office', null), /六位区划代码/],
  ['a county officer of the whole city', account('COUNTY_OFFICER', 'office', '371000'), /县区一级/],
  ['a county that is no code', account('COUNTY_OFFICER', 'office', '环翠区'), /六位区划代码/],
  ['a county with a blank', account('COUNTY_OFFICER', 'office', '371002 '), /六位区划代码/],
  ['a city officer with a county', account('CITY_OFFICER', 'office', '371002'), /请用 COUNTY_OFFICER/],
  ['an administrator with a county', account('ADMIN', 'office', '371002'), /不设区划/],
  ['a reader of no body', account('AGENCY_READER', null, null), /须写明所属部门/],
  ['a reader of the office', account('AGENCY_READER', 'office', null), /须写明所属部门/],
  ['a reader with half a region', account('AGENCY_READER', 'union', '3710'), /六位数字/],
  ['an officer of the court', account('CITY_OFFICER', 'court', null), /请用 AGENCY_READER/],
  ['a county officer of the court', account('COUNTY_OFFICER', 'court', '371002'), /请用 AGENCY_READER/],
  ['an administrator of the court', account('ADMIN', 'court', null), /请用 AGENCY_READER/],
  ['no name', { ...account('ADMIN', 'office', null), name: ' ' }, /须有名称/],
  ['an id with a line in it', { ...account('ADMIN', 'office', null), id: 'a\nb' }, /账号编号/],
] as const)('%s is refused, and told what to do', async (_name, given, message) => {
  expect(await register('some-token', given)).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT', message: expect.stringMatching(message) },
  });
  expect(await query(store, `select from principal where id = $1`, [given.id])).toEqual([]);
});

test('the court reads, as every body does, of the city or of one county', async () => {
  for (const region of [null, '371002']) {
    const reader = { ...account('AGENCY_READER', 'court', region), id: `court-${region}` };
    expect(await register(`token-${region}`, reader)).toMatchObject({ ok: true, value: { changed: true } });
  }
});

test('a token opens one account only', async () => {
  await register('shared-token', { ...COUNTY, id: 'one' });
  expect(await register('shared-token', { ...COUNTY, id: 'two' })).toMatchObject({
    ok: false,
    failure: { code: 'ALREADY_DONE' },
  });
});
