/** A withdrawal is a delivery of its own: whatever became of the original, it goes out and stays open until confirmed. */
import { escalatedRecalls, openRecalls } from '../../src/delivery/reads';
import { ASK_WAITS, RETRY_WAITS } from '../../src/delivery/retry';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { recordReceipt } from '../../src/delivery/steps/record-receipt';
import { retryDelivery } from '../../src/delivery/steps/retry-delivery';
import { dateInShanghai, fixedClock } from '../../src/kernel/clock';
import { transaction } from '../../src/store/transaction';
import { oneRecipient, R } from './one-recipient';
import { actor, appendNow, KEY, laneOf, makeUnit, passTime } from './world';

const hub = oneRecipient();
const LONGEST = Math.max(...RETRY_WAITS);

describe('withdrawal', () => {
  const cases = async (unit: { id: string }) => openRecalls(hub.store, { unitIds: [unit.id], limit: 10 });
  const withdraw = (unit: { id: string }) =>
    appendNow(hub.store, { unitId: unit.id, state: 'WITHDRAWN', version: 2 });

  test.each([
    ['in retry', 500, ['RETRY']],
    ['unknown', 'late', ['UNKNOWN']],
    ['held', 400, ['REJECTED']],
  ] as const)('while the original is %s: only the recall goes out, and its case closes by receipt', async (_name, answer, outcomes) => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    hub.receiver.answer = () => answer;
    await hub.send();
    await withdraw(unit);
    expect(await cases(unit)).toMatchObject([{ recipientId: R, state: 'WAITING', attempts: 0 }]);
    hub.receiver.answer = () => 200;
    await passTime(hub.store);
    await hub.send();
    expect(hub.seen(unit)).toEqual([1, 2]);
    expect(await hub.of(unit)).toMatchObject([
      { outcomes, closed: 'WITHDRAWN_BEFORE_CONFIRMATION' },
      { outcomes: ['DELIVERED'], confirmed: true },
    ]);
    expect(await cases(unit)).toEqual([]);
  });

  test('before the original was ever sent: the recipient gets the recall alone', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    await withdraw(unit);
    await hub.send();
    expect(hub.arrived(unit).map(({ type }) => type)).toEqual(['flag.withdrawn']);
    expect(await cases(unit)).toEqual([]);
  });

  test('appended while the original is being refused: the lane does not stay held', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    let refused = false;
    hub.receiver.answer = () => {
      if (refused) {
        return 200;
      }
      refused = true;
      return 400;
    };
    const slow = {
      ...hub.transport,
      post: async (request: Parameters<typeof hub.transport.post>[0]) => {
        const result = await hub.transport.post(request);
        if (result.kind === 'ANSWERED' && result.status === 400) {
          await withdraw(unit);
        }
        return result;
      },
    };
    await sendToRecipient(hub.store, { recipientId: R, worker: 'w1', key: KEY, transport: slow });
    expect(hub.arrived(unit).map(({ type }) => type)).toEqual(['flag.applied', 'flag.withdrawn']);
    expect(await laneOf(hub.store, R, unit.id)).toMatchObject({ state: 'IDLE' });
  });

  test('behind a held event of another subject it waits, and its case says that it is blocked', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id, subject: 'a' });
    await hub.send();
    await appendNow(hub.store, { unitId: unit.id, subject: 'b' });
    hub.receiver.answer = () => 400;
    await hub.send();
    await withdraw(unit);
    expect(await cases(unit)).toMatchObject([{ state: 'BLOCKED' }]);
    hub.receiver.answer = () => 200;
    const deliveryId = await hub.idOf(unit, 2);
    await transaction(hub.store, (tx) => retryDelivery(tx, { deliveryId, reason: '', actor }));
    await hub.send();
    expect(hub.seen(unit)).toEqual([1, 2, 2, 3]);
    expect(await cases(unit)).toEqual([]);
  });

  test.each([
    'no-receipt',
    'forged-receipt',
    'odd-receipt',
  ] as const)('answered 2xx with %s: asked again by the table for as long as it takes, and nothing overtakes it', async (answer) => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    await hub.send();
    await withdraw(unit);
    await appendNow(hub.store, { unitId: unit.id, subject: 'b' });
    hub.receiver.answer = ({ unitSeq }) => (unitSeq === 2 ? answer : 200);
    for (const due of [...ASK_WAITS, 86_400, 86_400]) {
      expect(await hub.send()).toMatchObject({ sent: 1, confirmed: 0 });
      const wait = (await laneOf(hub.store, R, unit.id))?.wait ?? 0;
      expect(wait).toBeGreaterThan(due * 0.79);
      expect(wait).toBeLessThan(due * 1.21);
      expect(await cases(unit)).toMatchObject([{ state: 'UNCONFIRMED' }]);
      expect(await hub.send()).toMatchObject({ sent: 0 });
      await passTime(hub.store);
    }
    const ids = hub.arrived(unit).map(({ eventId, unitSeq }) => `${unitSeq} ${eventId}`);
    expect(new Set(ids.slice(1)).size).toBe(1);
    hub.receiver.answer = () => 200;
    await hub.send();
    expect(await cases(unit)).toEqual([]);
    expect(hub.seen(unit).slice(-2)).toEqual([2, 3]);
  });

  test.each([
    302, 400, 401, 404, 410,
  ])('answered %d: it is not held but sent again, seldom and for as long as it takes', async (refusal) => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    await hub.send();
    await withdraw(unit);
    hub.receiver.answer = () => refusal;
    for (let failures = 1; failures <= 3; failures++) {
      await hub.send();
      const lane = await laneOf(hub.store, R, unit.id);
      expect(lane).toMatchObject({ state: 'BACKOFF', failures });
      expect(lane?.wait ?? 0).toBeGreaterThan(LONGEST * 0.79);
      expect(lane?.wait ?? 0).toBeLessThan(LONGEST * 1.21);
      expect(await cases(unit)).toMatchObject([{ state: 'WAITING', lastError: `HTTP ${refusal}` }]);
      await passTime(hub.store);
    }
    hub.receiver.answer = () => 200;
    await hub.send();
    expect(hub.seen(unit)).toEqual([1, 2, 2, 2, 2]);
    expect(await cases(unit)).toEqual([]);
  });

  test('unconfirmed for a day it is a matter for a person, not before', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    await hub.send();
    hub.receiver.answer = () => 'no-receipt';
    const hoursAgo = (hours: number) => ({
      ...hub.store,
      clock: fixedClock(new Date(Date.now() - hours * 3_600_000)),
    });
    await appendNow(hoursAgo(23), { unitId: unit.id, state: 'WITHDRAWN', version: 2 });
    await hub.send();
    expect(await cases(unit)).toMatchObject([{ escalated: false }]);
    expect(await escalatedRecalls(hub.store)).toEqual([]);
    const other = await makeUnit(hub.store);
    hub.receiver.answer = () => 200;
    await appendNow(hub.store, { unitId: other.id });
    await hub.send();
    hub.receiver.answer = () => 'no-receipt';
    await appendNow(hoursAgo(25), { unitId: other.id, state: 'WITHDRAWN', version: 2 });
    await hub.send();
    expect(await cases(other)).toMatchObject([{ escalated: true }]);
    expect(await escalatedRecalls(hub.store)).toMatchObject([{ recipientId: R, recalls: 1 }]);
  });

  test('while a receipt for the original is still asked for: it goes out at once, the original no more', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    hub.receiver.answer = () => 'no-receipt';
    await hub.send();
    hub.receiver.answer = () => 200;
    await withdraw(unit);
    await hub.send();
    expect(hub.seen(unit)).toEqual([1, 2]);
    expect(await cases(unit)).toEqual([]);
  });

  test('while the recipient asks for time: it waits as long as it was asked', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    hub.receiver.answer = () => 429;
    await hub.send();
    const before = (await laneOf(hub.store, R, unit.id))?.wait ?? 0;
    expect(before).toBeGreaterThan(2);
    await withdraw(unit);
    expect(await laneOf(hub.store, R, unit.id)).toMatchObject({ state: 'BACKOFF', failures: 1 });
    expect(await hub.send()).toMatchObject({ sent: 0 });
  });

  test('taken without receipt: its case stays open until an officer enters the document', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    await hub.send();
    await withdraw(unit);
    hub.receiver.answer = () => 'no-receipt';
    await hub.send();
    expect(await cases(unit)).toMatchObject([{ state: 'UNCONFIRMED', attempts: 1 }]);
    const command = {
      deliveryId: await hub.idOf(unit, 2),
      documentNo: '威建函〔2026〕8号',
      documentOn: dateInShanghai(hub.store.clock.now()),
      note: '',
      actor,
    };
    expect(await transaction(hub.store, (tx) => recordReceipt(tx, command))).toMatchObject({ ok: true });
    expect(await cases(unit)).toEqual([]);
    const twice = await transaction(hub.store, (tx) => recordReceipt(tx, command));
    expect(twice).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  });
});
