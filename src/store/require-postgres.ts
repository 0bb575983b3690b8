/** Connects to a PostgreSQL for once: whether it answers, and is one this code can live in. */
import { HubError } from '../kernel/errors';
import { openClient } from './connection';
import { causeOf, unreachable } from './unreachable';

export const LOWEST_POSTGRES = 18;

/** Its version; fails with what is wrong and what to do. */
export async function requirePostgres(url: string): Promise<string> {
  const client = await openClient(url, { role: 'owner', name: 'hub start' }).catch((error) => {
    throw unreachable('PostgreSQL', url, causeOf(error), error);
  });
  try {
    const { rows } = await client.query<{ number: number; version: string; encoding: string }>(
      `select current_setting('server_version_num')::int as number,
         split_part(current_setting('server_version'), ' ', 1) as version,
         current_setting('server_encoding') as encoding`,
    );
    const { number = 0, version = '', encoding = '' } = rows[0] ?? {};
    if (number < LOWEST_POSTGRES * 10_000) {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `PostgreSQL ${version} 太旧`,
        `升级到 PostgreSQL ${LOWEST_POSTGRES} 以上。`,
      );
    }
    if (encoding !== 'UTF8') {
      throw new HubError(
        'SERVER_UNAVAILABLE',
        `数据库的编码是 ${encoding}，存不下中文`,
        '新建一个 UTF8 编码的数据库，再改 DATABASE_URL。',
      );
    }
    return version;
  } finally {
    await client.end();
  }
}
