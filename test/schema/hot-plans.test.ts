/** Promise: every hot step finds its rows in the large tables by an index; it fails when one is dropped or fits no more. */
import { HOT } from '../../bench/plans/hot';
import { observe, observedUrl, type Seen } from '../../bench/plans/observe';
import type { PlanNode } from '../../bench/plans/plan';
import type { Eyes, Scene } from '../../bench/plans/scene';
import { TABLES } from '../../bin/tables';
import { startGateway } from '../../schema/gateway';
import { systemClock } from '../../src/kernel/clock';
import { openClient } from '../../src/store/connection';
import { closeStore, openStore } from '../../src/store/data-source';
import { query, type Store } from '../../src/store/transaction';
import { testLogger } from '../harness/logger';
import { type AccountName, tokenOf } from './city';
import { type Rig, startRig } from './rig';

/** Whoever can go by an index does: a table that is read from end to end all the same has none for this statement. */
const BY_INDEX = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_hashagg: 'off',
  plan_cache_mode: 'force_custom_plan',
};

let rig: Rig;
let store: Store;
let gateway: Awaited<ReturnType<typeof startGateway>>;
let scene: Scene;
const seen: Seen[] = [];
/** Indexes over some of the rows: to read such a one whole is to read those rows. */
let partial: ReadonlySet<string> = new Set();

/**
 * As in a city at work, few lanes wait. Of the other tables PostgreSQL knows nothing, at no time: it would see how small
 * they are, and that a large batch may as well read them whole.
 */
const AT_WORK = [
  `do $$ declare known record; begin
     for known in select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
       execute format('alter table %I set (autovacuum_enabled = false)', known.name);
       perform pg_clear_relation_stats('public', known.name);
     end loop;
     perform pg_clear_attribute_stats('public', tablename::text, attname::text, false) from pg_stats where schemaname = 'public';
   end $$`,
  `update lane set state = 'IDLE', head_seq = tail_seq, ready_at = null, failures = 0, failing_since = null, last_error = null
   where unit_id > 6`,
  'analyze lane',
];

beforeAll(async () => {
  rig = await startRig();
  const owner = await openClient(rig.databaseUrl, { role: 'owner', name: 'test plans' });
  for (const sql of AT_WORK) {
    await owner.query(sql);
  }
  await owner.end();
  store = await openStore({
    url: observedUrl(rig.databaseUrl, BY_INDEX),
    tables: TABLES,
    clock: systemClock,
    logger: testLogger,
    poolSize: 1,
    name: 'test plans',
  });
  observe(store, (one) => seen.push(one));
  const indexes = await query<{ name: string }>(
    store,
    'select indexrelid::regclass::text as name from pg_index where indpred is not null',
  );
  partial = new Set(indexes.map(({ name }) => name));
  const config = { HOST: '127.0.0.1', PORT: 0 as never, REDIS_PREFIX: rig.redis.prefix };
  gateway = await startGateway({ config, store, redisUrl: rig.redis.url });
  const token = (eyes: Eyes) => tokenOf(eyes satisfies AccountName);
  scene = { store, gateway: gateway.url, token };
});
afterAll(async () => {
  await gateway?.close();
  await closeStore(store);
  await rig?.close();
});

/** Tables that grow with the city. */
const LARGE = new Set([
  'agency_record',
  'record_head',
  'unit',
  'unit_name',
  'unit_membership',
  'quarantined_row',
  'match_candidate',
  'designation',
  'designation_event',
  'flag',
  'flag_head',
  'eligibility',
  'listing',
  'listing_event',
  'review_case',
  'verdict',
  'case_step',
  'case_material',
  'title_decision',
  'event',
  'event_body',
  'delivery',
  'lane',
  'attempt',
  'attempt_outcome',
  'receipt',
  'audit_entry',
  'audit_chain',
  'outbox',
]);

interface Scan {
  readonly scan: string;
  readonly table: string;
}

const goesByNothing = (node: PlanNode): boolean =>
  node['Node Type'] === 'Seq Scan' ||
  (node['Index Cond'] === undefined &&
    node['Recheck Cond'] === undefined &&
    !partial.has(node['Index Name'] ?? ''));

/** Of the hundred and twenty units here, most are looked at to find a few: the index goes by something else. */
const throwsAway = (node: PlanNode): boolean =>
  (node['Rows Removed by Filter'] ?? 0) > 50 &&
  (node['Rows Removed by Filter'] ?? 0) > 20 * (node['Actual Rows'] ?? 0);

/** Reads of a large table that go by nothing, or by too little. A page that an index brings in its order is read as far as it goes. */
function endToEnd(node: PlanNode, page: boolean): Scan[] {
  const { 'Relation Name': table, 'Node Type': scan } = node;
  const large = table !== undefined && LARGE.has(table) && scan.endsWith('Scan');
  const ordered = page && scan !== 'Seq Scan';
  const below = page || scan === 'Limit';
  return [
    ...(large && ((goesByNothing(node) && !ordered) || throwsAway(node)) ? [{ scan, table }] : []),
    ...(node.Plans ?? []).flatMap((part) => endToEnd(part, below)),
  ];
}

/** Read as a whole once in a while, for that is the task. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  // The versions after that day are passed over.
  'flags-as-of': ['flag'],
  // The rows of the batch itself.
  'import-new': ['agency_record'],
  'import-changed': ['agency_record'],
  'missed-reviews': ['flag'],
  // All units of this city are asked for at once.
  'revisit-listings': ['record_head'],
  send: ['lane'],
  'round-over-all': ['designation'],
  'clean-up': ['lane', 'outbox'],
};
/** The listings of this city rest on papers that say nothing, and its standard is empty: neither can be worked with. */
const UNTRIED = ['mirror-listings', 'review'];

const tried = HOT.filter(({ name }) => !UNTRIED.includes(name));

test.each(tried.map((hot) => [hot.name, hot] as const))('%s', async (name, hot) => {
  seen.length = 0;
  await hot.run(scene);
  expect(seen.length).toBeGreaterThan(0);
  const found = seen.flatMap(({ text, plan }) =>
    endToEnd(plan, false)
      .filter(({ table }) => !WHOLE[name]?.includes(table))
      .map(({ scan, table }) => `${scan} on ${table}: ${text.replace(/\s+/g, ' ').slice(0, 300)}`),
  );
  expect([...new Set(found)]).toEqual([]);
});
