/** How every PostgreSQL connection is opened: from a URL, with types, time zone, role and time limits set alike. */
import { Client, type ClientConfig, type CustomTypesConfig, types } from 'pg';
import { RowSocket } from './row-socket';

/** `app` may not change append-only tables; `owner` is the user of the URL, for migrations alone. */
export type DatabaseRole = 'app' | 'owner';

export interface ConnectionOptions {
  readonly role: DatabaseRole;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly statementSeconds?: number;
  readonly lockSeconds?: number;
  readonly idleTransactionSeconds?: number;
}

const DATE = 1082;

/** A date is a calendar day, not an instant: it stays `YYYY-MM-DD`. int8 and numeric are strings anyway. */
const TYPES: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === DATE ? (text: string) => text : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

function settings(options: ConnectionOptions): string {
  const limits = {
    statement_timeout: options.statementSeconds ?? 60,
    lock_timeout: options.lockSeconds ?? 20,
    idle_in_transaction_session_timeout: options.idleTransactionSeconds ?? 60,
  };
  const pairs = Object.entries(limits).map(([name, seconds]) => `-c ${name}=${seconds}s`);
  return [...(options.role === 'app' ? ['-c role=hub_app'] : []), '-c TimeZone=UTC', ...pairs].join(' ');
}

/** The URL without `options`, which would replace ours; they are put before ours instead. */
function splitOptions(url: string): { url: string; options: string } {
  const [address = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const options = parameters.get('options') ?? '';
  parameters.delete('options');
  return { url: parameters.size > 0 ? `${address}?${parameters}` : address, options };
}

export function clientConfig(url: string, options: ConnectionOptions): ClientConfig {
  const split = splitOptions(url);
  return {
    connectionString: split.url,
    options: `${split.options} ${settings(options)}`.trim(),
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: TYPES,
    stream: () => new RowSocket(),
  };
}

/** One connection outside any pool: for LISTEN, advisory locks, administration. The caller ends it. */
export async function openClient(url: string, options: ConnectionOptions): Promise<Client> {
  const client = new Client(clientConfig(url, options));
  // Without a listener a lost connection would end the process; the pending query fails in any case.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const [address = '', query] = url.split('?', 2);
  const other = address.replace(/^(\w+:\/\/[^/]*)(\/.*)?$/, `$1/${encodeURIComponent(database)}`);
  return query === undefined ? other : `${other}?${query}`;
}
