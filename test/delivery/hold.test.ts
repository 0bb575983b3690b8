/** What is held, closed or paused: never skipped, never lost, and moved on by an officer or a paper. */
import { recipientsWithDueLanes } from '../../src/delivery/reads';
import { recordReceipt } from '../../src/delivery/steps/record-receipt';
import { releaseLanes } from '../../src/delivery/steps/release-lanes';
import { retryDelivery } from '../../src/delivery/steps/retry-delivery';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { fixedClock } from '../../src/kernel/clock';
import { query, transaction } from '../../src/store/transaction';
import { oneRecipient, R } from './one-recipient';
import { SECRET } from './receiver';
import { actor, appendNow, KEY, laneOf, makeUnit, passTime } from './world';

const hub = oneRecipient();

test('a refused event holds its lane, is never skipped, and goes out when an officer releases it', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id, subject: 'a' });
  await appendNow(hub.store, { unitId: unit.id, subject: 'b' });
  hub.receiver.answer = () => 400;
  await hub.send();
  expect(await laneOf(hub.store, R, unit.id)).toMatchObject({ state: 'HELD', wait: null });
  hub.receiver.answer = () => 200;
  await passTime(hub.store);
  expect(await hub.send()).toMatchObject({ sent: 0, waiting: 1 });
  const deliveryId = await hub.idOf(unit, 1);
  const released = await transaction(hub.store, (tx) =>
    retryDelivery(tx, { deliveryId, reason: '对方已修复', actor }),
  );
  expect(released).toMatchObject({ ok: true });
  expect(await hub.send()).toMatchObject({ sent: 2, confirmed: 2, waiting: 0 });
  expect(hub.seen(unit)).toEqual([1, 1, 2]);
  const again = await transaction(hub.store, (tx) => retryDelivery(tx, { deliveryId, reason: '', actor }));
  expect(again).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  const audit = await query(
    hub.store,
    `select detail->>'was' as was from audit_entry where action = 'delivery.retry'`,
  );
  expect(audit).toEqual([{ was: 'HELD' }]);
});

test('after seven days of failing an event is held, a withdrawal is tried on', async () => {
  const [granted, withdrawn] = [await makeUnit(hub.store), await makeUnit(hub.store)];
  await appendNow(hub.store, { unitId: granted.id });
  await appendNow(hub.store, { unitId: withdrawn.id });
  hub.receiver.answer = ({ unit }) => (unit === withdrawn.code ? 200 : 503);
  await hub.send();
  await appendNow(hub.store, { unitId: withdrawn.id, state: 'WITHDRAWN' });
  hub.receiver.answer = () => 503;
  await hub.send();
  await query(
    hub.store,
    `update lane set failing_since = now() - interval '7 days 1 minute' where failing_since is not null`,
  );
  await passTime(hub.store);
  await hub.send();
  expect(await laneOf(hub.store, R, granted.id)).toMatchObject({ state: 'HELD' });
  expect(await laneOf(hub.store, R, withdrawn.id)).toMatchObject({ state: 'BACKOFF' });
  hub.receiver.answer = () => 200;
  await passTime(hub.store);
  await hub.send();
  expect(hub.holds(withdrawn)).toBe('WITHDRAWN');
});

test('a receipt on paper for a waiting delivery ends its retries', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id, subject: 'a' });
  await appendNow(hub.store, { unitId: unit.id, subject: 'b' });
  hub.receiver.answer = () => 503;
  await hub.send();
  const deliveryId = await hub.idOf(unit, 1);
  await transaction(hub.store, (tx) =>
    recordReceipt(tx, { deliveryId, documentNo: '回执1', documentOn: tx.today, note: '', actor }),
  );
  hub.receiver.answer = () => 200;
  await hub.send();
  expect(hub.seen(unit)).toEqual([1, 2]);
  expect(await hub.of(unit)).toMatchObject([{ confirmed: true }, { confirmed: true }]);
});

test('a paper is as old as the delivery by the days of Shanghai', async () => {
  const unit = await makeUnit(hub.store);
  // Past midnight there, not yet in UTC.
  const store = { ...hub.store, clock: fixedClock('2026-01-06T17:00:00Z') };
  await appendNow(store, { unitId: unit.id });
  const deliveryId = await hub.idOf(unit, 1);
  const enter = (documentOn: string) =>
    transaction(store, (tx) =>
      recordReceipt(tx, { deliveryId, documentNo: '回执1', documentOn, note: '', actor }),
    );
  expect(await enter('2026-01-06')).toMatchObject({ ok: false, failure: { code: 'INVALID_INPUT' } });
  expect(await enter('2026-01-07')).toMatchObject({ ok: true });
});

