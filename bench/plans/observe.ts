/** Every statement that a store runs, with its plan as it was carried out: PostgreSQL's auto_explain tells the client itself. */
import type { PoolClient } from 'pg';
import { poolOf, type Store } from '../../src/store/transaction';
import type { PlanNode } from './plan';

export interface Seen {
  readonly text: string;
  readonly plan: PlanNode;
}

/** Without times: what is looked at is which way a statement takes, and how much it reads on it. */
const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
  'auto_explain.log_parameter_max_length': '0',
};

/** The same database for a store whose statements are to be seen. `more`: settings of the planner. */
export function observedUrl(url: string, more: Readonly<Record<string, string>> = {}): string {
  const options = Object.entries({ ...SETTINGS, ...more }).map(([name, value]) => `-c ${name}=${value}`);
  return `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(options.join(' '))}`;
}

interface Explained {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

/** From now on, `see` is told of each statement when it has ended, before its caller gets the rows. */
export function observe(store: Store, see: (seen: Seen) => void): void {
  const listened = new WeakSet<PoolClient>();
  poolOf(store).on('acquire', (client) => {
    if (listened.has(client)) {
      return;
    }
    listened.add(client);
    client.on('notice', ({ message = '' }) => {
      const start = message.indexOf('{');
      if (message.startsWith('duration:') && start > 0) {
        const { 'Query Text': text, Plan: plan } = JSON.parse(message.slice(start)) as Explained;
        see({ text, plan });
      }
    });
  });
}
