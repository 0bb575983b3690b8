/**
 * Promise: SIGTERM ends a worker in order while deliveries are under way: what was sent is waited for and recorded,
 * what was not sent is given back, nothing is lost and nothing sent twice. A recipient that hangs does not hold it up.
 * Bound: 5 s of grace for requests on their way (here a part of it); a second signal ends it at once, with code 143.
 */
import { query, type Store } from '../../src/store/transaction';
import { until } from '../harness/until';
import { allConfirmed, expectNothingLostOrDoubled } from './oracle';
import { type Program, startGateway, startWorker, untilSaid } from './programs';
import type { Receivers } from './receivers';
import { placeOn, type Rig, startRig } from './rig';
import { name, openAccount, RECIPIENTS, type Unit } from './small-city';

const GRACE_SECONDS = 5;
const SLOW = 'credit-platform';

let rig: Rig;
let store: Store;
let receivers: Receivers;

beforeAll(async () => {
  rig = await startRig(await placeOn());
  ({ store, receivers } = rig);
});
afterAll(() => rig.close());

const worker = (haste: number): Promise<Program> => startWorker({ ...rig.hub, HUB_HASTE: String(haste) });

async function nameAll(units: readonly Unit[]): Promise<void> {
  for (const unit of units) {
    await name(store, unit, '威海市劳动关系和谐企业');
  }
}

const turnAll = async (
  ...given: Parameters<Receivers['turn']> extends [string, ...infer More] ? More : never
) => {
  for (const recipient of RECIPIENTS) {
    await receivers.turn(recipient, ...given);
  }
};

const arrivedAt = async (units: readonly Unit[]): Promise<string[]> => {
  const state = await receivers.stateOf(SLOW);
  return units.flatMap(({ code }) => (state[code]?.arrivals ?? []).map(({ result }) => result));
};

interface Outcomes {
  readonly outcome: string | null;
  readonly error: string | null;
  readonly n: number;
}

const outcomesFor = (units: readonly Unit[]): Promise<Outcomes[]> =>
  query<Outcomes>(
    store,
    `select o.outcome, o.error, count(*)::int as n from delivery d join attempt a on a.delivery_id = d.id
       left join attempt_outcome o on o.attempt_id = a.id
     where d.recipient_id = $1 and d.unit_id = any($2::bigint[]) group by 1, 2 order by 1, 2`,
    [SLOW, units.map(({ id }) => id)],
  );

test('requests on their way are waited for, the others given back; nothing comes twice', async () => {
  const units = rig.city.units.slice(0, 20);
  await nameAll(units);
  await turnAll('slow', { delayMs: 1000 });
  const ending = await worker(2);
  await until('requests are on their way', async () => (await arrivedAt(units)).length > 0);
  const { code, seconds } = await ending.end('SIGTERM');
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(GRACE_SECONDS);
  expect(ending.said('worker ended')).toMatchObject([{ inOrder: true }]);

  const outcomes = await outcomesFor(units);
  expect(outcomes).toMatchObject([
    { outcome: 'DELIVERED', error: null, n: (await arrivedAt(units)).length },
    { outcome: 'RETRY', error: expect.stringContaining('not sent') },
  ]);
  const leased = await query(store, `select from lane where state = 'LEASED'`);
  expect(leased).toEqual([]);

  await turnAll('none');
  const next = await worker(2);
  // Sooner than any lease could end: nothing was left behind under one.
  await allConfirmed(store, 15);
  await next.end('SIGTERM');
  expect(await arrivedAt(units)).toEqual(units.map(() => 'APPLIED'));
  await expectNothingLostOrDoubled(store, [receivers]);
});

test('a recipient that hangs does not hold the end up: its attempts are unknown, and made again', async () => {
  const units = rig.city.units.slice(20, 30);
  await turnAll('hang');
  await nameAll(units);
  const before = (await receivers.countsOf(SLOW)).received;
  const ending = await worker(2);
  await until('requests are on their way', async () => (await receivers.countsOf(SLOW)).received > before);
  const { code, seconds } = await ending.end('SIGTERM');
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(GRACE_SECONDS);
  const outcomes = await outcomesFor(units);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['RETRY', 'UNKNOWN']);

  await turnAll('none');
  const next = await worker(10);
  await allConfirmed(store, 20);
  expect(await next.end('SIGTERM')).toMatchObject({ code: 0 });
  await expectNothingLostOrDoubled(store, [receivers]);
});

test('a second signal ends it there and then; what it held is done when its lease is over', async () => {
  const units = rig.city.units.slice(30, 40);
  await turnAll('hang');
  await nameAll(units);
  const before = (await receivers.countsOf(SLOW)).received;
  const ending = await worker(5);
  await until('requests are on their way', async () => (await receivers.countsOf(SLOW)).received > before);
  ending.signal('SIGTERM');
  await untilSaid(ending, 'worker is ending');
  expect(await ending.end('SIGTERM')).toMatchObject({ code: 143 });
  expect(ending.said('second signal')).toHaveLength(1);

  await turnAll('none');
  const next = await worker(5);
  await allConfirmed(store, 20);
  await untilSaid(next, 'a sender ended without an answer');
  expect(await next.end('SIGTERM')).toMatchObject({ code: 0 });
  await expectNothingLostOrDoubled(store, [receivers]);
});

test('a gateway answers what it has begun to answer, and ends in order', async () => {
  const token = await openAccount(store);
  const gateway = await startGateway(rig.hub);
  const ask = () =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query:
          '{ deliveries(first: 100) { ... on DeliveryConnection { edges { node { state attempts { outcome } } } } } }',
      }),
    }).then(async (response) => ({ status: response.status, text: await response.text() }));
  const { text } = await ask();
  const asked = Array.from({ length: 100 }, ask);
  await Promise.race(asked);
  const [answers, ended] = await Promise.all([Promise.allSettled(asked), gateway.end('SIGTERM')]);
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.seconds).toBeLessThan(GRACE_SECONDS);
  // What comes after the signal is refused, by 503 or by the system; whatever it took is answered whole.
  const answered = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(answered.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(answered.filter((one) => one.status !== 503 && (one.status !== 200 || one.text !== text))).toEqual(
    [],
  );
});
