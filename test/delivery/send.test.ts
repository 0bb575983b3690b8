/** Sending over real HTTP: order per unit, every fault of a recipient, recalls, and confirmation by receipt alone. */
import { oldestUndelivered, openRecalls, recipientsWithDueLanes } from '../../src/delivery/reads';
import { httpTransport } from '../../src/delivery/runs/http-transport';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { claimLanes } from '../../src/delivery/steps/claim-lanes';
import { recordReceipt } from '../../src/delivery/steps/record-receipt';
import { retryDelivery } from '../../src/delivery/steps/retry-delivery';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { type Receiver, startReceiver } from './receiver';
import {
  actor,
  appendNow,
  deliveriesOf,
  expectSound,
  laneOf,
  makeUnit,
  passTime,
  recipient,
  registerAll,
} from './world';

const R = 'housing';
let database: TestDatabase;
let store: Store;
let receiver: Receiver;
const transport = httpTransport();

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  receiver = await startReceiver();
  await registerAll(store, [recipient(R)], receiver.url);
});
beforeEach(() => {
  receiver.answer = () => 200;
  receiver.arrivals.length = 0;
});
afterEach(async () => {
  await expectSound(store);
  // Each test begins with nothing under way.
  receiver.answer = () => 200;
  await query(store, `update recipient set state = 'OPEN'`);
  await query(store, `update lane set state = 'READY', ready_at = now() where state = 'HELD'`);
  await passTime(store);
  expect((await send()).waiting).toBe(0);
});
afterAll(async () => {
  await transport.close();
  await receiver.stop();
  await database.close();
});

const send = () => sendToRecipient(store, { recipientId: R, worker: 'w1', transport });
const of = (unit: { id: string }) => deliveriesOf(store, R, unit.id);
const idOf = async (unit: { id: string }, laneSeq: number) =>
  (
    await query<{ id: string }>(
      store,
      'select id from delivery where recipient_id = $1 and unit_id = $2 and lane_seq = $3',
      [R, unit.id, laneSeq],
    )
  )[0]?.id ?? '';
const arrived = (unit: { code: string }) => receiver.arrivals.filter((arrival) => arrival.unit === unit.code);
const seen = (unit: { code: string }) => arrived(unit).map(({ unitSeq }) => unitSeq);
const holds = (unit: { code: string }, subject = 'a') =>
  receiver.held.get(unit.code)?.get(`DESIGNATION ${subject}`);

test('events of a unit arrive in order, are confirmed by receipt, and the lane comes to rest', async () => {
  const unit = await makeUnit(store);
  for (const subject of ['a', 'b', 'c']) {
    await appendNow(store, { unitId: unit.id, subject });
  }
  expect(await send()).toEqual({ sent: 3, confirmed: 3, waiting: 0 });
  expect(seen(unit)).toEqual([1, 2, 3]);
  expect(
    (await of(unit)).every(({ confirmed, outcomes }) => confirmed && outcomes.join() === 'DELIVERED'),
  ).toBe(true);
  expect(await laneOf(store, R, unit.id)).toMatchObject({
    state: 'IDLE',
    head_seq: '3',
    tail_seq: '3',
    wait: null,
  });
});

test('the bytes sent are the bytes stored, to the last one', async () => {
  const unit = await makeUnit(store, '威海“特殊”\\公司 ');
  const { eventId } = await appendNow(store, { unitId: unit.id });
  await send();
  const [body] = await query<{ bytes: Buffer; same: boolean }>(
    store,
    'select bytes, digest = sha256(bytes) as same from event_body where event_id = $1',
    [eventId],
  );
  expect(arrived(unit)[0]?.body).toBe(body?.bytes.toString('utf8'));
  expect(body?.same).toBe(true);
});

test('a retry of one event holds back the later ones of its unit and of no other', async () => {
  const [slow, quick] = [await makeUnit(store), await makeUnit(store)];
  await appendNow(store, { unitId: slow.id, subject: 'a' });
  await appendNow(store, { unitId: slow.id, subject: 'b' });
  await appendNow(store, { unitId: quick.id, subject: 'a' });
  receiver.answer = ({ unit }) => (unit === slow.code ? 500 : 200);
  expect(await send()).toMatchObject({ sent: 1, waiting: 1 });
  expect(seen(slow)).toEqual([1]);
  const lane = await laneOf(store, R, slow.id);
  expect(lane).toMatchObject({ state: 'BACKOFF', failures: 1 });
  expect(lane?.wait).toBeGreaterThan(3);
  expect(lane?.wait).toBeLessThan(7);
  receiver.answer = () => 200;
  await passTime(store);
  await send();
  expect(seen(slow)).toEqual([1, 1, 2]);
  expect((await of(slow)).map(({ outcomes }) => outcomes)).toEqual([['RETRY', 'DELIVERED'], ['DELIVERED']]);
});

