/** A withdrawal is a delivery of its own: whatever became of the original, it goes out and stays open until confirmed. */
import { openRecalls } from '../../src/delivery/reads';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { recordReceipt } from '../../src/delivery/steps/record-receipt';
import { retryDelivery } from '../../src/delivery/steps/retry-delivery';
import { transaction } from '../../src/store/transaction';
import { oneRecipient, R } from './one-recipient';
import { actor, appendNow, laneOf, makeUnit, passTime } from './world';

const hub = oneRecipient();

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
      { outcomes, closed: 'WITHDRAWN_BEFORE_ACCEPTANCE' },
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
    await sendToRecipient(hub.store, { recipientId: R, worker: 'w1', transport: slow });
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
      documentOn: '2026-01-05',
      note: '',
      actor,
    };
    expect(await transaction(hub.store, (tx) => recordReceipt(tx, command))).toMatchObject({ ok: true });
    expect(await cases(unit)).toEqual([]);
    const twice = await transaction(hub.store, (tx) => recordReceipt(tx, command));
    expect(twice).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  });
});
