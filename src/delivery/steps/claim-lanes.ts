/** Takes due lanes of one recipient under a lease, with the intent of each attempt written before anything is sent. */
import type { Tx } from '../../store/transaction';
import { PACE } from '../pace';
import { closeUnsendable, REASON } from './close-unsendable';

interface Command {
  readonly recipientId: string;
  readonly worker: string;
  readonly limit: number;
  readonly leaseSeconds?: number;
}

/** One delivery to be sent, the first of its lane. */
export interface Sending {
  readonly attemptId: string;
  readonly deliveryId: string;
  readonly unitId: string;
  readonly laneSeq: string;
  readonly eventId: string;
  readonly unitSeq: string;
  readonly withdrawal: boolean;
  readonly bytes: Buffer;
  /** Failures of the lane in a row before this attempt. */
  readonly failures: number;
  /** Answers to this delivery that took it without a receipt. */
  readonly asked: number;
}

export interface Claim {
  readonly url: string;
  readonly secrets: string;
  readonly concurrency: number;
  /** Fencing token: only its holder may move these lanes. */
  readonly token: string;
  readonly lanes: number;
  /** Attempts of a sender that ended without saying how they did; they are UNKNOWN now. */
  readonly leftUnknown: number;
  readonly sendings: Sending[];
}

interface Leased {
  readonly recipientId: string;
  readonly token: string;
  readonly unitIds: readonly string[];
  readonly worker: string;
}

/** A lease is a lane that falls due again when it ends: a dead sender's lanes need no other repair. */
const LEASE = /* sql */ `
  with due as (
    select recipient_id, unit_id, state from lane
    where recipient_id = $1 and ready_at <= now()
    order by ready_at limit $2 for update skip locked
  )
  update lane l set state = 'LEASED', lease_token = $3, lease_until = now() + make_interval(secs => $4),
    ready_at = now() + make_interval(secs => $4)
  from due where l.recipient_id = due.recipient_id and l.unit_id = due.unit_id
  returning l.unit_id as "unitId", due.state as was
`;

/** The lanes that were leased are named: by the token alone, all lanes of the recipient would be read to find them. */
const LEASED = /* sql */ `l.recipient_id = $1 and l.unit_id = any($3::bigint[]) and l.lease_token = $2`;

/** The sender before us ended without saying how its attempt did: the recipient may hold the event. */
const MARK_UNKNOWN = /* sql */ `
  insert into attempt_outcome (attempt_id, at, outcome, error)
  select a.id, now(), 'UNKNOWN', 'the sender ended before an answer was recorded'
  from lane l
    join delivery d on d.recipient_id = l.recipient_id and d.unit_id = l.unit_id
      and d.lane_seq > l.head_seq and d.lane_seq <= l.tail_seq
    join attempt a on a.delivery_id = d.id
  where ${LEASED}
    and not exists (select from attempt_outcome o where o.attempt_id = a.id)
  on conflict (attempt_id) do nothing returning attempt_id
`;

/** None for what must not be sent any more. Each attempt gets its id before it is written: to join what was written with what it was written for costs n². */
const INTEND = /* sql */ `
  with head as materialized (
    select uuidv7() as attempt_id, d.id, d.unit_id, d.lane_seq, d.event_id, d.unit_seq, d.withdrawal, l.failures,
      before.attempts + 1 as number, before.accepted, b.bytes, b.digest, ${REASON} as reason
    from lane l
      join delivery d on d.recipient_id = l.recipient_id and d.unit_id = l.unit_id and d.lane_seq = l.head_seq + 1
      join event_body b on b.event_id = d.event_id and b.projection = d.projection
      cross join lateral (
        select count(*) as attempts, count(*) filter (where o.outcome = 'ACCEPTED')::int as accepted
        from attempt a left join attempt_outcome o on o.attempt_id = a.id where a.delivery_id = d.id
      ) before
    where ${LEASED}
  ), intent as (
    insert into attempt (id, delivery_id, number, intent_at, worker, lease_token, trigger, request_digest)
    select attempt_id, id, number, now(), $5, $2, case number when 1 then 'FIRST' else 'AGAIN' end, digest
    from head where reason is null
  )
  select attempt_id as "attemptId", id as "deliveryId", unit_id as "unitId", lane_seq as "laneSeq",
    event_id as "eventId", unit_seq as "unitSeq", withdrawal, bytes, failures, accepted as asked,
    reason is not null as unsendable
  from head
`;

/** Where a lane begins with what must not be sent, that is closed first, and what comes after it is sent. */
async function intend(tx: Tx, lanes: Leased): Promise<Sending[]> {
  const { recipientId, token, unitIds, worker } = lanes;
  const heads = await tx.query<Sending & { unsendable: boolean }>(INTEND, [
    recipientId,
    token,
    unitIds,
    tx.today,
    worker,
  ]);
  const sendings = heads.filter(({ unsendable }) => !unsendable);
  if (sendings.length === heads.length) {
    return sendings;
  }
  const closing = heads.filter(({ unsendable }) => unsendable).map(({ unitId }) => unitId);
  await closeUnsendable(tx, { recipientId, token, unitIds: closing });
  return [...sendings, ...(await intend(tx, { ...lanes, unitIds: closing }))];
}

/** Null: nothing is due, or the recipient is paused or has no endpoint yet; its lanes go on filling meanwhile. */
export async function claimLanes(tx: Tx, command: Command): Promise<Claim | null> {
  const { recipientId, worker, limit, leaseSeconds = PACE.leaseSeconds } = command;
  const [recipient] = await tx.query<{ url: string; secrets: string; concurrency: number; token: string }>(
    `select url, secret as secrets, concurrency, nextval('lane_lease') as token from recipient
     where id = $1 and state = 'OPEN' and url is not null and secret is not null`,
    [recipientId],
  );
  if (recipient === undefined) {
    return null;
  }
  const { token } = recipient;
  const leased = await tx.query<{ unitId: string; was: string }>(LEASE, [
    recipientId,
    limit,
    token,
    leaseSeconds,
  ]);
  if (leased.length === 0) {
    return null;
  }
  const takenOver = leased.some(({ was }) => was === 'LEASED');
  const unitIds = leased.map(({ unitId }) => unitId);
  const unknown = takenOver ? await tx.query(MARK_UNKNOWN, [recipientId, token, unitIds]) : [];
  const sendings = await intend(tx, { recipientId, token, unitIds, worker });
  return { ...recipient, lanes: leased.length, leftUnknown: unknown.length, sendings };
}
