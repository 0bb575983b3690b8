/** `hub account`: who may ask; `hub account <编号> --name … --role …` adds one, or gives it a new token. */
import { disablePrincipal } from '../../src/access/steps/disable-principal';
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { BODIES, type Body, ROLES } from '../../src/kernel/actor';
import { HubError } from '../../src/kernel/errors';
import { randomSecret } from '../../src/kernel/ids';
import type { Result } from '../../src/kernel/result';
import { query, type Store, transaction } from '../../src/store/transaction';
import { loadRegions } from '../../src/units/runs/load-regions';
import { type Command, type Input, UsageError } from '../command';
import { withStore } from '../open';
import { operator } from '../operator';
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

/** The step knows no regions; those that units have are asked here. */
async function requireRegion(store: Store, region: string): Promise<void> {
  await loadRegions(store);
  const regions = await query<{ code: string; name: string }>(
    store,
    `select distinct on (code) code, name from region where level in ('CITY', 'COUNTY', 'ZONE') order by code, year desc`,
  );
  if (!regions.some(({ code }) => code === region)) {
    const known = regions.map(({ code, name }) => `${code} ${name}`).join('、');
    throw new UsageError(`没有区划 ${region}；可用的有：${known}`);
  }
}

function done<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new HubError(result.failure.code, result.failure.message, result.failure.hint);
  }
  return result.value;
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
  if (region !== undefined) {
    await requireRegion(store, region);
  }
  const token = randomSecret();
  const account = { id, name, role, body: body ?? null, region: region ?? null };
  done(await transaction(store, (tx) => registerPrincipal(tx, { ...account, token, actor: operator() })));
  say(`账号 ${id} 的令牌（只显示这一次）：${token}`);
}

async function revoke(store: Store, id: string): Promise<void> {
  done(await transaction(store, (tx) => disablePrincipal(tx, { id, actor: operator() })));
  say(`已停用 ${id}`);
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