test('a new event neither cuts a wait short nor takes a lane from its sender', async () => {
  const [waiting, leased] = [await makeUnit(store), await makeUnit(store)];
  await appendNow(store, { unitId: waiting.id, subject: 'a' });
  receiver.answer = () => 503;
  await send();
  await appendNow(store, { unitId: leased.id, subject: 'a' });
  await transaction(store, (tx) => claimLanes(tx, { recipientId: R, worker: 'w2', limit: 10 }));
  await appendNow(store, { unitId: waiting.id, subject: 'b' });
  await appendNow(store, { unitId: leased.id, subject: 'b' });
  receiver.answer = () => 200;
  expect(await send()).toMatchObject({ sent: 0, waiting: 2 });
  expect(seen(leased)).toEqual([]);
});

test('taken, but the connection broke: unknown, sent again under the same id, applied once', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id });
  receiver.answer = () => 'late';
  await send();
  expect(await of(unit)).toMatchObject([{ outcomes: ['UNKNOWN'], confirmed: false }]);
  receiver.answer = () => 200;
  await passTime(store);
  await send();
  expect(new Set(arrived(unit).map(({ eventId }) => eventId)).size).toBe(1);
  expect(await of(unit)).toMatchObject([{ outcomes: ['UNKNOWN', 'DELIVERED'], confirmed: true }]);
  const [receipt] = await query<{ state: string }>(
    store,
    'select r.state from receipt r join delivery d on d.id = r.delivery_id where d.unit_id = $1',
    [unit.id],
  );
  expect(receipt?.state).toBe('ALREADY');
});

test('a recipient that is down costs nothing but time; nothing is attempted once per lane', async () => {
  const units = await Promise.all(Array.from({ length: 40 }, () => makeUnit(store)));
  for (const unit of units) {
    await appendNow(store, { unitId: unit.id });
  }
  await receiver.stop();
  expect(await send()).toMatchObject({ sent: 0, waiting: 40 });
  const [attempts] = await query<{ n: number }>(
    store,
    `select count(*)::int as n from attempt a join delivery d on d.id = a.delivery_id where d.unit_id = any($1)`,
    [units.map(({ id }) => id)],
  );
  expect(attempts?.n).toBeLessThanOrEqual(16);
  expect(await oldestUndelivered(store)).toMatchObject([{ recipientId: R }]);
  await receiver.start();
  await passTime(store);
  expect(await send()).toMatchObject({ sent: 40, confirmed: 40, waiting: 0 });
  for (const unit of units) {
    expect(seen(unit)).toEqual([1]);
  }
});

test('2xx without a receipt, or with a forged one, is accepted, goes on, and stays unconfirmed', async () => {
  for (const answer of ['no-receipt', 'forged-receipt'] as const) {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id });
    receiver.answer = () => answer;
    expect(await send()).toEqual({ sent: 1, confirmed: 0, waiting: 0 });
    expect(await of(unit)).toMatchObject([{ outcomes: ['ACCEPTED'], confirmed: false }]);
  }
});

test('a refused event holds its lane, is never skipped, and goes out when an officer releases it', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id, subject: 'a' });
  await appendNow(store, { unitId: unit.id, subject: 'b' });
  receiver.answer = () => 400;
  await send();
  expect(await laneOf(store, R, unit.id)).toMatchObject({ state: 'HELD', wait: null });
  receiver.answer = () => 200;
  await passTime(store);
  expect(await send()).toMatchObject({ sent: 0, waiting: 1 });
  const deliveryId = await idOf(unit, 1);
  const released = await transaction(store, (tx) =>
    retryDelivery(tx, { deliveryId, reason: '对方已修复', actor }),
  );
  expect(released).toMatchObject({ ok: true });
  expect(await send()).toMatchObject({ sent: 2, confirmed: 2, waiting: 0 });
  expect(seen(unit)).toEqual([1, 1, 2]);
  const again = await transaction(store, (tx) => retryDelivery(tx, { deliveryId, reason: '', actor }));
  expect(again).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  const audit = await query(
    store,
    `select detail->>'was' as was from audit_entry where action = 'delivery.retry'`,
  );
  expect(audit).toEqual([{ was: 'HELD' }]);
});

test('a redirect is not followed', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id });
  receiver.answer = () => 302;
  await send();
  expect(arrived(unit)).toHaveLength(1);
  expect(await laneOf(store, R, unit.id)).toMatchObject({ state: 'HELD' });
});

