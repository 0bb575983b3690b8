/** A round over firms with a title each: facts, the standard's nine criteria, findings kept, cases moved on. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { readDoubts } from '../../src/agencies/evidence-reads';
import { FACTS } from '../../src/agencies/fact-registry';
import { addWorkingDays } from '../../src/calendar/working-days';
import { systemActor } from '../../src/kernel/actor';
import { dateInShanghai, systemClock } from '../../src/kernel/clock';
import { createLogger } from '../../src/kernel/logger';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { digestOf } from '../../src/reviews/steps/close-round';
import { openRound } from '../../src/reviews/steps/open-round';
import { openClient } from '../../src/store/connection';
import { closeStore } from '../../src/store/data-source';
import { startPostgres } from '../../src/store/embedded-postgres';
import { startRedis } from '../../src/store/embedded-redis';
import { migrate } from '../../src/store/migrate';
import { query, type Store, transaction } from '../../src/store/transaction';
import { loadFirms, reviewByStatement } from '../limits/review';
import { cpuSeconds } from '../meters';
import { type BenchPath, type Run, SCALES } from '../path';
import { startProgram } from '../program';
import { openBenchStore } from '../store';

/** One job per unit is so slow that a few units tell its pace. */
const UNITS_OF_PEER = 2_000;
/** As the standard has it; the limit is told the day. */
const WORKING_DAYS = 30;

const KEPT = /* sql */ `create table kept_case as select * from review_case`;

/** Fresh tables, and as many of the cases as are asked for: copying all that is only read would take minutes. */
const FRESH = /* sql */ `
  truncate verdict, case_step, review_case, title_decision, outbox, designation_event cascade;
  insert into review_case select * from kept_case order by number limit $1`;
const AGAIN = /* sql */ `update review_round set closed_at = null`;

/** Each verdict with all that is kept of it. The limit works out the same sentences, and pins the same facts. */
const COMPARED = /* sql */ `
  select count(*)::int as cases,
    count(*) filter (where one.verdict is distinct from other.verdict)::int as verdicts,
    count(*) filter (where one.findings::jsonb is distinct from other.findings::jsonb)::int as findings,
    count(*) filter (where one.facts::jsonb is distinct from other.facts::jsonb)::int as facts,
    count(*) filter (where step.state is distinct from own.state or step.detail - 'provisional' is distinct from own.detail)::int as steps,
    count(*) filter (where c.verdict is distinct from one.verdict or c.rectify_by is distinct from held.rectify_by
      or (c.closed_at is null) <> (held.closed_at is null))::int as moved
  from hub_verdict one full join verdict other using (case_id)
    left join hub_step step using (case_id) left join case_step own using (case_id)
    left join review_case c on c.id = case_id left join hub_case held on held.id = case_id`;

const HUBS_OWN = /* sql */ `
  create table hub_verdict as select * from verdict;
  create table hub_step as select * from case_step;
  create table hub_case as select * from review_case`;

const ROWS = /* sql */ `
  select (select count(*) from verdict)::int as verdicts, (select count(*) from case_step)::int as steps,
    (select count(*) from review_case where evaluated_at is not null)::int as moved`;

const perUnit = (seconds: number, units: number): string => `${((seconds / units) * 1e6).toFixed(1)} µs`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

async function openTheRound(store: Store, asOf: string): Promise<string> {
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: 'bench',
      requestedByBody: 'office',
      reason: 'bench',
      asOf,
      actor: systemActor('bench'),
    }),
  );
  assert(opened.ok, JSON.stringify(opened));
  return opened.value.roundId;
}

/** What the hub does and one statement does not, timed one after the other on what the round has left. */
async function extras(
  store: Store,
  { roundId, units }: { roundId: string; units: number },
): Promise<string[]> {
  const reader = { query: <Row>(sql: string, values?: readonly unknown[]) => query<Row>(store, sql, values) };
  const feeds = [...new Set([...FACTS.values()].flatMap((fact) => fact.feeds))];
  const ids = await reader.query<{ unit_id: string }>('select unit_id from review_case order by number');
  const doubts = await timed(async () => {
    for (let from = 0; from < ids.length; from += 500) {
      const batch = ids.slice(from, from + 500).map(({ unit_id }) => unit_id);
      await readDoubts(reader, batch, feeds);
    }
  });
  const digest = await timed(() => digestOf(reader, roundId));
  const [{ marked = 0 } = {}] = await reader.query<{ marked: number }>(
    `select count(*)::int as marked from designation_event where kind = 'OVERDUE'`,
  );
  return [
    `Of a unit’s time in the hub: ${perUnit(doubts, units)} to look for rows in quarantine, ${perUnit(digest, units)} for the digest over all verdicts that stands in the audit entry of the round (one entry, and two outbox rows a second at most).`,
    `The round has marked ${marked} titles whose re-review is overdue; the limit marks none.`,
  ];
}

interface Bench {
  readonly client: Client;
  readonly store: Store;
  readonly roundId: string;
  readonly postgresPid: number;
}

async function fresh(client: Client, cases: number): Promise<void> {
  const [truncate = '', insert = ''] = FRESH.split(';');
  await client.query(truncate);
  await client.query(insert, [cases]);
  await client.query(AGAIN);
  await client.query('vacuum analyze review_case');
  await client.query('checkpoint');
}

