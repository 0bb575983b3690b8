/** Promise: nobody reads a recipient's secret in the database or the audit log, and the right key alone opens it. */
import { endpointKey, openSecrets, sealSecrets } from '../../src/delivery/endpoint-secret';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { HubError } from '../../src/kernel/errors';
import { query, transaction } from '../../src/store/transaction';
import { oneRecipient, R } from './one-recipient';
import { SECRET } from './receiver';
import { actor, appendNow, KEY, makeUnit } from './world';

const hub = oneRecipient();

test('neither the recipient’s row nor the audit log holds the secret; the same again changes nothing', async () => {
  const rows = await query<{ secret: string }>(hub.store, 'select * from recipient');
  const log = await query(hub.store, `select * from audit_entry where subject_type = 'RECIPIENT'`);
  expect(log).not.toEqual([]);
  const text = JSON.stringify([rows, log]);
  const [, base64 = ''] = SECRET.split('_');
  expect(text).not.toContain(base64);
  expect(text).not.toContain(Buffer.from(base64, 'base64').toString('hex'));
  expect(openSecrets(KEY, R, rows[0]?.secret ?? '')).toBe(SECRET);
  const again = { recipientId: R, url: hub.receiver.url, secret: SECRET, key: KEY, plainHttp: true, actor };
  expect(await transaction(hub.store, (tx) => setEndpoint(tx, again))).toMatchObject({
    ok: true,
    value: { changed: false },
  });
});

test('another key, another recipient or one changed letter opens nothing, and says what to do', () => {
  const sealed = sealSecrets(KEY, R, SECRET);
  const other = endpointKey(Buffer.alloc(32, 4));
  const changed = `${sealed.slice(0, -6)}${sealed.at(-6) === 'A' ? 'B' : 'A'}${sealed.slice(-5)}`;
  for (const attempt of [
    () => openSecrets(other, R, sealed),
    () => openSecrets(KEY, 'court', sealed),
    () => openSecrets(KEY, R, changed),
    () => openSecrets(KEY, R, SECRET),
    () => openSecrets(KEY, R, ''),
  ]) {
    expect(attempt).toThrow(HubError);
    expect(attempt).toThrow(/HUB_PERSON_KEY/);
  }
});

test('a sender with another key sends nothing and leaves nothing behind', async () => {
  const unit = await makeUnit(hub.store);
  await appendNow(hub.store, { unitId: unit.id });
  const key = endpointKey(Buffer.alloc(32, 4));
  await expect(sendToRecipient(hub.store, { recipientId: R, worker: 'w1', key })).rejects.toThrow(HubError);
  expect(await hub.of(unit)).toMatchObject([{ outcomes: [], confirmed: false }]);
  expect(await hub.send()).toMatchObject({ sent: 1, confirmed: 1, waiting: 0 });
});