test('after seven days of failing an event is held, a withdrawal is tried on', async () => {
  const [granted, withdrawn] = [await makeUnit(store), await makeUnit(store)];
  await appendNow(store, { unitId: granted.id });
  await appendNow(store, { unitId: withdrawn.id });
  receiver.answer = ({ unit }) => (unit === withdrawn.code ? 200 : 503);
  await send();
  await appendNow(store, { unitId: withdrawn.id, state: 'WITHDRAWN' });
  receiver.answer = () => 503;
  await send();
  await query(
    store,
    `update lane set failing_since = now() - interval '7 days 1 minute' where failing_since is not null`,
  );
  await passTime(store);
  await send();
  expect(await laneOf(store, R, granted.id)).toMatchObject({ state: 'HELD' });
  expect(await laneOf(store, R, withdrawn.id)).toMatchObject({ state: 'BACKOFF' });
  receiver.answer = () => 200;
  await passTime(store);
  await send();
  expect(holds(withdrawn)).toBe('WITHDRAWN');
});

describe('withdrawal', () => {
  const cases = async (unit: { id: string }) => openRecalls(store, { unitIds: [unit.id], limit: 10 });
  const withdraw = (unit: { id: string }) =>
    appendNow(store, { unitId: unit.id, state: 'WITHDRAWN', version: 2 });

  test.each([
    ['in retry', 500, ['RETRY']],
    ['unknown', 'late', ['UNKNOWN']],
    ['held', 400, ['REJECTED']],
  ] as const)('while the original is %s: only the recall goes out, and its case closes by receipt', async (_name, answer, outcomes) => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id });
    receiver.answer = () => answer;
    await send();
    await withdraw(unit);
    expect(await cases(unit)).toMatchObject([{ recipientId: R, state: 'WAITING', attempts: 0 }]);
    receiver.answer = () => 200;
    await passTime(store);
    await send();
    expect(seen(unit)).toEqual([1, 2]);
    expect(await of(unit)).toMatchObject([
      { outcomes, closed: 'WITHDRAWN_BEFORE_ACCEPTANCE' },
      { outcomes: ['DELIVERED'], confirmed: true },
    ]);
    expect(await cases(unit)).toEqual([]);
  });

  test('before the original was ever sent: the recipient gets the recall alone', async () => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id });
    await withdraw(unit);
    await send();
    expect(arrived(unit).map(({ type }) => type)).toEqual(['flag.withdrawn']);
    expect(await cases(unit)).toEqual([]);
  });

  test('appended while the original is being refused: the lane does not stay held', async () => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id });
    let refused = false;
    receiver.answer = () => {
      if (refused) {
        return 200;
      }
      refused = true;
      return 400;
    };
    const slow = {
      ...transport,
      post: async (request: Parameters<typeof transport.post>[0]) => {
        const result = await transport.post(request);
        if (result.kind === 'ANSWERED' && result.status === 400) {
          await withdraw(unit);
        }
        return result;
      },
    };
    await sendToRecipient(store, { recipientId: R, worker: 'w1', transport: slow });
    expect(arrived(unit).map(({ type }) => type)).toEqual(['flag.applied', 'flag.withdrawn']);
    expect(await laneOf(store, R, unit.id)).toMatchObject({ state: 'IDLE' });
  });

  test('behind a held event of another subject it waits, and its case says that it is blocked', async () => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id, subject: 'a' });
    await send();
    await appendNow(store, { unitId: unit.id, subject: 'b' });
    receiver.answer = () => 400;
    await send();
    await withdraw(unit);
    expect(await cases(unit)).toMatchObject([{ state: 'BLOCKED' }]);
    receiver.answer = () => 200;
    const deliveryId = await idOf(unit, 2);
    await transaction(store, (tx) => retryDelivery(tx, { deliveryId, reason: '', actor }));
    await send();
    expect(seen(unit)).toEqual([1, 2, 2, 3]);
    expect(await cases(unit)).toEqual([]);
  });

  test('taken without receipt: its case stays open until an officer enters the document', async () => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id });
    await send();
    await withdraw(unit);
    receiver.answer = () => 'no-receipt';
    await send();
    expect(await cases(unit)).toMatchObject([{ state: 'UNCONFIRMED', attempts: 1 }]);
    const command = {
      deliveryId: await idOf(unit, 2),
      documentNo: '威建函〔2026〕8号',
      documentOn: '2026-01-05',
      note: '',
      actor,
    };
    expect(await transaction(store, (tx) => recordReceipt(tx, command))).toMatchObject({ ok: true });
    expect(await cases(unit)).toEqual([]);
    const twice = await transaction(store, (tx) => recordReceipt(tx, command));
    expect(twice).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  });
});

