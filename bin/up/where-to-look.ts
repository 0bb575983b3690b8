/** What `hub up` prints when all is running: the address, a query worth asking, and the accounts with their tokens. */
import { query, type Store } from '../../src/store/transaction';
import { say, table } from '../screen';
import type { DemoAccount } from './accounts';

interface Shown {
  readonly code: string;
  readonly name: string;
}

/** A unit whose whole way can be seen: a title cancelled by decision, its recall confirmed; the simplest of them. */
const DECIDED = /* sql */ `
  select u.code, u.name from title_decision t
    join designation g on g.id = t.designation_id join unit u on u.id = g.unit_id
  where t.outcome = 'CANCEL' and u.code is not null
  order by exists (select from delivery d join receipt r on r.delivery_id = d.id where d.unit_id = u.id and d.withdrawal) desc,
    (select count(*) from designation o where o.unit_id = u.id), u.id limit 1`;

const TITLED = /* sql */ `
  select u.code, u.name from designation g join unit u on u.id = g.unit_id where u.code is not null order by u.id limit 1`;

export async function unitToShow(store: Store): Promise<Shown | null> {
  const [decided] = await query<Shown>(store, DECIDED);
  const [titled] = decided === undefined ? await query<Shown>(store, TITLED) : [decided];
  return titled ?? null;
}

export const flowQuery = (code: string): string => `query Flow {
  unit(code: "${code}") {
    ... on Unit {
      name
      hrss { integrityGrades { evaluatedYear grade } }
      union { contracts { kind termFrom termTo } }
      reviewCases(first: 2) { edges { node { verdict state } } }
      designations { edges { node { title level state decisions { outcome documentNo decidedOn } } } }
      flags(first: 5) { edges { node { kind state version deliveries { recipient { name } state confirmedAt } } } }
    }
    ... on Problem { problem message hint }
  }
}`;

export async function printWhereToLook(
  store: Store,
  url: string,
  accounts: readonly DemoAccount[],
  accountsFile: string,
): Promise<void> {
  const shown = await unitToShow(store);
  say();
  say(`GraphQL 网关  ${url}   （打开网页即可查询）`);
  say();
  if (shown !== null) {
    say(`试试这个查询（${shown.name}）：`);
    say();
    say(flowQuery(shown.code));
    say();
  }
  say('演示账号与令牌（Authorization: Bearer <令牌>）：');
  for (const line of table(
    accounts.map(({ id, name, role, region, token }) => [
      `  ${id}`,
      name,
      `${role}${region === null ? '' : ` ${region}`}`,
      token,
    ]),
  )) {
    say(line);
  }
  say(`  （保存在 ${accountsFile}）`);
  say();
  say('按 Ctrl-C 停止；再次 npm start 沿用现有数据。');
}
