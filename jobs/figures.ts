/** What is undone and since when: the figures of the metrics page, and of doctor. */
import { query, type Store } from '../src/store/transaction';

export interface Figures {
  readonly outboxUndone: number;
  readonly outboxOldestSeconds: number;
  readonly outboxFailing: number;
  readonly bucketsExhausted: number;
  readonly casesUndone: number;
  readonly deliveryOldestSeconds: number;
  readonly withdrawalsOpen: number;
  readonly lanesHeld: number;
}

export async function readFigures(store: Store): Promise<Figures> {
  const [row] = await query<Figures>(
    store,
    `select
       (select count(*)::int from outbox where done_at is null) as "outboxUndone",
       (select coalesce(extract(epoch from now() - min(created_at)), 0)::float8
          from outbox where done_at is null) as "outboxOldestSeconds",
       (select count(*)::int from outbox where done_at is null and last_error is not null) as "outboxFailing",
       (select count(*)::int from schedule_bucket
          where done_at is null and lease_until is null and attempts > 0) as "bucketsExhausted",
       (select count(*)::int from review_case where evaluated_at is null) as "casesUndone",
       (select coalesce(extract(epoch from now() - min(d.created_at)), 0)::float8
          from lane l join delivery d
            on d.recipient_id = l.recipient_id and d.unit_id = l.unit_id and d.lane_seq = l.head_seq + 1
          where l.ready_at is not null or l.state = 'HELD') as "deliveryOldestSeconds",
       (select count(*)::int from delivery d where d.withdrawal
          and not exists (select from receipt r where r.delivery_id = d.id)
          and not exists (select from delivery_closure c where c.delivery_id = d.id)) as "withdrawalsOpen",
       (select count(*)::int from lane where state = 'HELD') as "lanesHeld"`,
  );
  if (row === undefined) {
    throw new Error('no figures');
  }
  return row;
}