/** What the run itself took, in this process and in PostgreSQL, and the most memory that the process held. */
async function measured(bench: Bench, work: () => Promise<number>): Promise<Run> {
  let memory = 0;
  const look = setInterval(() => {
    memory = Math.max(memory, process.memoryUsage().rss / 1_048_576);
  }, 100);
  const [node, database] = [process.cpuUsage(), cpuSeconds(bench.postgresPid)];
  const begun = performance.now();
  const items = await work().finally(() => clearInterval(look));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(node);
  return {
    items,
    seconds,
    nodeCpuSeconds: (user + system) / 1e6,
    postgresCpuSeconds: cpuSeconds(bench.postgresPid) - database,
    memoryMiB: memory,
  };
}

async function runHub(bench: Bench, units: number): Promise<Run> {
  await fresh(bench.client, units);
  const run = await measured(bench, async () => {
    const { evaluated, closed } = await evaluateRound(bench.store, { roundId: bench.roundId });
    assert(closed, 'the round was not closed');
    return evaluated;
  });
  assert.deepEqual(await counts(bench), { verdicts: units, steps: units, moved: units });
  return run;
}

async function runLimit(bench: Bench, units: number, due: string): Promise<Run> {
  await fresh(bench.client, units);
  const run = await measured(bench, () => reviewByStatement(bench.client, { roundId: bench.roundId, due }));
  assert.deepEqual(await counts(bench), { verdicts: units, steps: units, moved: units });
  const { memoryMiB: _, ...rest } = run;
  return rest;
}

const counts = async ({ client }: Bench): Promise<unknown> => (await client.query(ROWS)).rows[0];

async function compare(bench: Bench, units: number, due: string): Promise<string> {
  await runHub(bench, units);
  await bench.client.query(HUBS_OWN);
  await runLimit(bench, units, due);
  const { rows } = await bench.client.query(COMPARED);
  assert.deepEqual(rows[0], { cases: units, verdicts: 0, findings: 0, facts: 0, steps: 0, moved: 0 });
  const mixture = await bench.client.query<{ verdict: string; share: string }>(
    `select verdict, round(count(*) * 100.0 / $1) || ' %' as share from hub_case group by 1 order by 1`,
    [units],
  );
  await bench.client.query('drop table hub_verdict, hub_step, hub_case');
  return mixture.rows.map(({ verdict, share }) => `${verdict} ${share}`).join(', ');
}

export const review: BenchPath = {
  name: 'review',
  about: 'a round over so many firms, conditions as data, findings kept',
  async *series(wanted) {
    const units = SCALES[wanted.scale];
    const folder = path.resolve('.data/bench/review', wanted.scale);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
    const asOf = dateInShanghai(systemClock.now());
    const due = addWorkingDays(asOf, WORKING_DAYS).date;
    const postgres = await startPostgres({ directory: path.join(folder, 'postgres'), durable: true });
    const redis = await startRedis({ directory: path.join(folder, 'redis'), appendonly: true });
    const { url } = postgres;
    await migrate(url, createLogger('bench', 'warn'));
    const client = await openClient(url, { role: 'owner', name: 'bench' });
    const store = await openBenchStore(url);
    try {
      wanted.say(`Making ${units} firms with their records and material …`);
      await loadFirms(client, { units, asOf });
      const roundId = await openTheRound(store, asOf);
      await client.query(KEPT);
      const bench: Bench = { client, store, roundId, postgresPid: postgres.pid };
      wanted.say('Comparing verdicts, findings and facts …');
      const mixture = await compare(bench, units, due);
      const cases = Math.min(units, UNITS_OF_PEER);
      const program = path.resolve('bench/peers/bullmq-per-unit.mjs');
      await runHub(bench, units);
      yield {
        title: `review, ${units} units`,
        variant: 'one round, findings kept',
        unit: 'units',
        target: { limit: 0.7, peer: 30, aim: 1 },
        limit: { name: 'limit', run: () => runLimit(bench, units, due) },
        hub: { name: 'hub', run: () => runHub(bench, units) },
        peers: [
          {
            name: `BullMQ per unit, TypeORM (${cases} units)`,
            async run() {
              await fresh(client, cases);
              const database = cpuSeconds(postgres.pid);
              const environment = { DATABASE_URL: url, REDIS_URL: redis.url };
              const peer = await startProgram([program, roundId], environment, /^(\{.*\})$/);
              await peer.ended;
              const run = JSON.parse(peer.said) as Run;
              assert.equal(run.items, cases);
              return { ...run, postgresCpuSeconds: cpuSeconds(postgres.pid) - database };
            },
          },
        ],
        notes: [
          `Verdicts, findings with their sentences, pinned facts, steps and cases of all ${units} units were the same in hub and limit (as JSON; the digest of the facts is taken over each one’s own text). Of them ${mixture}; no case fails in its first round.`,
          'The limit knows this one standard, written out as SQL: it reads no standard, no feed state and no quarantine, and judges no park; it is one transaction, that begins anew after a failure.',
          ...(await extras(store, { roundId, units })),
        ],
      };
    } finally {
      await closeStore(store);
      await client.end();
      await redis.stop();
      await postgres.stop();
    }
  },
};
