/** Senders that die or come back late: nothing is lost, nothing is moved twice. */
import { recipientsWithDueLanes } from '../../src/delivery/reads';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { claimLanes } from '../../src/delivery/steps/claim-lanes';
import { transaction } from '../../src/store/transaction';
import { oneRecipient, R } from './one-recipient';
import { appendNow, KEY, laneOf, makeUnit, passTime } from './world';

const hub = oneRecipient();

describe('a sender that dies', () => {
  test('between intent and answer: after its lease another one sends; unknown, then confirmed once', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id });
    const claim = await transaction(hub.store, (tx) =>
      claimLanes(tx, { recipientId: R, worker: 'dead', limit: 10 }),
    );
    expect(claim?.sendings).toHaveLength(1);
    expect(await hub.send()).toMatchObject({ sent: 0, waiting: 1 });
    expect((await laneOf(hub.store, R, unit.id))?.wait).toBeGreaterThan(40);
    await passTime(hub.store);
    expect(await recipientsWithDueLanes(hub.store)).toMatchObject([{ recipientId: R }]);
    await hub.send();
    expect(hub.seen(unit)).toEqual([1]);
    expect(await hub.of(unit)).toMatchObject([{ outcomes: ['UNKNOWN', 'DELIVERED'], confirmed: true }]);
  });

  test('and comes back late: it moves no lane that another one has taken over', async () => {
    const unit = await makeUnit(hub.store);
    await appendNow(hub.store, { unitId: unit.id, subject: 'a' });
    await appendNow(hub.store, { unitId: unit.id, subject: 'b' });
    let calls = 0;
    const stalled = {
      ...hub.transport,
      post: async (request: Parameters<typeof hub.transport.post>[0]) => {
        calls += 1;
        if (calls === 1) {
          // The lease runs out while the request is on its way; the second sender does all there is to do.
          await passTime(hub.store);
          await hub.send();
        }
        return hub.transport.post(request);
      },
    };
    await sendToRecipient(hub.store, { recipientId: R, worker: 'slow', key: KEY, transport: stalled });
    expect(await laneOf(hub.store, R, unit.id)).toMatchObject({
      state: 'IDLE',
      head_seq: '2',
      tail_seq: '2',
    });
    expect(hub.seen(unit)).toEqual([1, 2, 1]);
    expect(await hub.of(unit)).toMatchObject([{ confirmed: true }, { confirmed: true }]);
    expect(hub.holds(unit, 'b')).toBe('ACTIVE');
  });
});
