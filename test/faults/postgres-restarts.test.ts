/**
 * Promise: PostgreSQL restarted, and crashed, under load (queries, decisions, deliveries, imports, a round): the
 * processes stay up and go on by themselves; nothing is lost, nothing doubled, no answer is wrong.
 * Bound: the gateway answers, and the worker is ready, within 10 s of PostgreSQL.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { query, type Store } from '../../src/store/transaction';
import { type ServerPair, startServerPair } from '../harness/servers';
import { secondsUntil, until } from '../harness/until';
import { allConfirmed, expectNothingLostOrDoubled } from './oracle';
import { type Program, startGateway, startWorker, untilSaid } from './programs';
import { placeOnPair, type Rig, startRig } from './rig';
import { cancel, dropDeliveries, name, openAccount, REGISTRATIONS, type Unit } from './small-city';

const RECOVERED_SECONDS = 10;
const BOUND_SECONDS = 60;

let pair: ServerPair;
let rig: Rig;
let store: Store;
let token: string;
let drop: string;
let workers: Program[];
let gateway: Program;

beforeAll(async () => {
  pair = await startServerPair({ durable: true });
  rig = await startRig(placeOnPair(pair));
  ({ store } = rig);
  token = await openAccount(store);
  drop = path.join(rig.city.files, 'drop');
  fs.mkdirSync(drop);
  const hub = { ...rig.hub, FEED_HRSS: drop, REVIEW_SCHEDULE: '*/4 * * * * *' };
  workers = await Promise.all([startWorker(hub), startWorker(hub)]);
  gateway = await startGateway(hub);
});
afterAll(() => rig.close());

/** As an officer does who got an error: the same again, which changes nothing where it was done. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(50);
    }
  }
}

async function decide(units: readonly Unit[]): Promise<void> {
  for (const unit of units) {
    const first = await insist(() => name(store, unit, '威海市劳动关系和谐企业'));
    await insist(() => name(store, unit, '威海市劳动关系和谐示范企业'));
    await insist(() => cancel(store, first));
  }
}

let delivered = 0;

function drops(types: readonly string[]): void {
  delivered += dropDeliveries(rig.city, drop, types).length;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(): Promise<Answer> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query:
        '{ units(first: 20) { ... on UnitConnection { totalCount edges { node { code flags { totalCount } } } } } }',
    }),
  });
  return { status: response.status, text: await response.text() };
}

const isAnswered = ({ status, text }: Answer): boolean =>
  status === 200 && text.startsWith('{"data":{"units":{');
const isAway = ({ status, text }: Answer): boolean => status === 503 || text.includes('"SERVER_UNAVAILABLE"');

/** True while the condition holds; a database that is away makes it false. */
const holds = (sql: string) => async (): Promise<boolean> =>
  query(store, sql).then(
    (rows) => rows.length > 0,
    () => false,
  );

const sendingNow = holds(`select from attempt a where not exists
  (select from attempt_outcome o where o.attempt_id = a.id)`);

async function recovered(): Promise<void> {
  const seconds = await secondsUntil(
    'the gateway answers',
    async () => isAnswered(await ask()),
    RECOVERED_SECONDS,
  );
  expect(seconds).toBeLessThan(RECOVERED_SECONDS);
  for (const worker of workers) {
    await until(
      'the worker is ready',
      async () => (await fetch(`${worker.url}/health/ready`)).ok,
      RECOVERED_SECONDS,
    );
  }
}

test('restarted in order and then crashed, while everybody is at work', async () => {
  const units = rig.city.units;
  const answers: Answer[] = [];
  const asking = new AbortController();
  const load = Promise.all([
    decide(units.slice(0, 30)),
    decide(units.slice(30, 60)),
    (async () => {
      while (!asking.signal.aborted) {
        answers.push(await ask());
      }
    })(),
  ]);
  drops(['integrity', 'inspection', 'pay']);
  await until('deliveries are under way', sendingNow);
  await pair.restartPostgres();
  await recovered();

  drops(['listing', 'contract', 'mediation', 'coordinators']);
  await until('deliveries are under way again', sendingNow);
  // Ends without a word to anybody; the next start recovers from the log.
  process.kill(pair.postgres.pid, 'SIGQUIT');
  await pair.restartPostgres();
  await recovered();

  drops(['service', 'collective']);
  const loaded = until(
    'all decisions are entered',
    holds('select from title_decision offset 59 limit 1'),
    BOUND_SECONDS,
  );
  await loaded;
  asking.abort();
  await load;
  expect(answers.filter((answer) => !isAnswered(answer) && !isAway(answer))).toEqual([]);
  expect(answers.some(isAway)).toBe(true);
});

test('nothing is lost or doubled, and the log says what happened', async () => {
  await allConfirmed(store, BOUND_SECONDS);
  await until(
    'imports, what follows from them, and rounds are done',
    holds(`select where (select count(distinct source) from batch where source <> '${REGISTRATIONS}') = ${delivered}
      and not exists (select from outbox where done_at is null)
      and not exists (select from review_round where closed_at is null)
      and exists (select from review_round where cases > 0)`),
    BOUND_SECONDS,
  );
  await expectNothingLostOrDoubled(store, [rig.receivers]);
  const doubled = await query(
    store,
    `select 'file' as what, source as id from batch group by source having count(*) > 1
     union all select 'verdict', v.case_id::text from verdict v join verdict again
       on again.case_id = v.case_id and again.version = v.version + 1 and again.findings::text = v.findings::text
     union all select 'scratch', load_id::text from import_stage`,
  );
  expect(doubled).toEqual([]);
  for (const program of [...workers, gateway]) {
    expect(program.alive()).toBe(true);
    await untilSaid(program, 'PostgreSQL connection lost');
    expect(await program.end('SIGTERM')).toMatchObject({ code: 0 });
  }
});
