/**
 * Peer: one BullMQ job for each case of a review round: the job loads the unit’s records and materials as entities,
 * evaluates them and saves verdict, step and case as entities.
 *   DATABASE_URL=… REDIS_URL=… node bullmq-per-unit.mjs <round id>      (of an open round, nothing of it evaluated)
 * The judging itself is the hub’s own pure code from .build, so that only how it is fed and written differs. Standard and
 * feed states are read once. Left out: parks (their facts are over many units), regional contracts that cover a firm,
 * rows in quarantine, the ending of overdue titles; of the few firms that these concern the verdict may differ.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { Queue, Worker } from 'bullmq';
import Redis from 'ioredis';
import { DataSource } from 'typeorm';
import { begin, report } from './report.mjs';
import { POOL } from './settings.mjs';
import * as entities from './typeorm-entities.mjs';

const require = createRequire(import.meta.url);
const { readFeedStates } = require('../../.build/src/agencies/evidence-reads.js');
const { FACTS } = require('../../.build/src/agencies/fact-registry.js');
const { factsOf, planFacts } = require('../../.build/src/agencies/facts.js');
const { addWorkingDays } = require('../../.build/src/calendar/working-days.js');
const { ENGINE } = require('../../.build/src/criteria/evaluate.js');
const { dateInShanghai } = require('../../.build/src/kernel/clock.js');
const { readPinnedCatalogue } = require('../../.build/src/reviews/reads.js');
const { verdictOf } = require('../../.build/src/reviews/verdict-of.js');

const { CaseMaterial, CaseStep, RecordHead, ReviewCase, Verdict } = entities;

const NAME = 'peer-reviews';
const KINDS = { DOCUMENT: 'D', SURVEY: 'S', VISIT: 'V', REPLY: 'Q', MARK: 'MARK' };

const source = await new DataSource({
  type: 'postgres',
  url: POOL.connectionString,
  poolSize: POOL.max,
  // The hub’s readers want a date as `YYYY-MM-DD`.
  extra: { types: POOL.types },
  entities: Object.values(entities),
  synchronize: false,
  logging: false,
}).initialize();
const reader = { query: (sql, parameters) => source.query(sql, parameters) };

/** What is the same for all units judged by one standard on one day. */
const standards = new Map();

async function readStandard({ catalogueId, asOf }) {
  const catalogue = await readPinnedCatalogue(reader, catalogueId);
  const facts = catalogue.facts.map((name) => FACTS.get(name));
  const feeds = [...new Set(facts.flatMap((fact) => fact.feeds))];
  const { rectification } = catalogue.catalogue.verdict;
  const days = Number(catalogue.catalogue.parameters[rectification].value);
  return {
    catalogue,
    feeds: new Set(feeds),
    plan: planFacts(facts, await readFeedStates(reader, feeds, asOf)),
    due: addWorkingDays(dateInShanghai(new Date()), days).date,
  };
}

function standardOf(one) {
  const key = `${one.catalogueId} ${one.asOf}`;
  const known = standards.get(key) ?? readStandard(one);
  standards.set(key, known);
  return known;
}

async function evidenceOf(unit, feeds) {
  const heads = await source
    .getRepository(RecordHead)
    .find({ where: { unitId: unit.id }, relations: { record: true }, order: { recordId: 'ASC' } });
  const evidence = {
    unitId: unit.id,
    code: unit.code,
    name: unit.name,
    records: new Map(),
    gone: new Map(),
    doubtful: new Set(),
    members: [],
    reviewResult: null,
  };
  for (const { agency, recordType, state, record } of heads) {
    const feed = `${agency}/${recordType}`;
    if (feeds.has(feed)) {
      const kept = state === 'PRESENT' ? evidence.records : evidence.gone;
      kept.set(feed, [...(kept.get(feed) ?? []), record]);
    }
  }
  return evidence;
}

async function materialsOf(unit) {
  const materials = await source
    .getRepository(CaseMaterial)
    .find({ where: { unitId: unit.id }, order: { id: 'ASC' } });
  return materials.map(({ id, kind, element, onDate, number, data, reason }) => ({
    id,
    kind: KINDS[kind],
    place: element ?? '',
    on: onDate,
    number,
    data,
    reason,
  }));
}

function entitiesOf(one, worked) {
  const now = new Date();
  const verdict = {
    id: randomUUID(),
    caseId: one.id,
    version: 1,
    verdict: worked.verdict,
    findings: JSON.parse(worked.findings),
    catalogueId: one.catalogueId,
    engine: ENGINE,
    facts: JSON.parse(worked.facts),
    factsDigest: worked.factsDigest,
    asOf: one.asOf,
    evaluatedAt: now,
  };
  const step = {
    id: randomUUID(),
    caseId: one.id,
    version: 1,
    action: 'EVALUATE',
    state: worked.verdict,
    onDate: dateInShanghai(now),
    detail: { verdictVersion: 1, orders: worked.orders, rectifyBy: worked.rectifyBy },
    actorId: 'peer',
    actorName: 'peer',
    recordedAt: now,
  };
  Object.assign(one, {
    verdictId: verdict.id,
    verdict: worked.verdict,
    rectifyBy: worked.rectifyBy,
    evaluatedAt: now,
    closedAt: worked.verdict === 'PASS' ? now : null,
  });
  return { verdict, step };
}

async function evaluateCase({ data: { caseId } }) {
  const one = await source
    .getRepository(ReviewCase)
    .findOneOrFail({ where: { id: caseId }, relations: { unit: true } });
  const { catalogue, feeds, plan, due } = await standardOf(one);
  const facts = factsOf(plan, await evidenceOf(one.unit, feeds), one.asOf);
  const materials = await materialsOf(one.unit);
  const worked = verdictOf({
    catalogue,
    unitId: one.unit.id,
    asOf: one.asOf,
    facts,
    materials,
    orders: {},
    due,
  });
  const { verdict, step } = entitiesOf(one, worked);
  await source.transaction(async (manager) => {
    await manager.save(Verdict, verdict);
    await manager.save(CaseStep, step);
    await manager.save(ReviewCase, one);
  });
}

const connect = () => new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
const queue = new Queue(NAME, { connection: connect() });
await queue.obliterate({ force: true });
const cases = await source.query(
  `select c.id from review_case c join unit u on u.id = c.unit_id and u.kind = 'ENTERPRISE'
    where c.round_id = $1 and c.evaluated_at is null and c.closed_at is null order by c.number`,
  [process.argv[2]],
);
await queue.addBulk(
  cases.map(({ id }) => ({ name: 'evaluate', data: { caseId: id }, opts: { removeOnComplete: true } })),
);

const begun = begin();
let done = 0;
let failed = 0;
await new Promise((resolve) => {
  const worker = new Worker(NAME, evaluateCase, { connection: connect(), concurrency: POOL.max });
  const count = () => done + failed === cases.length && resolve();
  worker.on('completed', () => {
    done += 1;
    count();
  });
  worker.on('failed', (_, error) => {
    failed += 1;
    console.error(error.message);
    count();
  });
});
report(done, begun, { failed });
process.exit(failed === 0 ? 0 : 1);
