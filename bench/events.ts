/** Events of many units for one recipient, as the hub appends them: endpoints, lanes, and the very bytes that are sent. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Client } from 'pg';
import { endpointKey } from '../src/delivery/endpoint-secret';
import { appendEvents } from '../src/delivery/steps/append-event';
import { registerRecipients } from '../src/delivery/steps/register-recipients';
import { setEndpoint } from '../src/delivery/steps/set-endpoint';
import { systemActor } from '../src/kernel/actor';
import { query, type Store, transaction } from '../src/store/transaction';

export const SECRET = `whsec_${Buffer.from('a secret of this bench, not one of use').toString('base64')}`;
export const PERSON_KEY = Buffer.alloc(32, 7);
export const EVENTS_PER_UNIT = 2;
const CHUNK = 500;
const actor = systemActor('bench');
const key = endpointKey(PERSON_KEY);

const GRANT = {
  flagKind: 'DESIGNATION' as const,
  legalBasis: 'bench',
  catalogueItem: 'bench',
  fields: ['title', 'level', 'namedOn', 'documentNo'],
  from: '2020-01-01',
  until: '2099-12-31',
};

export interface Recipient {
  readonly id: string;
  readonly url: string;
  /** So many requests it takes at once. */
  readonly concurrency: number;
}

/** These and no others are granted all titles. */
export async function openRecipients(store: Store, given: readonly Recipient[]): Promise<void> {
  await transaction(store, async (tx) => {
    const recipients = given.map(({ id, concurrency }) => ({
      id,
      name: id,
      concurrency,
      never: [],
      grants: [GRANT],
    }));
    await registerRecipients(tx, { actor, recipients });
    for (const { id, url } of given) {
      const endpoint = { recipientId: id, url, secret: SECRET, key, plainHttp: true, actor };
      assert((await setEndpoint(tx, endpoint)).ok);
    }
  });
}

const eventOf = (unitId: string, version: number) => ({
  unitId,
  type: 'flag.applied',
  subjectKind: 'DESIGNATION',
  subjectId: 'title',
  withdraws: false,
  cause: 'bench',
  state: {
    kind: 'DESIGNATION',
    subject: 'title',
    version,
    state: 'ACTIVE' as const,
    title: '劳动关系和谐企业',
    level: 'CITY',
    namedOn: '2024-05-01',
    documentNo: '合成〔2024〕1号',
  },
});

/** For whoever is a recipient by now. */
export async function appendToUnits(store: Store, units: number): Promise<void> {
  const ids = await query<{ id: string }>(
    store,
    `insert into unit (code, kind, name, region_code, created_at, updated_at)
     select 'BENCH' || lpad(n::text, 13, '0'), 'ENTERPRISE', '合成单位' || n, '371002', now(), now()
     from generate_series(1, $1::int) n returning id`,
    [units],
  );
  for (let from = 0; from < ids.length; from += CHUNK) {
    const chunk = ids.slice(from, from + CHUNK);
    for (let version = 1; version <= EVENTS_PER_UNIT; version += 1) {
      await transaction(store, (tx) =>
        appendEvents(
          tx,
          chunk.map(({ id }) => eventOf(id, version)),
        ),
      );
    }
  }
}

const SAME_DELIVERIES = /* sql */ `
  insert into delivery (recipient_id, unit_id, unit_seq, lane_seq, event_id, projection, withdrawal, created_at)
  select $2, unit_id, unit_seq, lane_seq, event_id, projection, withdrawal, created_at
  from delivery where recipient_id = $1 order by id`;

const SAME_LANES = /* sql */ `
  insert into lane (recipient_id, unit_id, head_seq, tail_seq, state, ready_at)
  select $2, unit_id, head_seq, tail_seq, state, ready_at from lane where recipient_id = $1`;

/** All that waits for one recipient waits for the other too. */
export async function giveSame(store: Store, from: string, to: string): Promise<void> {
  await query(store, SAME_DELIVERIES, [from, to]);
  await query(store, SAME_LANES, [from, to]);
}

/** The very bytes that the hub sends, for limit and peer to send. */
export async function writeBodies(store: Store, file: string): Promise<void> {
  const rows = await query<{ unit: string; id: string; body: string }>(
    store,
    `select e.unit_id as unit, e.id, convert_from(b.bytes, 'UTF8') as body
     from event e join event_body b on b.event_id = e.id order by e.unit_id, e.unit_seq`,
  );
  const lanes = new Map<string, { eventId: string; body: string }[]>();
  for (const { unit, id, body } of rows) {
    const events = lanes.get(unit);
    if (events === undefined) {
      lanes.set(unit, [{ eventId: id, body }]);
    } else {
      events.push({ eventId: id, body });
    }
  }
  fs.writeFileSync(file, JSON.stringify([...lanes.values()]));
}

/** What stays of each delivery, written once more as it was and undone; in the order in which it comes about. */
const STEPS: readonly (readonly [what: string, sql: string])[] = [
  [
    'the lease of its lane',
    `update lane set state = 'LEASED', lease_token = 1, lease_until = now(), ready_at = now() where recipient_id = $1`,
  ],
  [
    'the intent',
    `insert into attempt (delivery_id, number, intent_at, worker, lease_token, trigger, request_digest)
     select a.delivery_id, a.number + 1000, a.intent_at, a.worker, a.lease_token, a.trigger, a.request_digest
     from attempt a join delivery d on d.id = a.delivery_id where d.recipient_id = $1`,
  ],
  [
    'the outcome with the answer',
    `insert into attempt_outcome (attempt_id, at, outcome, http_status, response_digest, response_body)
     select again.id, o.at, o.outcome, o.http_status, o.response_digest, o.response_body
     from attempt a join attempt_outcome o on o.attempt_id = a.id join delivery d on d.id = a.delivery_id
       join attempt again on again.delivery_id = a.delivery_id and again.number = a.number + 1000
     where d.recipient_id = $1`,
  ],
  [
    'the receipt',
    `insert into receipt (delivery_id, attempt_id, via, state, at, evidence)
     select delivery_id, attempt_id, via, state, at, evidence from kept_receipt where $1 <> ''`,
  ],
  [
    'the lane moved on',
    `update lane set state = 'IDLE', lease_token = null, lease_until = null, ready_at = null where recipient_id = $1`,
  ],
];

/** PostgreSQL's time for each row that stays of a delivery, on a database where all of one recipient was delivered. */
export async function costsOfRows(owner: Client, recipientId: string): Promise<string> {
  const said: string[] = [];
  await owner.query(
    'begin; create temporary table kept_receipt as select * from receipt; delete from receipt',
  );
  for (const [what, sql] of STEPS) {
    const begun = performance.now();
    const { rowCount } = await owner.query(sql, [recipientId]);
    said.push(`${what} ${(((performance.now() - begun) * 1000) / (rowCount ?? 1)).toFixed(0)} µs`);
  }
  await owner.query('rollback');
  return said.join(', ');
}