test('what waited until its grant ended is not sent any more', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  await query(hub.store, `update recipient_grant set until_on = '2025-01-01' where recipient_id = $1`, [R]);
  try {
    await hub.send();
    expect(hub.arrived(unit)).toEqual([]);
    expect(await hub.of(unit)).toMatchObject([{ closed: 'GRANT_ENDED', outcomes: [] }]);
    // Never attempted: its recall would tell the recipient what it must not know.
    const { recipients } = await appendNow(hub.store, { unitId: unit.id, state: 'WITHDRAWN' });
    expect(recipients).toEqual([]);
  } finally {
    await query(hub.store, `update recipient_grant set until_on = '2099-12-31' where recipient_id = $1`, [R]);
  }
});

test('a paused recipient is sent nothing, loses nothing, and catches up', async () => {
  const unit = await makeUnit(hub.store);
  await query(hub.store, `update recipient set state = 'PAUSED' where id = $1`, [R]);
  await appendNow(hub.store, { unitId: unit.id });
  expect(await recipientsWithDueLanes(hub.store)).toEqual([]);
  expect(await hub.send()).toMatchObject({ sent: 0, waiting: 1 });
  await query(hub.store, `update recipient set state = 'OPEN' where id = $1`, [R]);
  expect(await recipientsWithDueLanes(hub.store)).toMatchObject([{ recipientId: R, lanes: 1 }]);
  expect(await hub.send()).toMatchObject({ sent: 1 });
});

test('what an officer reads says in Chinese what is wrong, and names no id; a person’s number is not taken', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  hub.receiver.answer = () => 503;
  await hub.send();
  const deliveryId = await hub.idOf(unit, 1);
  const nobody = '0192f7a0-0000-7000-8000-000000000000';
  const paper = { documentNo: '回执1', documentOn: '2026-01-05', note: '', actor };
  const retry = (id: string, reason = '') =>
    transaction(hub.store, (tx) => retryDelivery(tx, { deliveryId: id, reason, actor }));
  const enter = (change: object) =>
    transaction(hub.store, (tx) => recordReceipt(tx, { deliveryId, ...paper, ...change }));
  const refusals = [
    await retry(nobody),
    await retry(deliveryId, '联系人 371002199001010018'),
    await enter({ deliveryId: nobody }),
    await enter({ documentNo: ' ' }),
    await enter({ documentOn: '2999-01-01' }),
    // Older than what it is to confirm.
    await enter({ documentOn: '2026-01-04' }),
    await enter({ note: '经办 13863112345' }),
  ];
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/^\p{Script=Han}|^“/u) },
    });
    expect(JSON.stringify(refusal)).not.toContain(nobody);
  }
  expect(await hub.of(unit)).toMatchObject([{ confirmed: false }]);
});

test.each([
  503, 429, 401, 404,
])('a recipient that answers %d to everything is asked a few times, not once per lane', async (status) => {
  const units = await Promise.all(Array.from({ length: 60 }, () => makeUnit(hub.store)));
  for (const unit of units) {
    await appendNow(hub.store, { unitId: unit.id });
  }
  hub.receiver.answer = () => status;
  expect(await hub.send()).toMatchObject({ sent: 0, waiting: 60 });
  expect(hub.receiver.arrivals.length).toBeLessThanOrEqual(16);
  hub.receiver.answer = () => 200;
  await passTime(hub.store);
  const actorOf = { recipientId: R, actor };
  expect(await transaction(hub.store, (tx) => releaseLanes(tx, actorOf))).toMatchObject({ ok: true });
  expect(await hub.send()).toMatchObject({ sent: 60, confirmed: 60, waiting: 0 });
});

test('one unit that is refused, or fails, keeps nobody else waiting', async () => {
  const units = await Promise.all(Array.from({ length: 60 }, () => makeUnit(hub.store)));
  for (const unit of units) {
    await appendNow(hub.store, { unitId: unit.id });
  }
  const [bad, worse] = units;
  hub.receiver.answer = ({ unit }) => (unit === bad?.code ? 500 : unit === worse?.code ? 400 : 200);
  expect(await hub.send()).toMatchObject({ sent: 58, confirmed: 58, waiting: 2 });
});

test('a new secret releases what was refused under the old one; the audit says how much', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  const enter = (previousSecret?: string) =>
    transaction(hub.store, (tx) =>
      setEndpoint(tx, {
        recipientId: R,
        url: hub.receiver.url,
        secret: SECRET,
        ...(previousSecret === undefined ? {} : { previousSecret }),
        key: KEY,
        plainHttp: true,
        actor,
      }),
    );
  hub.receiver.answer = () => 401;
  await hub.send();
  expect(await laneOf(hub.store, R, unit.id)).toMatchObject({ state: 'HELD' });
  await enter();
  expect(await laneOf(hub.store, R, unit.id)).toMatchObject({ state: 'HELD' });
  await enter(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  hub.receiver.answer = () => 200;
  expect(await hub.send()).toMatchObject({ sent: 1, confirmed: 1, waiting: 0 });
  await enter();
  const audit = await query(
    hub.store,
    `select detail->'released' as released from audit_entry where action = 'recipient.endpoint' order by seq`,
  );
  expect(audit).toEqual([{ released: 0 }, { released: 1 }, { released: 0 }]);
});
