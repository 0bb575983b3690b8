/** What of deliveries can be asked for: events, who got them, every attempt, and who confirmed since when. */
import { expression, shapeOf } from '../store/shape';
import { ESCALATE_RECALL_AFTER_HOURS } from './retry';
import {
  AttemptTable,
  DeliveryTable,
  EventTable,
  ReceiptTable,
  RecipientGrantTable,
  RecipientTable,
} from './tables';

export const recipientShape = shapeOf(RecipientTable, {
  columns: ['id', 'name', 'state', 'createdAt', 'updatedAt'],
});

export const recipientGrantShape = shapeOf(RecipientGrantTable, {
  columns: ['flagKind', 'legalBasis', 'catalogueItem', 'fields', 'fromOn', 'untilOn'],
});

export const eventShape = shapeOf(EventTable, {
  columns: ['id', 'unitSeq', 'type', 'subjectKind', 'subjectId', 'withdraws', 'cause', 'occurredAt'],
  more: { digest: expression('text', ({ row }) => `encode(${row}.digest, 'hex')`, 'not null') },
});

const receipt = (row: string, column: string) =>
  `(select r.${column} from receipt r where r.delivery_id = ${row}.id)`;

const lane = (row: string, column: string) =>
  `(select l.${column} from lane l where l.recipient_id = ${row}.recipient_id and l.unit_id = ${row}.unit_id)`;

/** Confirmed, ended, or where it stands in its lane: only the head of a lane is ever being sent. */
const state = (row: string): string =>
  `case when exists (select from receipt r where r.delivery_id = ${row}.id) then 'CONFIRMED' ` +
  `when exists (select from delivery_closure c where c.delivery_id = ${row}.id) then 'CLOSED' ` +
  `else coalesce((select case when l.head_seq >= ${row}.lane_seq then 'ACCEPTED' ` +
  `when l.head_seq + 1 < ${row}.lane_seq then 'QUEUED' when l.state = 'BACKOFF' then 'RETRYING' ` +
  `when l.state = 'HELD' then 'HELD' else 'SENDING' end from lane l ` +
  `where l.recipient_id = ${row}.recipient_id and l.unit_id = ${row}.unit_id), 'QUEUED') end`;

export const deliveryShape = shapeOf(DeliveryTable, {
  columns: ['id', 'unitSeq', 'laneSeq', 'withdrawal', 'createdAt'],
  more: {
    state: expression('text', ({ row }) => state(row), 'not null'),
    confirmedAt: expression('timestamptz', ({ row }) => receipt(row, 'at')),
    confirmedVia: expression('text', ({ row }) => receipt(row, 'via')),
    confirmedAs: expression('text', ({ row }) => receipt(row, 'state')),
    closedBecause: expression(
      'text',
      ({ row }) => `(select c.kind from delivery_closure c where c.delivery_id = ${row}.id)`,
    ),
    failures: expression('int', ({ row }) => `coalesce(${lane(row, 'failures')}, 0)`, 'not null'),
    failingSince: expression('timestamptz', ({ row }) => lane(row, 'failing_since')),
    lastError: expression('text', ({ row }) => lane(row, 'last_error')),
    nextAttemptAt: expression('timestamptz', ({ row }) => lane(row, 'ready_at')),
  },
});

const outcome = (row: string, column: string) =>
  `(select o.${column} from attempt_outcome o where o.attempt_id = ${row}.id)`;

export const attemptShape = shapeOf(AttemptTable, {
  columns: ['id', 'number', 'intentAt', 'worker', 'trigger'],
  more: {
    outcome: expression('text', ({ row }) => outcome(row, 'outcome')),
    at: expression('timestamptz', ({ row }) => outcome(row, 'at')),
    httpStatus: expression('int', ({ row }) => outcome(row, 'http_status')),
    error: expression('text', ({ row }) => outcome(row, 'error')),
  },
});

export const receiptShape = shapeOf(ReceiptTable, {
  columns: ['id', 'via', 'state', 'at'],
  more: { evidence: expression('text', ({ row }) => `${row}.evidence::text`, 'not null') },
});

/** A withdrawal, as the case that stays open until everyone who may have the flag has confirmed. */
const deliveriesOf = (row: string, more: string) =>
  `(select count(*)::int from delivery d where d.event_id = ${row}.id${more})`;

const UNCONFIRMED = ' and not exists (select from receipt r where r.delivery_id = d.id)';

export const recallCaseShape = shapeOf(EventTable, {
  columns: ['id', 'subjectKind', 'subjectId', 'cause', 'occurredAt'],
  more: {
    recipients: expression('int', ({ row }) => deliveriesOf(row, ''), 'not null'),
    open: expression('int', ({ row }) => deliveriesOf(row, UNCONFIRMED), 'not null'),
    escalated: expression(
      'boolean',
      ({ row, environment }) =>
        `exists (select from delivery d where d.event_id = ${row}.id${UNCONFIRMED} ` +
        `and d.created_at < ${environment('now')} - interval '${ESCALATE_RECALL_AFTER_HOURS} hours')`,
      'not null',
    ),
  },
});
