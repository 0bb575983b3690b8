/** What delivery tests share: units, recipients with an endpoint, events, and the oracle that holds after each of them. */

import { endpointKey } from '../../src/delivery/endpoint-secret';
import { sleepingLanes } from '../../src/delivery/reads';
import type { RecipientsData } from '../../src/delivery/recipient';
import { type AppendedEvent, appendEvent } from '../../src/delivery/steps/append-event';
import { registerRecipients } from '../../src/delivery/steps/register-recipients';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { systemActor } from '../../src/kernel/actor';
import { query, type Store, type Tx, transaction } from '../../src/store/transaction';
import { SECRET } from './receiver';

export const actor = systemActor('test');
export const KEY = endpointKey(Buffer.alloc(32, 3));

const grant = (flagKind: string, fields: string[], until = '2099-12-31') => ({
  flagKind,
  legalBasis: '测试依据',
  catalogueItem: '测试目录',
  fields,
  from: '2020-01-01',
  until,
});

export const recipient = (
  id: string,
  kinds: string[] = ['DESIGNATION', 'JOINT_SANCTION'],
  fields = ['title'],
): RecipientsData['recipients'][number] => ({
  id,
  name: id,
  concurrency: 4,
  never: [],
  grants: kinds.map((kind) => grant(kind, fields)),
});

export async function registerAll(
  store: Store,
  recipients: RecipientsData['recipients'],
  url?: string,
): Promise<void> {
  await transaction(store, async (tx) => {
    await registerRecipients(tx, { actor, recipients });
    for (const { id } of url === undefined ? [] : recipients) {
      await setEndpoint(tx, {
        recipientId: id,
        url: url ?? '',
        secret: SECRET,
        key: KEY,
        plainHttp: true,
        actor,
      });
    }
  });
}

let made = 0;

/** A unit with a code that no other has; the check digit does not matter here. */
export async function makeUnit(
  store: Store,
  name = '威海某某有限公司',
): Promise<{ id: string; code: string }> {
  made += 1;
  const code = `91371000${String(made).padStart(10, '0')}`;
  const [row] = await query<{ id: string }>(
    store,
    `insert into unit (code, kind, name, region_code, created_at, updated_at)
     values ($1, 'ENTERPRISE', $2, '371002', now(), now()) returning id`,
    [code, name],
  );
  return { id: row?.id ?? '', code };
}

export interface Change {
  readonly unitId: string;
  readonly subject?: string;
  readonly kind?: string;
  readonly state?: 'ACTIVE' | 'WITHDRAWN';
  readonly version?: number;
}

export function append(tx: Tx, change: Change): Promise<AppendedEvent> {
  const { unitId, subject = 'a', kind = 'DESIGNATION', state = 'ACTIVE', version = 1 } = change;
  const withdraws = state === 'WITHDRAWN';
  return appendEvent(tx, {
    unitId,
    type: withdraws ? 'flag.withdrawn' : 'flag.applied',
    subjectKind: kind,
    subjectId: subject,
    withdraws,
    state: { kind, subject, version, state, title: '和谐企业', documentNo: '不共享的字段' },
    cause: 'test',
  });
}

export const appendNow = (store: Store, change: Change): Promise<AppendedEvent> =>
  transaction(store, (tx) => append(tx, change));

/** Lets every wait and lease of a recipient be over now. */
export const passTime = (store: Store): Promise<unknown> =>
  query(
    store,
    `update lane set ready_at = now() - interval '1 second', lease_until = now() where ready_at is not null`,
  );

export interface DeliveryRow {
  lane_seq: string;
  outcomes: string[];
  confirmed: boolean;
  closed: string | null;
}

/** The deliveries of a unit to a recipient, in order, with what each attempt came to. */
export const deliveriesOf = (store: Store, recipientId: string, unitId: string): Promise<DeliveryRow[]> =>
  query<DeliveryRow>(
    store,
    `select d.lane_seq, c.kind as closed, exists (select from receipt r where r.delivery_id = d.id) as confirmed,
       array(select coalesce(o.outcome, 'OPEN') from attempt a left join attempt_outcome o on o.attempt_id = a.id
             where a.delivery_id = d.id order by a.number) as outcomes
     from delivery d left join delivery_closure c on c.delivery_id = d.id
     where d.recipient_id = $1 and d.unit_id = $2 order by d.lane_seq`,
    [recipientId, unitId],
  );

export const laneOf = async (
  store: Store,
  recipientId: string,
  unitId: string,
): Promise<
  { state: string; head_seq: string; tail_seq: string; failures: number; wait: number | null } | undefined
> => {
  const [lane] = await query<{
    state: string;
    head_seq: string;
    tail_seq: string;
    failures: number;
    wait: number | null;
  }>(
    store,
    `select state, head_seq, tail_seq, failures, extract(epoch from ready_at - now())::float as wait
     from lane where recipient_id = $1 and unit_id = $2`,
    [recipientId, unitId],
  );
  return lane;
};

/** No lane sleeps with work; streams and lanes have no gaps; every attempt was written under a lease that was given. */
export async function expectSound(store: Store): Promise<void> {
  expect(await sleepingLanes(store)).toEqual([]);
  const gaps = await query(
    store,
    `select unit_id from unit_stream s where last_seq <> (select count(*) from event e where e.unit_id = s.unit_id)
       or last_seq <> coalesce((select max(unit_seq) from event e where e.unit_id = s.unit_id), 0)
     union all
     select unit_id from lane l where tail_seq <> (select count(*) from delivery d
       where d.recipient_id = l.recipient_id and d.unit_id = l.unit_id)`,
  );
  expect(gaps).toEqual([]);
}
