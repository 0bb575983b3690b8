/** What is in force and a recipient may have, but was never sent: queued for it, some units at a time. */
import { appendAudit } from '../../audit/append';
import { systemActor } from '../../kernel/actor';
import { appendOutbox } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { type EventHeader, type EventState, projectionOf } from '../body';
import { lockStreams } from './lock-streams';
import { type AddressedEvent, queueDeliveries } from './queue-deliveries';
import { type EventCommand, takePlaces } from './take-places';

interface Command {
  readonly recipientId: string;
  /** Units beyond this one, in the order of their ids. */
  readonly after: string;
  readonly limit: number;
}

export interface StandingSent {
  readonly events: number;
  /** The last unit that was looked at; null: there is none left. */
  readonly last: string | null;
}

const GRANTS = /* sql */ `
  select distinct on (flag_kind) flag_kind as kind, fields from recipient_grant
  where recipient_id = $1 and from_on <= $2::date and until_on >= $2::date
  order by flag_kind, from_on desc
`;

/** True of an event `e` when the recipient $1 was sent it, or a restatement of it, and was not spared it. */
const WAS_SENT = /* sql */ `
  exists (
    select from delivery d where d.recipient_id = $1 and d.event_id = e.id
      and not exists (select from delivery_closure c where c.delivery_id = d.id)
  ) or exists (
    select from event s join delivery d on d.event_id = s.id and d.recipient_id = $1 where s.restates = e.id
      and not exists (select from delivery_closure c where c.delivery_id = d.id)
  )
`;

/** Of each subject of the granted kinds $2 the event that holds, where it is in force and was not sent. */
const standing = (units: string) => /* sql */ `
  select e.* from (
    select distinct on (unit_id, subject_kind, subject_id) *
    from event where restates is null and subject_kind = any($2::text[]) and ${units}
    order by unit_id, subject_kind, subject_id, unit_seq desc
  ) e
  where not e.withdraws and not (${WAS_SENT})
`;

const UNITS = /* sql */ `
  select distinct unit_id from (${standing('unit_id > $3::bigint')}) e order by unit_id limit $4
`;

const EVENTS = /* sql */ `
  select e.id, e.unit_id as "unitId", e.unit_seq as "unitSeq", e.type, e.subject_kind as "subjectKind",
    e.subject_id as "subjectId", e.state as contents, e.cause,
    e.unit_seq > coalesce((select max(d.unit_seq) from delivery d
      where d.recipient_id = $1 and d.unit_id = e.unit_id), 0) as "isAhead"
  from (${standing('unit_id = any($3::bigint[])')}) e order by e.unit_id, e.unit_seq
`;

interface StandingEvent {
  readonly id: string;
  readonly unitId: string;
  readonly unitSeq: string;
  readonly type: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly contents: Omit<EventHeader, 'eventId' | 'unitSeq'> & { readonly state: EventState };
  readonly cause: string;
  /** Its number is beyond all that the recipient was sent of this unit: it can be sent as it is. */
  readonly isAhead: boolean;
}

function commandOf(event: StandingEvent): EventCommand {
  const { unitId, type, subjectKind, subjectId, contents, cause } = event;
  const { state, recheckBy } = contents;
  return { unitId, type, subjectKind, subjectId, withdraws: false, state, recheckBy, cause };
}

const asItIs = (event: StandingEvent): Omit<AddressedEvent, 'addressees'> => {
  const { type, unit, supersedes, occurredAt, recheckBy } = event.contents;
  const { id: eventId, unitSeq } = event;
  return {
    command: commandOf(event),
    header: { eventId, type, unit, unitSeq, supersedes, occurredAt, recheckBy },
  };
};

/** A recipient takes an event below its mark of the unit for one it knows: what it says is said again under a new number. */
const restated = (tx: Tx, events: readonly StandingEvent[]) =>
  takePlaces(
    tx,
    events.map((event) => ({ ...commandOf(event), restates: event.id })),
  );

/**
 * Idempotent: what was queued is not missing any more. Call it with the last unit it answered until there is none; broken
 * off, begin again from the first.
 */
export async function sendStanding(tx: Tx, { recipientId, after, limit }: Command): Promise<StandingSent> {
  const grants = await tx.query<{ kind: string; fields: string[] }>(GRANTS, [recipientId, tx.today]);
  const kinds = grants.map(({ kind }) => kind);
  const units = await tx.query<{ unit_id: string }>(UNITS, [recipientId, kinds, after, limit]);
  const unitIds = units.map(({ unit_id }) => unit_id);
  const last = unitIds.at(-1) ?? null;
  if (last === null) {
    return { events: 0, last };
  }
  await lockStreams(tx, unitIds);
  // Read under the locks: a change that was made in between reaches the recipient by itself.
  const missing = await tx.query<StandingEvent>(EVENTS, [recipientId, kinds, unitIds]);
  const placed = [
    ...missing.filter(({ isAhead }) => isAhead).map(asItIs),
    ...(await restated(
      tx,
      missing.filter(({ isAhead }) => !isAhead),
    )),
  ];
  const projections = new Map(grants.map(({ kind, fields }) => [kind, projectionOf(fields)]));
  await queueDeliveries(
    tx,
    placed.map((event) => ({
      ...event,
      addressees: [{ recipientId, projection: projections.get(event.command.subjectKind) ?? '' }],
    })),
  );
  await appendOutbox(tx, 'DeliveryAppended', { recipientId });
  await appendAudit(tx, {
    unitId: null,
    actor: systemActor('send-standing'),
    action: 'recipient.standing',
    subjectType: 'RECIPIENT',
    subjectId: recipientId,
    detail: { units: unitIds.length, events: placed.length, lastUnit: last },
  });
  return { events: placed.length, last };
}
