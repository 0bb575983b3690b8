/** The accounts of the demo city; their tokens are made at random at the first start and kept for the owner alone. */
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { systemActor } from '../../src/kernel/actor';
import { HubError } from '../../src/kernel/errors';
import { randomSecret } from '../../src/kernel/ids';
import { type Store, transaction } from '../../src/store/transaction';
import { type DataFolder, keptSecret } from './data-folder';

type Account = Omit<Parameters<typeof registerPrincipal>[1], 'token' | 'actor'>;

const reader = (body: NonNullable<Account['body']>, name: string): Account => ({
  id: `reader-${body}`,
  name,
  role: 'AGENCY_READER',
  body,
  region: null,
});

export const DEMO_ACCOUNTS: readonly Account[] = [
  { id: 'city-officer', name: '市三方办公室（经办）', role: 'CITY_OFFICER', body: 'office', region: null },
  {
    id: 'county-officer',
    name: '环翠区三方办公室',
    role: 'COUNTY_OFFICER',
    body: 'office',
    region: '371002',
  },
  { id: 'admin', name: '系统管理员', role: 'ADMIN', body: 'office', region: null },
  reader('hrss', '市人社局（查询）'),
  reader('union', '市总工会（查询）'),
  reader('confederation', '市企联（查询）'),
  reader('federation', '市工商联（查询）'),
  reader('court', '市中级人民法院（查询）'),
];

export interface DemoAccount extends Account {
  readonly token: string;
}

export async function registerDemoAccounts(folder: DataFolder, store: Store): Promise<DemoAccount[]> {
  const tokens = keptSecret<Record<string, string>>(folder.own('accounts.json'), () =>
    Object.fromEntries(DEMO_ACCOUNTS.map(({ id }) => [id, randomSecret(18)])),
  );
  const accounts = DEMO_ACCOUNTS.map((account) => ({
    ...account,
    token: tokens[account.id] ?? randomSecret(18),
  }));
  const actor = systemActor('demo');
  await transaction(store, async (tx) => {
    for (const account of accounts) {
      const registered = await registerPrincipal(tx, { ...account, actor });
      if (!registered.ok) {
        throw new HubError(registered.failure.code, registered.failure.message, registered.failure.hint);
      }
    }
  });
  return accounts;
}
