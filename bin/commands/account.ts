/** `hub account`: who may ask; `hub account <编号> --name … --role …` adds one, or gives it a new token. */
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { BODIES, type Body, ROLES } from '../../src/kernel/actor';
import { randomSecret } from '../../src/kernel/ids';
import { query, type Store, transaction } from '../../src/store/transaction';
import { type Command, type Input, UsageError } from '../command';
import { withStore } from '../open';
import { say, table } from '../screen';

type AccountRole = Parameters<typeof registerPrincipal>[1]['role'];
const ACCOUNT_ROLES = ROLES.filter((role): role is AccountRole => role !== 'SYSTEM');

async function list(store: Store): Promise<void> {
  const rows = await query<{
    id: string;
    name: string;
    role: string;
    body: string | null;
    region: string | null;
    revoked: boolean;
  }>(
    store,
    `select id, name, role, body, region_code as region, revoked_at is not null as revoked from principal order by id`,
  );
  for (const line of table([
    ['编号', '名称', '角色', '机构', '辖区', ''],
    ...rows.map((row) => [
      row.id,
      row.name,
      row.role,
      row.body ?? '–',
      row.region ?? '全市',
      row.revoked ? '已停用' : '',
    ]),
  ])) {
    say(line);
  }
}

function oneOf<T extends string>(
  option: string,
  given: string | undefined,
  allowed: readonly T[],
): T | undefined {
  const found = allowed.find((one) => one === given);
  if (given !== undefined && found === undefined) {
    throw new UsageError(`--${option} 只能是 ${allowed.join('、')}`);
  }
  return found;
}

async function add(store: Store, input: Input): Promise<void> {
  const [id = ''] = input.arguments;
  const name = input.text('name');
  const role = oneOf('role', input.text('role'), ACCOUNT_ROLES);
  const body: Body | undefined = oneOf('body', input.text('body'), BODIES);
  const region = input.text('region');
  if (name === undefined || role === undefined) {
    throw new UsageError('新账号需要 --name 和 --role');
  }
  if (role === 'COUNTY_OFFICER' && region === undefined) {
    throw new UsageError('COUNTY_OFFICER 需要 --region（六位区划代码）');
  }
  if (role === 'AGENCY_READER' && body === undefined) {
    throw new UsageError('AGENCY_READER 需要 --body');
  }
  const token = randomSecret();
  await transaction(store, (tx) =>
    registerPrincipal(tx, { id, name, role, body: body ?? null, region: region ?? null, token }),
  );
  say(`账号 ${id} 的令牌（只显示这一次）：${token}`);
}

async function revoke(store: Store, id: string): Promise<void> {
  const rows = await query(
    store,
    'update principal set revoked_at = now() where id = $1 and revoked_at is null returning id',
    [id],
  );
  say(rows.length === 1 ? `已停用 ${id}` : `没有在用的账号 ${id}`);
}

export const command: Command = {
  arguments: ['[编号]'],
  options: {
    name: { value: '名称', about: '显示的名称' },
    role: { value: '角色', about: ACCOUNT_ROLES.join('、') },
    body: { value: '机构', about: BODIES.join('、') },
    region: { value: '区划', about: '六位区划代码；不给为全市' },
    revoke: { about: '停用这个账号' },
  },
  run: (input) =>
    withStore('account', async (store) => {
      const [id] = input.arguments;
      if (id === undefined) {
        await list(store);
      } else {
        await (input.flag('revoke') ? revoke(store, id) : add(store, input));
      }
      return 0;
    }),
};
