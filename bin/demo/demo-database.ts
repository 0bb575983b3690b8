/** The demo is loaded into an empty database, or goes on in one that is the demo's own: never among anybody's data. */
import { HubError } from '../../src/kernel/errors';
import { openClient } from '../../src/store/connection';

const TABLES = /* sql */ `
  select format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`;

const OF_THE_HUB = 'public.schema_migration';
const MARKED = `select exists (select from setting where name = 'demo.progress') as yes`;

type Ask = (sql: string) => Promise<boolean>;

async function mayHoldDemo(tables: readonly string[], ask: Ask): Promise<boolean> {
  if (tables.length === 0) {
    return true;
  }
  if (!tables.includes(OF_THE_HUB)) {
    return false;
  }
  if (tables.includes('public.setting') && (await ask(MARKED))) {
    return true;
  }
  const filled = tables.filter((name) => name !== OF_THE_HUB).map((name) => `exists (select from ${name})`);
  return !(await ask(`select ${filled.join(' or ') || 'false'} as yes`));
}

/** Fails, before anything was written, when there is something in the database that the demo has not put there. */
export async function requireDemoDatabase(url: string): Promise<void> {
  const client = await openClient(url, { role: 'owner', name: 'hub demo' });
  try {
    const { rows } = await client.query<{ name: string }>(TABLES);
    const ask: Ask = async (sql) => (await client.query<{ yes: boolean }>(sql)).rows[0]?.yes === true;
    const names = rows.map(({ name }) => name);
    if (!(await mayHoldDemo(names, ask))) {
      throw new HubError(
        'WRONG_STATE',
        '这个数据库里已有数据，又不是演示库：演示城市不会写进去，什么也没有改动',
        '试用请另建一个空数据库，或去掉 DATABASE_URL 用自带的；正式运行请用 hub migrate、hub gateway 和 hub worker。',
      );
    }
  } finally {
    await client.end();
  }
}
