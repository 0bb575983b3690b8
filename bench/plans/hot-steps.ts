/** What workers do: deliveries of agencies taken in, rounds, sending, and what looks for work. */
import { readFigures } from '../../jobs/figures';
import { claimSignals, claimWork } from '../../jobs/rows';
import { cleanUp, findUndone, reportEscalatedRecalls, reportSleepingLanes } from '../../jobs/sweep';
import type { Topic } from '../../jobs/topics';
import { TOPICS } from '../../jobs/topics';
import { findPrincipal } from '../../src/access/reads';
import { findBrokenEntry } from '../../src/audit/reads';
import { oldestUndelivered, openRecalls } from '../../src/delivery/reads';
import { appendEvents } from '../../src/delivery/steps/append-event';
import { claimLanes } from '../../src/delivery/steps/claim-lanes';
import { recordOutcomes } from '../../src/delivery/steps/record-outcomes';
import { expireFlags } from '../../src/flags/steps/expire-flags';
import { refreshEligibility } from '../../src/incentives/runs/refresh-eligibility';
import { type Actor, systemActor } from '../../src/kernel/actor';
import { readMissedReviews, readOverdueCases, readWorklist } from '../../src/reviews/reads';
import { evaluateBatch } from '../../src/reviews/steps/evaluate-batch';
import { openRound } from '../../src/reviews/steps/open-round';
import { mirrorUnits } from '../../src/sanctions/steps/mirror-units';
import { revisitListings } from '../../src/sanctions/steps/revisit-listings';
import { query, type Store, type Tx } from '../../src/store/transaction';
import { proposeMatches } from '../../src/units/steps/propose-matches';
import { takeGrades } from './grades';
import { type Hot, undone } from './scene';

const actor = systemActor('bench');
const admin: Actor = { id: 'admin', name: 'bench', role: 'ADMIN', body: null, region: null };
const plan = { jobs: [], schedules: [], topics: TOPICS as Readonly<Record<string, Topic>> };

const idsOf = async (tx: Tx, sql: string, parameters: readonly unknown[] = []): Promise<string[]> =>
  (await tx.query<{ id: string }>(sql, parameters)).map(({ id }) => id);

const TITLED =
  'select unit_id as id from designation where unit_id is not null group by unit_id order by unit_id limit $1';

/** Units with a title that stands, and none under review. */
const FREE = `select d.unit_id as id from designation d
  where d.unit_id is not null and not exists (select from review_case c where c.unit_id = d.unit_id and c.closed_at is null)
    and not exists (select from designation_event e where e.designation_id = d.id and e.kind in ('CANCELLED', 'LAPSED'))
  group by d.unit_id order by d.unit_id limit 500`;

const undo = (name: string, about: string, work: (tx: Tx, store: Store) => Promise<unknown>): Hot => ({
  name,
  about,
  run: (scene) => undone(scene, work),
});

const read = (name: string, about: string, work: (store: Store) => Promise<unknown>): Hot => ({
  name,
  about,
  run: ({ store }) => work(store),
});

const reader = (store: Store) => ({
  query: <Row>(sql: string, parameters?: readonly unknown[]) => query<Row>(store, sql, parameters),
});

async function send(tx: Tx): Promise<void> {
  const [recipient] = await idsOf(
    tx,
    'select recipient_id as id from lane where ready_at <= now() group by recipient_id order by count(*) desc, 1 limit 1',
  );
  const claim = await claimLanes(tx, { recipientId: recipient ?? '', worker: 'bench', limit: 200 });
  const result = { httpStatus: 200, error: null, retryAfter: null, receipt: null, responseText: 'ok' };
  await recordOutcomes(tx, {
    recipientId: recipient ?? '',
    token: claim?.token ?? '0',
    finished: (claim?.sendings ?? []).map((sending) => ({
      sending,
      result: { ...result, outcome: 'ACCEPTED' },
      next: 'WAIT',
      waitSeconds: 60,
    })),
  });
}

async function review(tx: Tx): Promise<void> {
  const opened = await openRound(tx, {
    origin: 'ADMIN',
    title: 'bench',
    requestedByBody: 'office',
    reason: 'bench',
    unitIds: await idsOf(tx, FREE),
    asOf: tx.today,
    actor: admin,
  });
  if (!opened.ok) {
    throw new Error(`no round was opened: ${opened.failure.message}`);
  }
  await evaluateBatch(tx, { roundId: opened.value.roundId, size: 500, announce: true });
}

