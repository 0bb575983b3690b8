/**
 * Promise: with two gateways and two workers at once, both gateways answer the same, and the workers share the work:
 * nothing is sent, imported, scheduled or reviewed twice.
 */
import fs from 'node:fs';
import path from 'node:path';
import { query, type Store } from '../../src/store/transaction';
import { until } from '../harness/until';
import { allConfirmed, expectNothingLostOrDoubled } from './oracle';
import { type Program, startGateway, startWorker } from './programs';
import { placeOn, type Rig, startRig } from './rig';
import { decideAll, dropDeliveries, openAccount } from './small-city';

const BOUND_SECONDS = 30;

let rig: Rig;
let store: Store;
let token: string;
let drop: string;
let workers: Program[];
let gateways: Program[];

beforeAll(async () => {
  rig = await startRig(await placeOn());
  ({ store } = rig);
  token = await openAccount(store);
  drop = path.join(rig.city.files, 'drop');
  fs.mkdirSync(drop);
  const hub = { ...rig.hub, FEED_HRSS: drop, REVIEW_SCHEDULE: '*/2 * * * * *' };
  workers = await Promise.all([startWorker(hub), startWorker(hub)]);
  gateways = await Promise.all([startGateway(hub), startGateway(hub)]);
});
afterAll(() => rig.close());

const NOTHING_UNDONE = `
  select 'outbox' from outbox where done_at is null
  union all select 'case' from review_case where evaluated_at is null
  union all select 'round' from review_round where closed_at is null
  limit 1`;

test('two workers share deliveries, imports and scheduled rounds, and do none of it twice', async () => {
  expect(dropDeliveries(rig.city, drop, ['']).length).toBeGreaterThan(10);
  await decideAll(store, rig.city.units.slice(0, 40));
  await allConfirmed(store, BOUND_SECONDS);
  await until(
    'three rounds were opened by schedule, and all work is done',
    async () =>
      (await query(store, `select from review_round where cases > 0`)).length >= 3 &&
      (await query(store, NOTHING_UNDONE)).length === 0,
    BOUND_SECONDS,
  );
  const codes = await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
  expect(codes.map(({ code }) => code)).toEqual([0, 0]);

  await expectNothingLostOrDoubled(store, [rig.receivers]);
  const attempts = await query<{ worker: string; most: number }>(
    store,
    `select worker, max(number) as most from attempt group by worker`,
  );
  const names = workers.map((worker) => worker.said('worker started')[0]?.worker);
  expect(attempts.map(({ worker }) => worker).sort()).toEqual(names.sort());
  expect(attempts.map(({ most }) => most)).toEqual([1, 1]);
});

test('each scheduled run was made by one worker; each round has a case per title, no case the same verdict twice', async () => {
  const doubled = await query(
    store,
    `select 'bucket' as what, schedule || ' ' || bucket as id from schedule_bucket where attempts > 1
     union all select 'verdict', v.case_id::text from verdict v join verdict again
       on again.case_id = v.case_id and again.version = v.version + 1 and again.findings::text = v.findings::text
     union all select 'case', round_id || ' ' || designation_id from review_case
       group by round_id, designation_id having count(*) > 1
     union all select 'file', source from batch group by source having count(*) > 1`,
  );
  expect(doubled).toEqual([]);
  const rounds = await query<{ runs: number; rounds: number }>(
    store,
    `select (select count(*)::int from schedule_bucket where schedule = 'open-round' and done_at is not null) as runs,
       (select count(*)::int from review_round) as rounds`,
  );
  expect(rounds[0]?.rounds).toBeGreaterThanOrEqual(3);
  expect(rounds[0]?.runs).toBeGreaterThanOrEqual(rounds[0]?.rounds ?? 0);
});

const QUESTIONS = [
  [
    'units',
    `{ units(first: 30) { ... on UnitConnection { totalCount edges { cursor node { code name regionCode flags { totalCount edges { node { kind version state } } } } } pageInfo { hasNextPage endCursor } } } }`,
  ],
  [
    'titles',
    `{ designations(first: 30) { ... on DesignationConnection { totalCount edges { node { state namedOn unit { code } events { kind onDate } } } } } }`,
  ],
  [
    'rounds',
    `{ reviewRounds(first: 5) { ... on ReviewRoundConnection { edges { node { id cases progress { cases evaluated pass rectify fail pendingEvidence } } } } } }`,
  ],
  [
    'deliveries',
    `{ deliveries(first: 50) { ... on DeliveryConnection { totalCount edges { node { state laneSeq confirmedAt attempts { number outcome } } } } } }`,
  ],
  [
    'flags',
    `{ flags(first: 30) { ... on FlagConnection { totalCount edges { node { kind version state unit { code } } } } } }`,
  ],
  ['a mistake', `{ nothing }`],
] as const;

async function answer(
  gateway: Program | undefined,
  text: string,
  as: string | null = token,
): Promise<string> {
  const response = await fetch(`${gateway?.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as === null ? {} : { authorization: `Bearer ${as}` }),
    },
    body: JSON.stringify({ query: text }),
  });
  return `${response.status} ${await response.text()}`;
}

test.each(QUESTIONS)('both gateways answer alike: %s', async (_, text) => {
  for (const as of [token, null, 'a token that nobody holds']) {
    const [one, other] = await Promise.all(gateways.map((gateway) => answer(gateway, text, as)));
    expect(one).toBe(other);
  }
  const own = await answer(gateways[0], text);
  if (text === '{ nothing }') {
    expect(own).toMatch(/^400 /);
  } else {
    expect(own).toMatch(/^200 \{"data":/);
    expect(own).toMatch(/"(edges|totalCount)":\[?[^\]0]/);
  }
  expect(await answer(gateways[0], text, 'a token that nobody holds')).toMatch(/^401 /);
});

test('they end in order', async () => {
  const codes = await Promise.all(gateways.map((gateway) => gateway.end('SIGTERM')));
  expect(codes.map(({ code }) => code)).toEqual([0, 0]);
});
