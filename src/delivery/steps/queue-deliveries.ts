/** One delivery row per recipient, at the tail of the lane of (recipient, unit), and the exact bytes that it gets. */
import { sha256 } from '../../kernel/digest';
import type { Tx } from '../../store/transaction';
import { bodyOf } from '../body';
import type { Addressee } from './find-addressees';
import { releaseWithdrawn } from './release-withdrawn';
import type { PlacedEvent } from './take-places';

export interface AddressedEvent extends PlacedEvent {
  readonly addressees: readonly Addressee[];
}

const INSERT_BODIES = /* sql */ `
  insert into event_body (event_id, projection, bytes, digest)
  select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[])
  on conflict (event_id, projection) do nothing
`;

/** Head and tail are in one row, so an idle lane cannot fall asleep between a sender's end and this. */
const LENGTHEN_LANES = /* sql */ `
  insert into lane (recipient_id, unit_id, head_seq, tail_seq, state, ready_at)
  select recipient_id, unit_id, 0, count(*), 'READY', now()
  from unnest($1::text[], $2::bigint[]) as g (recipient_id, unit_id)
  group by recipient_id, unit_id order by recipient_id, unit_id
  on conflict (recipient_id, unit_id) do update set
    tail_seq = lane.tail_seq + excluded.tail_seq,
    state = case lane.state when 'IDLE' then 'READY' else lane.state end,
    ready_at = case lane.state when 'IDLE' then now() else lane.ready_at end
`;

const INSERT_DELIVERIES = /* sql */ `
  insert into delivery (recipient_id, unit_id, unit_seq, lane_seq, event_id, projection, withdrawal, created_at)
  select g.recipient_id, g.unit_id, g.unit_seq,
    l.tail_seq - row_number() over (partition by g.recipient_id, g.unit_id order by g.unit_seq desc) + 1,
    g.event_id, g.projection, g.withdrawal, $7
  from unnest($1::text[], $2::bigint[], $3::bigint[], $4::uuid[], $5::text[], $6::boolean[])
    as g (recipient_id, unit_id, unit_seq, event_id, projection, withdrawal)
    join lane l using (recipient_id, unit_id)
`;

/** Recipients with the same fields share one body. */
async function insertBodies(tx: Tx, events: readonly AddressedEvent[]): Promise<void> {
  const bodies = events.flatMap(({ header, command, addressees }) =>
    [...new Set(addressees.map(({ projection }) => projection))].map((projection) => ({
      eventId: header.eventId,
      projection,
      bytes: bodyOf(header, command.state, projection),
    })),
  );
  await tx.query(INSERT_BODIES, [
    bodies.map(({ eventId }) => eventId),
    bodies.map(({ projection }) => projection),
    bodies.map(({ bytes }) => bytes),
    bodies.map(({ bytes }) => sha256(bytes)),
  ]);
}

export async function queueDeliveries(tx: Tx, events: readonly AddressedEvent[]): Promise<void> {
  const deliveries = events.flatMap(({ header, command, addressees }) =>
    addressees.map(({ recipientId, projection }) => ({ header, command, recipientId, projection })),
  );
  if (deliveries.length === 0) {
    return;
  }
  await insertBodies(tx, events);
  const lanes = [
    deliveries.map(({ recipientId }) => recipientId),
    deliveries.map(({ command }) => command.unitId),
  ];
  await tx.query(LENGTHEN_LANES, lanes);
  await tx.query(INSERT_DELIVERIES, [
    ...lanes,
    deliveries.map(({ header }) => header.unitSeq),
    deliveries.map(({ header }) => header.eventId),
    deliveries.map(({ projection }) => projection),
    deliveries.map(({ command }) => command.withdraws),
    tx.now,
  ]);
  const withdrawals = deliveries.filter(({ command }) => command.withdraws);
  await releaseWithdrawn(
    tx,
    withdrawals.map(({ recipientId, command }) => ({ recipientId, unitId: command.unitId })),
  );
}
