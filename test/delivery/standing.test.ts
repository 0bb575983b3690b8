/** Promise: a recipient that comes later, or is granted more, ends with the same standing as one that was there from the start. */

import { sendStandings } from '../../src/delivery/runs/send-standings';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { sendStanding } from '../../src/delivery/steps/send-standing';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { type Receiver, startReceiver } from './receiver';
import { appendNow, type Change, expectSound, KEY, makeUnit, recipient, registerAll } from './world';

let database: TestDatabase;
let store: Store;
const receivers = new Map<string, Receiver>();

beforeEach(async () => {
  database = await freshDatabase();
  store = await database.store();
});
afterEach(async () => {
  await expectSound(store);
  expect(await brokenInvariants(store)).toEqual([]);
  await Promise.all([...receivers.values()].map((receiver) => receiver.stop()));
  receivers.clear();
  await database.close();
});

/** Adds recipients to those that are there. */
async function register(...recipients: ReturnType<typeof recipient>[]): Promise<void> {
  for (const one of recipients) {
    const receiver = receivers.get(one.id) ?? (await startReceiver());
    receivers.set(one.id, receiver);
    // Data that names one recipient alone would end the grants of the others.
    const granted = await query<{ id: string }>(store, 'select id from recipient where id <> $1', [one.id]);
    await query(store, `update recipient_grant set until_on = '2099-12-31'`);
    await registerAll(store, [one], receiver.url);
    await query(store, `update recipient_grant set until_on = '2099-12-31' where recipient_id = any($1)`, [
      granted.map(({ id }) => id),
    ]);
  }
}

async function sendAll(): Promise<void> {
  for (const recipientId of receivers.keys()) {
    const report = await sendToRecipient(store, { recipientId, worker: 'w', key: KEY });
    expect(report.waiting).toBe(0);
  }
}

const heldBy = (id: string): Record<string, unknown> =>
  Object.fromEntries(
    [...(receivers.get(id)?.held ?? [])].map(([unit, subjects]) => [
      unit,
      Object.fromEntries([...subjects].filter(([, state]) => state === 'ACTIVE').sort()),
    ]),
  );

const inForce = (id: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(heldBy(id)).filter(([, flags]) => Object.keys(flags as object).length > 0),
  );

const HISTORIES: readonly Omit<Change, 'unitId'>[][] = [
  [{}],
  [{}, { version: 2 }],
  [{}, { state: 'WITHDRAWN', version: 2 }],
  [{}, { state: 'WITHDRAWN', version: 2 }, { version: 3 }],
  [{ subject: 'a' }, { subject: 'b' }, { subject: 'a', version: 2 }],
  [{ kind: 'JOINT_SANCTION', subject: 's' }],
  [{ subject: 'a' }, { kind: 'JOINT_SANCTION', subject: 's' }],
];

async function history(): Promise<{ id: string; code: string }[]> {
  const units = [];
  for (let i = 0; i < 28; i++) {
    const unit = await makeUnit(store);
    units.push(unit);
    for (const change of HISTORIES[i % HISTORIES.length] ?? []) {
      await appendNow(store, { unitId: unit.id, ...change });
    }
  }
  return units;
}

const deliveriesTo = (id: string) =>
  query<{ type: string }>(
    store,
    'select e.type from delivery d join event e on e.id = d.event_id where d.recipient_id = $1',
    [id],
  );

test('registered late, broken off and begun again, with changes in between: the same standing, each thing once', async () => {
  await register(recipient('early'));
  const units = await history();
  await sendAll();
  await register(recipient('late'));
  expect(await deliveriesTo('late')).toEqual([]);
  // A change before its standing was sent puts the recipient ahead of what it was not sent yet.
  const [, , , , two, , both] = units;
  await appendNow(store, { unitId: two?.id ?? '', subject: 'c' });
  await appendNow(store, { unitId: both?.id ?? '', subject: 'c' });
  await sendAll();
  const half = await transaction(store, (tx) =>
    sendStanding(tx, { recipientId: 'late', after: '0', limit: 5 }),
  );
  expect(half.events).toBeGreaterThan(0);
  expect(await sendStandings(store, { recipientId: 'late', unitsAtOnce: 3 })).toBeGreaterThan(0);
  await sendAll();
  expect(inForce('late')).toEqual(inForce('early'));
  expect(Object.keys(inForce('late'))).toHaveLength(24);
  // Of what was withdrawn before it came it hears nothing.
  expect((await deliveriesTo('late')).filter(({ type }) => type === 'flag.withdrawn')).toEqual([]);
  const before = await deliveriesTo('late');
  expect(await sendStandings(store, { recipientId: null })).toBe(0);
  expect(await deliveriesTo('late')).toHaveLength(before.length);
  // What is withdrawn afterwards is recalled from both, however each came to it.
  for (const unit of units) {
    await appendNow(store, { unitId: unit.id, subject: 'a', state: 'WITHDRAWN', version: 9 });
  }
  await sendAll();
  expect(inForce('late')).toEqual(inForce('early'));
});

test('one that is granted a kind later is brought up to date in it, and gets nothing else', async () => {
  await register(recipient('early'), recipient('later', ['DESIGNATION']));
  await history();
  await sendAll();
  expect(await sendStandings(store, { recipientId: null })).toBe(0);
  await register(recipient('later'));
  expect(await sendStandings(store, { recipientId: 'later' })).toBe(8);
  await sendAll();
  expect(inForce('later')).toEqual(inForce('early'));
});

test('a third one is not sent again what was restated for the second', async () => {
  await register(recipient('early'));
  const units = await history();
  await register(recipient('second'));
  for (const unit of units) {
    await appendNow(store, { unitId: unit.id, subject: 'later' });
  }
  await sendStandings(store, { recipientId: null });
  await register(recipient('third'));
  await sendStandings(store, { recipientId: null });
  await sendAll();
  expect(inForce('third')).toEqual(inForce('early'));
  expect(inForce('second')).toEqual(inForce('early'));
  expect(await sendStandings(store, { recipientId: null })).toBe(0);
});

test('spared because its grant had ended, and granted again: it is sent what holds', async () => {
  await register(recipient('early'), recipient('back'));
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id });
  await query(store, `update recipient_grant set until_on = '2025-01-01' where recipient_id = 'back'`);
  await sendAll();
  expect(inForce('back')).toEqual({});
  expect(await sendStandings(store, { recipientId: 'back' })).toBe(0);
  await register(recipient('back'));
  expect(await sendStandings(store, { recipientId: 'back' })).toBe(1);
  await sendAll();
  expect(inForce('back')).toEqual(inForce('early'));
});

test('two at once queue everything once', async () => {
  await register(recipient('early'));
  await history();
  await register(recipient('late'));
  const twice = await Promise.all(
    [1, 2].map((unitsAtOnce) => sendStandings(store, { recipientId: 'late', unitsAtOnce })),
  );
  expect(twice.reduce((sum, one) => sum + one, 0)).toBe((await deliveriesTo('late')).length);
  await sendAll();
  expect(inForce('late')).toEqual(inForce('early'));
});

test('a new grant leaves word for the job, the same data again does not', async () => {
  await register(recipient('late'));
  await register(recipient('late'));
  const granted = () => query(store, `select key from outbox where topic = 'RecipientGranted'`);
  expect(await granted()).toEqual([{ key: { recipientId: 'late' } }]);
});
