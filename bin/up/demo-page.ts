/** What the landing page needs to know of the demo city: its accounts, and units that are worth looking at. */
import path from 'node:path';
import type { DemoPage } from '../../schema/landing';
import { query, type Store } from '../../src/store/transaction';
import { DEMO_ACCOUNTS } from './accounts';
import { readJson } from './data-folder';
import { unitToShow } from './where-to-look';

const MARKED = /* sql */ `select exists (select from setting where name = 'demo.progress') as yes`;

/** A unit whose title stands, and is under no review where there is one: one that a review can be triggered for. */
const TO_REVIEW = /* sql */ `
  select u.code from designation g join unit u on u.id = g.unit_id
  where g.level = 'CITY' and u.code is not null and u.kind = 'ENTERPRISE'
    and not exists (select from designation_event e where e.designation_id = g.id and e.kind in ('CANCELLED', 'LAPSED'))
  order by exists (select from review_case c where c.designation_id = g.id and c.closed_at is null), u.id desc limit 1`;

/** Null where the database is not that of the demo: no page is served in front of anybody's data. */
export async function demoPage(store: Store, dataFolder: string): Promise<DemoPage | null> {
  const [marked] = await query<{ yes: boolean }>(store, MARKED);
  if (marked?.yes !== true) {
    return null;
  }
  const shown = await unitToShow(store);
  const [toReview] = await query<{ code: string }>(store, TO_REVIEW);
  const tokens = readJson<Record<string, string>>(path.join(dataFolder, 'up', 'accounts.json')) ?? {};
  return {
    unitCode: shown?.code ?? null,
    toReview: toReview?.code ?? null,
    accounts: DEMO_ACCOUNTS.map(({ id, name, role }) => ({ id, name, role, token: tokens[id] ?? null })),
  };
}
