/**
 * Promise: a recipient that is down, hangs, fails or asks for patience gets everything in the end, once and in order,
 * and keeps nobody else waiting. A recall overtakes nothing: it is confirmed, and what was not yet taken is not sent.
 * Bound: the next wait after a failure (5 s, 30 s, 2 min …, here a tenth) and the sweep.
 */
import { openRecalls } from '../../src/delivery/reads';
import { query, type Store } from '../../src/store/transaction';
import { secondsUntil, until } from '../harness/until';
import { allConfirmed, expectNothingLostOrDoubled, openDeliveries } from './oracle';
import { type Program, startWorker } from './programs';
import type { Receivers } from './receivers';
import { placeOn, type Rig, startRig } from './rig';
import { cancel, decideAll, name, type Unit } from './small-city';

const BAD = 'credit-platform';
const GOOD = ['housing', 'union'] as const;
/** Others are served as if nothing were wrong. */
const OTHERS_SECONDS = 8;
const BOUND_SECONDS = 25;

let rig: Rig;
let store: Store;
let worker: Program;
let bad: Receivers;
let taken = 0;

beforeAll(async () => {
  rig = await startRig(await placeOn(), [BAD], [...GOOD]);
  ({ store, receivers: bad } = rig);
  worker = await startWorker(rig.hub);
});
afterAll(() => rig.close());
beforeEach(() => bad.turn(BAD, 'none'));

/** Units that no other test of this file has touched. */
function someUnits(count: number): Unit[] {
  taken += count;
  return rig.city.units.slice(taken - count, taken);
}

const othersConfirmed = (): Promise<number> =>
  secondsUntil(
    'the other recipients have everything',
    async () => (await openDeliveries(store, 'housing')) + (await openDeliveries(store, 'union')) === 0,
    OTHERS_SECONDS,
  );

interface Tried {
  readonly outcome: string;
  readonly error: string | null;
  /** Seconds from the beginning of the attempt to that of the next one of the unit; null for the last. */
  readonly wait: number | null;
}

const attemptsAt = (units: readonly Unit[]): Promise<Tried[]> =>
  query<Tried>(
    store,
    `select o.outcome, o.error,
       extract(epoch from lead(a.intent_at) over (partition by d.unit_id order by a.intent_at) - a.intent_at)::float as wait
     from delivery d join attempt a on a.delivery_id = d.id join attempt_outcome o on o.attempt_id = a.id
     where d.recipient_id = $1 and d.unit_id = any($2::bigint[]) order by a.intent_at`,
    [BAD, units.map(({ id }) => id)],
  );

const complaints = (error: string) =>
  worker
    .said('not everything was taken by the recipient')
    .filter(({ recipient, example }) => recipient === BAD && (example as { error: string }).error === error);

const sound = async (): Promise<void> => {
  await allConfirmed(store, BOUND_SECONDS);
  await expectNothingLostOrDoubled(store, rig.groups);
  expect(await openRecalls(store, { limit: 1 })).toEqual([]);
};

test('down, then up', async () => {
  await bad.down();
  try {
    await decideAll(store, someUnits(10));
    await othersConfirmed();
    expect(await openDeliveries(store, BAD)).toBeGreaterThan(10);
    await until('the log says so', () => complaints('ECONNREFUSED').length > 0);
  } finally {
    await bad.up();
  }
  await sound();
});

test('hanging: the others are served meanwhile; it holds nothing twice when it answers again', async () => {
  await bad.turn(BAD, 'hang');
  const units = someUnits(10);
  await decideAll(store, units);
  await othersConfirmed();
  expect(await openDeliveries(store, BAD)).toBeGreaterThan(0);
  await until('the log says so', () => complaints('AbortError').length > 0);
  await bad.turn(BAD, 'none');
  await sound();
  expect((await attemptsAt(units)).filter(({ outcome }) => outcome === 'UNKNOWN').length).toBeGreaterThan(0);
});

test('answering 500 for a while', async () => {
  await bad.turn(BAD, 'fail', { times: 20 });
  const units = someUnits(10);
  await decideAll(store, units);
  await sound();
  const failed = (await attemptsAt(units)).filter(({ outcome }) => outcome !== 'DELIVERED');
  expect(failed).toHaveLength(20);
  expect(failed.every(({ outcome, error }) => outcome === 'RETRY' && error === 'HTTP 500')).toBe(true);
  expect(complaints('HTTP 500').length).toBeGreaterThan(0);
});

test('429 with Retry-After is waited for', async () => {
  await bad.turn(BAD, 'busy', { times: 4, retryAfter: 3 });
  const units = someUnits(4);
  await decideAll(store, units);
  await sound();
  const asked = (await attemptsAt(units)).filter(({ error }) => error === 'HTTP 429');
  expect(asked).toHaveLength(4);
  for (const { wait } of asked) {
    expect(wait).toBeGreaterThanOrEqual(3);
  }
  expect(complaints('HTTP 429').length).toBeGreaterThan(0);
});

test('a recall while the event is in retry: only the recall is sent, and confirmed', async () => {
  await bad.turn(BAD, 'fail');
  const [unit] = someUnits(1) as [Unit];
  const title = await name(store, unit, '威海市劳动关系和谐企业');
  await until('the event was tried', async () => (await attemptsAt([unit])).length > 0);
  await cancel(store, title);
  await bad.turn(BAD, 'none');
  await sound();
  const { [unit.code]: held } = await bad.stateOf(BAD);
  expect(held?.arrivals.map(({ unitSeq }) => unitSeq)).toEqual([2]);
  expect(held?.flags).toMatchObject([{ kind: 'DESIGNATION', subject: title, state: 'WITHDRAWN' }]);
});

test('a recall while nobody knows whether the event was taken: the recall comes after it, and is confirmed', async () => {
  await bad.turn(BAD, 'drop');
  const [unit] = someUnits(1) as [Unit];
  const title = await name(store, unit, '威海市劳动关系和谐企业');
  await until('the event is there', async () => unit.code in (await bad.stateOf(BAD)));
  await cancel(store, title);
  await bad.turn(BAD, 'none');
  await sound();
  const { [unit.code]: held } = await bad.stateOf(BAD);
  expect(held?.arrivals.filter(({ result }) => result === 'APPLIED').map(({ unitSeq }) => unitSeq)).toEqual([
    1, 2,
  ]);
  expect(held?.flags).toMatchObject([{ subject: title, state: 'WITHDRAWN' }]);
  expect(await worker.end('SIGTERM')).toMatchObject({ code: 0 });
});
