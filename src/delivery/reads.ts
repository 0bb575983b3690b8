/** What is due, what is stuck, which recalls are open: set-based, for senders, sweeps and worklists. */
import { query, type Store } from '../store/transaction';
import { ESCALATE_RECALL_AFTER_HOURS } from './retry';

export interface DueRecipient {
  readonly recipientId: string;
  readonly lanes: number;
  readonly oldest: Date;
}

/** Recipients with something to send now, ended leases included; paused ones and those without endpoint not. */
export async function recipientsWithDueLanes(store: Store): Promise<DueRecipient[]> {
  return query<DueRecipient>(
    store,
    `select l.recipient_id as "recipientId", count(*)::int as lanes, min(l.ready_at) as oldest
     from lane l join recipient r on r.id = l.recipient_id
     where l.ready_at <= now() and r.state = 'OPEN' and r.url is not null and r.secret is not null
     group by l.recipient_id order by oldest`,
  );
}

/** Lanes of a recipient that are not at their end. */
export async function waitingLanes(store: Store, recipientId: string): Promise<number> {
  const [row] = await query<{ lanes: number }>(
    store,
    `select count(*)::int as lanes from lane where recipient_id = $1 and (ready_at is not null or state = 'HELD')`,
    [recipientId],
  );
  return row?.lanes ?? 0;
}

export interface Undelivered {
  readonly recipientId: string;
  readonly deliveryId: string;
  readonly createdAt: Date;
  readonly state: string;
}

/** Of each recipient with an endpoint, the delivery that waits longest. */
export async function oldestUndelivered(store: Store): Promise<Undelivered[]> {
  return query<Undelivered>(
    store,
    `select distinct on (l.recipient_id) l.recipient_id as "recipientId", d.id as "deliveryId",
       d.created_at as "createdAt", l.state
     from lane l
       join recipient r on r.id = l.recipient_id and r.url is not null
       join delivery d on d.recipient_id = l.recipient_id and d.unit_id = l.unit_id and d.lane_seq = l.head_seq + 1
     where l.ready_at is not null or l.state = 'HELD'
     order by l.recipient_id, d.created_at`,
  );
}

export interface RecallCase {
  readonly deliveryId: string;
  readonly recipientId: string;
  readonly unitId: string;
  readonly eventId: string;
  readonly openSince: Date;
  readonly attempts: number;
  /** BLOCKED: its lane is held. UNCONFIRMED: taken without a receipt, asked again. WAITING: not taken yet. */
  readonly state: 'WAITING' | 'UNCONFIRMED' | 'BLOCKED';
  readonly lastError: string | null;
  /** Open for so long that a person has to see to it. */
  readonly escalated: boolean;
}

/** Withdrawals that a recipient has not confirmed: each stays open until its receipt is there. */
export async function openRecalls(
  store: Store,
  filter: { readonly unitIds?: readonly string[]; readonly limit: number },
): Promise<RecallCase[]> {
  return query<RecallCase>(
    store,
    `select d.id as "deliveryId", d.recipient_id as "recipientId", d.unit_id as "unitId", d.event_id as "eventId",
       d.created_at as "openSince", (select count(*)::int from attempt a where a.delivery_id = d.id) as attempts,
       case when l.state = 'HELD' then 'BLOCKED'
         when exists (select from attempt a join attempt_outcome o on o.attempt_id = a.id
                      where a.delivery_id = d.id and o.outcome = 'ACCEPTED') then 'UNCONFIRMED'
         else 'WAITING' end as state,
       l.last_error as "lastError", d.created_at < now() - make_interval(hours => $3) as escalated
     from delivery d join lane l using (recipient_id, unit_id)
     where d.withdrawal and not exists (select from receipt r where r.delivery_id = d.id)
       and ($1::bigint[] is null or d.unit_id = any($1::bigint[]))
     order by d.created_at, d.id limit $2`,
    [filter.unitIds ?? null, filter.limit, ESCALATE_RECALL_AFTER_HOURS],
  );
}

/** Per recipient, the withdrawals that are unconfirmed for too long: somebody has to call there. */
export async function escalatedRecalls(
  store: Store,
): Promise<{ recipientId: string; recalls: number; openSince: Date }[]> {
  return query(
    store,
    `select d.recipient_id as "recipientId", count(*)::int as recalls, min(d.created_at) as "openSince"
     from delivery d
     where d.withdrawal and d.created_at < now() - make_interval(hours => $1)
       and not exists (select from receipt r where r.delivery_id = d.id)
     group by d.recipient_id order by d.recipient_id`,
    [ESCALATE_RECALL_AFTER_HOURS],
  );
}

/** Lanes that would sleep for ever: there must be none; a sweep that finds one has found a bug. */
export async function sleepingLanes(store: Store): Promise<{ recipientId: string; unitId: string }[]> {
  return query(
    store,
    `select recipient_id as "recipientId", unit_id as "unitId" from lane
     where (tail_seq > head_seq) <> (state <> 'IDLE') or (ready_at is null) <> (state in ('IDLE', 'HELD'))`,
  );
}