test('a receipt on paper for a waiting delivery ends its retries', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id, subject: 'a' });
  await appendNow(store, { unitId: unit.id, subject: 'b' });
  receiver.answer = () => 503;
  await send();
  const deliveryId = await idOf(unit, 1);
  await transaction(store, (tx) =>
    recordReceipt(tx, { deliveryId, documentNo: '回执1', documentOn: '2026-01-05', note: '', actor }),
  );
  receiver.answer = () => 200;
  await send();
  expect(seen(unit)).toEqual([1, 2]);
  expect(await of(unit)).toMatchObject([{ confirmed: true }, { confirmed: true }]);
});

test('what waited until its grant ended is not sent any more', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id });
  await query(store, `update recipient_grant set until_on = '2025-01-01' where recipient_id = $1`, [R]);
  try {
    await send();
    expect(arrived(unit)).toEqual([]);
    expect(await of(unit)).toMatchObject([{ closed: 'GRANT_ENDED', outcomes: [] }]);
    // Never attempted: its recall would tell the recipient what it must not know.
    const { recipients } = await appendNow(store, { unitId: unit.id, state: 'WITHDRAWN' });
    expect(recipients).toEqual([]);
  } finally {
    await query(store, `update recipient_grant set until_on = '2099-12-31' where recipient_id = $1`, [R]);
  }
});

test('a paused recipient is sent nothing, loses nothing, and catches up', async () => {
  const unit = await makeUnit(store);
  await query(store, `update recipient set state = 'PAUSED' where id = $1`, [R]);
  await appendNow(store, { unitId: unit.id });
  expect(await recipientsWithDueLanes(store)).toEqual([]);
  expect(await send()).toMatchObject({ sent: 0, waiting: 1 });
  await query(store, `update recipient set state = 'OPEN' where id = $1`, [R]);
  expect(await recipientsWithDueLanes(store)).toMatchObject([{ recipientId: R, lanes: 1 }]);
  expect(await send()).toMatchObject({ sent: 1 });
});

describe('a sender that dies', () => {
  test('between intent and answer: after its lease another one sends; unknown, then confirmed once', async () => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id });
    const claim = await transaction(store, (tx) =>
      claimLanes(tx, { recipientId: R, worker: 'dead', limit: 10 }),
    );
    expect(claim?.sendings).toHaveLength(1);
    expect(await send()).toMatchObject({ sent: 0, waiting: 1 });
    expect((await laneOf(store, R, unit.id))?.wait).toBeGreaterThan(40);
    await passTime(store);
    expect(await recipientsWithDueLanes(store)).toMatchObject([{ recipientId: R }]);
    await send();
    expect(seen(unit)).toEqual([1]);
    expect(await of(unit)).toMatchObject([{ outcomes: ['UNKNOWN', 'DELIVERED'], confirmed: true }]);
  });

  test('and comes back late: it moves no lane that another one has taken over', async () => {
    const unit = await makeUnit(store);
    await appendNow(store, { unitId: unit.id, subject: 'a' });
    await appendNow(store, { unitId: unit.id, subject: 'b' });
    let calls = 0;
    const stalled = {
      ...transport,
      post: async (request: Parameters<typeof transport.post>[0]) => {
        calls += 1;
        if (calls === 1) {
          // The lease runs out while the request is on its way; the second sender does all there is to do.
          await passTime(store);
          await send();
        }
        return transport.post(request);
      },
    };
    await sendToRecipient(store, { recipientId: R, worker: 'slow', transport: stalled });
    expect(await laneOf(store, R, unit.id)).toMatchObject({ state: 'IDLE', head_seq: '2', tail_seq: '2' });
    expect(seen(unit)).toEqual([1, 2, 1]);
    expect(await of(unit)).toMatchObject([{ confirmed: true }, { confirmed: true }]);
    expect(holds(unit, 'b')).toBe('ACTIVE');
  });
});

test('asked to end, it begins nothing new and gives the rest back, due at once', async () => {
  const units = await Promise.all(Array.from({ length: 12 }, () => makeUnit(store)));
  for (const unit of units) {
    await appendNow(store, { unitId: unit.id });
  }
  const ending = new AbortController();
  receiver.answer = () => {
    ending.abort();
    return 200;
  };
  const report = await sendToRecipient(store, {
    recipientId: R,
    worker: 'w1',
    transport,
    signal: ending.signal,
  });
  expect(report.sent).toBeGreaterThan(0);
  expect(report.sent).toBeLessThan(12);
  receiver.answer = () => 200;
  expect(await send()).toMatchObject({ sent: 12 - report.sent, waiting: 0 });
  for (const unit of units) {
    expect(seen(unit)).toEqual([1]);
  }
});
