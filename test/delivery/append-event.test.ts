/** Events: in commit order per unit without gaps, immutable, and sent only to whom a grant names. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRecipients } from '../../src/delivery/load-recipients';
import { parseRecipients } from '../../src/delivery/recipient';
import { appendEvents } from '../../src/delivery/steps/append-event';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { SAYABLE } from '../../src/flags/flag';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { SECRET } from './receiver';
import { actor, append, appendNow, expectSound, KEY, makeUnit, recipient, registerAll } from './world';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  await registerAll(store, [
    recipient('wide', ['DESIGNATION', 'JOINT_SANCTION'], ['title', 'documentNo']),
    recipient('narrow', ['DESIGNATION'], ['title']),
  ]);
});
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

const seqs = async (unitId: string) =>
  (
    await query<{ unit_seq: string; subject_id: string }>(
      store,
      'select unit_seq, subject_id from event where unit_id = $1 order by unit_seq',
      [unitId],
    )
  ).map((row) => [Number(row.unit_seq), row.subject_id]);

const bodies = (eventId: string) =>
  query<{ recipient_id: string; body: { flag: Record<string, unknown>; supersedes: string | null } }>(
    store,
    `select d.recipient_id, convert_from(b.bytes, 'UTF8')::jsonb as body
     from delivery d join event_body b using (event_id, projection) where d.event_id = $1 order by 1`,
    [eventId],
  );

test('a second writer of a unit waits for the first: numbers follow the order of commits', async () => {
  const unit = await makeUnit(store);
  let firstHolds: () => void = () => undefined;
  const locked = new Promise<void>((resolve) => {
    firstHolds = resolve;
  });
  const slow = transaction(store, async (tx) => {
    await append(tx, { unitId: unit.id, subject: 'slow' });
    firstHolds();
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await locked;
  const fast = appendNow(store, { unitId: unit.id, subject: 'fast' });
  await Promise.all([slow, fast]);
  expect(await seqs(unit.id)).toEqual([
    [1, 'slow'],
    [2, 'fast'],
  ]);
});

test('a rolled back change leaves no event, no delivery, and no gap', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id, subject: 'a' });
  const undone = transaction(store, async (tx) => {
    await append(tx, { unitId: unit.id, subject: 'b' });
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  await appendNow(store, { unitId: unit.id, subject: 'c' });
  expect(await seqs(unit.id)).toEqual([
    [1, 'a'],
    [2, 'c'],
  ]);
});

test('twenty writers of one unit at once: twenty numbers, each once', async () => {
  const unit = await makeUnit(store);
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => appendNow(store, { unitId: unit.id, subject: `s${i}` })),
  );
  expect((await seqs(unit.id)).map(([seq]) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
});

test('several events of one call keep their order, in the stream and in every lane', async () => {
  const [one, other] = [await makeUnit(store), await makeUnit(store)];
  const change = (unitId: string, subjectId: string) => ({
    unitId,
    type: 'flag.applied',
    subjectKind: 'DESIGNATION',
    subjectId,
    withdraws: false,
    state: { kind: 'DESIGNATION', subject: subjectId, version: 1, state: 'ACTIVE' as const },
    cause: 'test',
  });
  const appended = await transaction(store, (tx) =>
    appendEvents(tx, [change(one.id, 'x'), change(other.id, 'x'), change(one.id, 'y'), change(one.id, 'z')]),
  );
  expect(appended.map(({ unitSeq }) => unitSeq)).toEqual(['1', '1', '2', '3']);
  const lane = await query<{ lane_seq: string; subject_id: string }>(
    store,
    `select d.lane_seq, e.subject_id from delivery d join event e on e.id = d.event_id
     where d.recipient_id = 'wide' and d.unit_id = $1 order by d.lane_seq`,
    [one.id],
  );
  expect(lane.map(({ lane_seq, subject_id }) => lane_seq + subject_id)).toEqual(['1x', '2y', '3z']);
});

test('each recipient gets the fields of its grant and no other; without a grant it gets nothing', async () => {
  const unit = await makeUnit(store);
  const { eventId, recipients } = await appendNow(store, { unitId: unit.id });
  expect(recipients.sort()).toEqual(['narrow', 'wide']);
  const [narrow, wide] = await bodies(eventId);
  expect(narrow?.body.flag).toEqual({
    kind: 'DESIGNATION',
    subject: 'a',
    version: 1,
    state: 'ACTIVE',
    title: '和谐企业',
  });
  expect(wide?.body.flag.documentNo).toBe('不共享的字段');
  const sanction = await appendNow(store, { unitId: unit.id, kind: 'JOINT_SANCTION', subject: 'l' });
  expect(sanction.recipients).toEqual(['wide']);
});

test('a withdrawal goes to whoever was sent the flag, and to nobody who was not', async () => {
  const unit = await makeUnit(store);
  const applied = await appendNow(store, { unitId: unit.id });
  const all = [
    recipient('wide', ['JOINT_SANCTION']),
    recipient('narrow', ['JOINT_SANCTION']),
    recipient('late'),
  ];
  await registerAll(store, all);
  try {
    const later = await appendNow(store, { unitId: unit.id, subject: 'other' });
    expect(later.recipients).toEqual(['late']);
    const withdrawn = await appendNow(store, { unitId: unit.id, state: 'WITHDRAWN', version: 2 });
    expect(withdrawn.recipients.sort()).toEqual(['narrow', 'wide']);
    for (const { body } of await bodies(withdrawn.eventId)) {
      expect(body.supersedes).toBe(applied.eventId);
      // The grant has ended: that it is withdrawn, and nothing else.
      expect(Object.keys(body.flag).sort()).toEqual(['kind', 'state', 'subject', 'version']);
    }
  } finally {
    await registerAll(store, [
      recipient('wide', ['DESIGNATION', 'JOINT_SANCTION'], ['title', 'documentNo']),
      recipient('narrow', ['DESIGNATION'], ['title']),
    ]);
  }
});

test('the application can neither change nor delete events, bodies, deliveries, attempts and receipts', async () => {
  const unit = await makeUnit(store);
  await appendNow(store, { unitId: unit.id });
  for (const table of [
    'event',
    'event_body',
    'delivery',
    'attempt',
    'attempt_outcome',
    'receipt',
    'delivery_closure',
  ]) {
    await expect(query(store, `delete from ${table}`)).rejects.toThrow('permission denied');
  }
  await expect(query(store, `update event set type = 'x'`)).rejects.toThrow('permission denied');
});

test('reading the same recipient data again changes nothing; a dropped grant ends and stays as a row', async () => {
  const recipients = [recipient('wide'), recipient('narrow')];
  await transaction(store, (tx) => registerRecipients(tx, { actor, recipients }));
  const again = await transaction(store, (tx) => registerRecipients(tx, { actor, recipients }));
  expect(again).toMatchObject({ grantsChanged: [], grantsEnded: [] });
  const without = [recipient('wide'), recipient('narrow', ['DESIGNATION'])];
  const ended = await transaction(store, (tx) => registerRecipients(tx, { actor, recipients: without }));
  expect(ended.grantsEnded).toEqual(['narrow JOINT_SANCTION']);
  const unit = await makeUnit(store);
  expect((await appendNow(store, { unitId: unit.id, kind: 'JOINT_SANCTION' })).recipients).toEqual(['wide']);
});

test.each([
  ['ftp://example.cn/x', SECRET],
  ['http://user:word@example.cn/', SECRET],
  ['http://example.cn/', 'whsec_dG9vIHNob3J0'],
  ['http://example.cn/', SECRET.slice(6)],
])('an endpoint %s with secret %s is refused', async (url, secret) => {
  const result = await transaction(store, (tx) =>
    setEndpoint(tx, { recipientId: 'wide', url, secret, key: KEY, actor }),
  );
  expect(result).toMatchObject({ ok: false, failure: { code: 'INVALID_INPUT' } });
});

test('recipient data that cannot be is refused with the field and the reason, in Chinese', () => {
  const good = recipient('wide');
  const grant = { ...good.grants[0], until: '2019-01-01' };
  expect(() => parseRecipients({ region: 'x', note: '', recipients: [good] })).toThrow(
    /接收方数据：region：格式不符/,
  );
  expect(() =>
    parseRecipients({ region: '371000', note: '', recipients: [{ ...good, grants: [grant] }] }),
  ).toThrow(/recipients\.0\.grants\.0：截止日期（until）须晚于起始日期/);
  expect(() => parseRecipients({ region: '371000', note: '', recipients: [good, good] })).toThrow(/编号相同/);
});

test('a grant of a kind or a field that nobody can say is refused, with its file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'recipients-'));
  const load = (kind: string, fields: string[], file = 'city.json') => {
    const recipients = [recipient('wide', [kind], fields)];
    writeFileSync(path.join(folder, file), JSON.stringify({ region: '371000', note: '', recipients }));
    return () => loadRecipients(SAYABLE, folder);
  };
  expect(load('JOINT_SANCTION', ['documentNo', 'reason'])()).toHaveLength(1);
  expect(load('JOINT_SANCTON', ['documentNo'])).toThrow(/city\.json：wide：没有 JOINT_SANCTON 这种标识/);
  // What a recipient may never have is said in the same words, or the prohibition would forbid nothing.
  const never = [{ flagKind: 'JOINT_SANCTON', basis: 'x' }];
  const forbidden = [{ ...recipient('wide', ['DESIGNATION'], ['title']), never }];
  writeFileSync(
    path.join(folder, 'city.json'),
    JSON.stringify({ region: '371000', note: '', recipients: forbidden }),
  );
  expect(() => loadRecipients(SAYABLE, folder)).toThrow(/没有 JOINT_SANCTON 这种标识/);
  expect(load('DESIGNATION', ['title', 'workers'])).toThrow(/DESIGNATION 没有字段 workers/);
  load('DESIGNATION', ['title']);
  expect(load('DESIGNATION', ['title'], 'other.json')).toThrow(
    /other\.json：编号 wide 与 city\.json 中的相同/,
  );
  writeFileSync(path.join(folder, 'other.json'), '{x');
  expect(() => loadRecipients(SAYABLE, folder)).toThrow(/other\.json：不是有效的 JSON/);
  rmSync(folder, { recursive: true });
});