const BATCH = `select id from batch where agency = 'hrss' and record_type in ('LISTING_DECISION', 'LISTING_REMOVAL', 'INTEGRITY_GRADE')
  and state = 'ACCEPTED' order by rows_accepted, id limit 1`;

export const STEPS: readonly Hot[] = [
  {
    name: 'sign-in',
    about: 'whose token it is',
    run: ({ store, token }) => findPrincipal(store, token('city')),
  },
  undo('import-new', 'five thousand rows of a feed that are new', (tx) => takeGrades(tx, [1])),
  undo('import-changed', 'five thousand rows, one in twenty changed', (tx) => takeGrades(tx, [1, 2])),
  undo('review', 'a round of five hundred units opened, and its cases evaluated', review),
  undo('round-over-all', 'the scheduled round over all titles', (tx) =>
    openRound(tx, {
      origin: 'SCHEDULE',
      bucket: 'bench',
      title: 'bench',
      requestedByBody: 'office',
      reason: 'bench',
      asOf: tx.today,
      actor,
    }),
  ),
  read('overdue-cases', 'cases whose time is over', (store) =>
    readOverdueCases(reader(store), '2026-11-21', 200),
  ),
  read('missed-reviews', 'titles whose re-review was missed', (store) =>
    readMissedReviews(reader(store), { region: '3710', before: '2024-11-21', limit: 200 }),
  ),
  read('worklist', 'what waits for a county', (store) =>
    readWorklist(reader(store), { regionCode: '371002', states: ['FAIL', 'PROPOSED'], limit: 100 }),
  ),
  undo('expire-flags', 'flags whose last day has passed', (tx) => expireFlags(tx, { limit: 200 })),
  undo('revisit-listings', 'listings that a day changes', (tx) => revisitListings(tx, { limit: 200 })),
  undo('mirror-listings', 'the papers of a hundred units that were listed', async (tx) =>
    mirrorUnits(tx, {
      unitIds: await idsOf(
        tx,
        'select unit_id as id from listing group by unit_id order by unit_id limit 100',
      ),
      actor,
      cause: 'bench',
    }),
  ),
  undo('refresh-eligibility', 'what a batch changes of eligibility', async (tx, store) => {
    const [batchId] = await idsOf(tx, BATCH);
    return refreshEligibility(store, { batchId: batchId ?? '0' });
  }),
  undo('propose-matches', 'twenty names without a code', async (tx) => {
    const names = await tx.query<{ name: string }>('select name from unit order by id limit 20');
    return proposeMatches(tx, {
      subjectType: 'BENCH',
      subjects: names.map(({ name }, place) => ({
        id: String(place),
        name: name.replace('有限公司', '股份公司'),
      })),
    });
  }),
  undo('append-events', 'an event of each of fifty units, to all whom it concerns', async (tx) =>
    appendEvents(
      tx,
      (await idsOf(tx, TITLED, [50])).map((unitId) => ({
        unitId,
        type: 'flag.applied',
        subjectKind: 'DESIGNATION',
        subjectId: 'bench',
        withdraws: false,
        cause: 'bench',
        state: { kind: 'DESIGNATION', subject: 'bench', version: 1, state: 'ACTIVE' },
      })),
    ),
  ),
  undo('send', 'two hundred due lanes claimed, and what came of them', send),
  undo('outbox', 'the outbox read for what to do', async (_tx, store) => {
    await claimSignals(store, plan, 1_000);
    await claimWork(store, plan, { most: 200, fresh: true, offerSeconds: 60 });
    await claimWork(store, plan, { most: 2, fresh: false, offerSeconds: 60 });
  }),
  read('sweep', 'what nobody was told of', findUndone),
  read('figures', 'the figures of the metrics page', readFigures),
  read('stuck', 'the oldest delivery of each recipient, and open recalls', async (store) => {
    await oldestUndelivered(store);
    await openRecalls(store, { limit: 100 });
    await reportEscalatedRecalls(store);
  }),
  undo('clean-up', 'once a night: what must never be, and what is long done', async (_tx, store) => {
    await reportSleepingLanes(store);
    await cleanUp(store);
  }),
  read('audit-of-one-chain', 'the chain of one unit recomputed', async (store) => {
    const [chain] = await query<{ scope: string }>(
      store,
      `select scope from audit_chain where scope like 'unit:%' order by scope limit 1`,
    );
    return findBrokenEntry(store, chain?.scope ?? 'hub');
  }),
];
