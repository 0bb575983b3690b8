/**
 * Promise: a worker killed in the middle of deliveries loses nothing and doubles nothing. What it had begun is UNKNOWN
 * for all to see, is sent again under the same id, takes effect once, in the unit's order.
 * Bound: lease (45 s) and sweep, here 4.5 s and 1 s.
 */
import { query, type Store } from '../../src/store/transaction';
import { until } from '../harness/until';
import { allConfirmed, expectNothingLostOrDoubled } from './oracle';
import { startWorker, untilSaid } from './programs';
import type { Receivers } from './receivers';
import { AT_ONCE, placeOn, type Rig, startRig } from './rig';
import { cancel, name, RECIPIENTS } from './small-city';

const SLOW = 'credit-platform';
const FIRST_CLAIM = 16;
const BOUND_SECONDS = 20;

let rig: Rig;
let store: Store;
let receivers: Receivers;

beforeAll(async () => {
  rig = await startRig(await placeOn());
  ({ store, receivers } = rig);
});
afterAll(() => rig.close());

const arrivalsAt = async (recipient: string): Promise<number> =>
  Object.values(await receivers.stateOf(recipient)).reduce((sum, unit) => sum + unit.arrivals.length, 0);

/** Attempts of which nobody has said how they did. */
const openAttempts = () =>
  query<{ id: string; event_id: string }>(
    store,
    `select a.id, d.event_id from attempt a join delivery d on d.id = a.delivery_id
     where d.recipient_id = $1 and not exists (select from attempt_outcome o where o.attempt_id = a.id)`,
    [SLOW],
  );

const outcomesOf = (eventIds: readonly string[]) =>
  query<{ event_id: string; outcomes: string[]; receipt: string }>(
    store,
    `select d.event_id, r.state as receipt, array(select o.outcome from attempt a
        join attempt_outcome o on o.attempt_id = a.id where a.delivery_id = d.id order by a.number) as outcomes
     from delivery d left join receipt r on r.delivery_id = d.id
     where d.recipient_id = $1 and d.event_id = any($2)`,
    [SLOW, eventIds],
  );

test('killed between the recipient’s taking it and its answer, and before other requests have left', async () => {
  for (const unit of rig.city.units.slice(0, 20)) {
    const first = await name(store, unit, '威海市劳动关系和谐企业');
    await name(store, unit, '威海市劳动关系和谐示范企业');
    await cancel(store, first);
  }
  // Takes the event, keeps it, and does not answer: the moment at which it is known there and not here.
  await receivers.turn(SLOW, 'slow', { delayMs: 60_000 });
  const killed = await startWorker(rig.hub);
  await until('the recipient has taken the first events', async () => (await arrivalsAt(SLOW)) === AT_ONCE);
  await killed.end('SIGKILL');
  await receivers.turn(SLOW, 'none');
  const begun = await openAttempts();
  expect(begun).toHaveLength(FIRST_CLAIM);

  const next = await startWorker(rig.hub);
  await allConfirmed(store, BOUND_SECONDS);
  await expectNothingLostOrDoubled(store, [receivers]);

  const outcomes = await outcomesOf(begun.map(({ event_id }) => event_id));
  expect(outcomes.map((one) => one.outcomes)).toEqual(begun.map(() => ['UNKNOWN', 'DELIVERED']));
  const twice = outcomes.filter(({ receipt }) => receipt === 'ALREADY');
  expect(twice).toHaveLength(AT_ONCE);
  const arrivals = Object.values(await receivers.stateOf(SLOW)).flatMap((unit) => unit.arrivals);
  const times = (id: string) => arrivals.filter(({ eventId }) => eventId === id).map(({ result }) => result);
  for (const { event_id, receipt } of outcomes) {
    expect(times(event_id)).toEqual(receipt === 'ALREADY' ? ['APPLIED', 'ALREADY'] : ['APPLIED']);
  }
  // In one claim or in several: lanes that had not been claimed before may come due at the same time.
  const leftUnknown = () =>
    next
      .said('a sender ended without an answer')
      .filter(({ recipient }) => recipient === SLOW)
      .reduce((sum, { attempts }) => sum + Number(attempts), 0);
  await until('the log counts what was left unknown', () => leftUnknown() === FIRST_CLAIM);
  expect(await next.end('SIGTERM')).toMatchObject({ code: 0 });
});

test('one of two workers is killed in full flow: the other finishes its work', async () => {
  const [killed, other] = await Promise.all([startWorker(rig.hub), startWorker(rig.hub)]);
  for (const recipient of RECIPIENTS) {
    await receivers.turn(recipient, 'slow', { delayMs: 100 });
  }
  const flow = (async () => {
    for (const unit of rig.city.units.slice(20, 60)) {
      await name(store, unit, '威海市劳动关系和谐企业');
      await cancel(store, await name(store, unit, '威海市劳动关系和谐示范企业'));
    }
  })();
  const names = [killed, other].map((worker) => worker.said('worker started')[0]?.worker);
  const sending = async (worker: unknown): Promise<boolean> => {
    const open = await query(
      store,
      `select from attempt a where a.worker = $1
         and not exists (select from attempt_outcome o where o.attempt_id = a.id)`,
      [worker],
    );
    return open.length > 0;
  };
  await until('the other one is sending', () => sending(names[1]));
  // Stopped first, so that it is surely killed with requests on their way.
  await until('the one to be killed is sending', async () => {
    killed.signal('SIGSTOP');
    const caught = await sending(names[0]);
    caught || killed.signal('SIGCONT');
    return caught;
  });
  await killed.end('SIGKILL');
  await flow;
  await allConfirmed(store, BOUND_SECONDS);
  await expectNothingLostOrDoubled(store, [receivers]);
  await untilSaid(other, 'a sender ended without an answer');
  expect(await other.end('SIGTERM')).toMatchObject({ code: 0 });
});
