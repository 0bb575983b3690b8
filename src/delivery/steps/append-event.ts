/** Appends events to the streams of units, with one delivery per recipient: part of the transaction that decided. */
import { appendOutboxMany } from '../../store/outbox';
import type { Tx } from '../../store/transaction';
import { findAddressees } from './find-addressees';
import { lockStreams } from './lock-streams';
import { queueDeliveries } from './queue-deliveries';
import { type EventCommand, takePlaces } from './take-places';

export interface AppendedEvent {
  readonly eventId: string;
  readonly unitSeq: string;
  readonly recipients: string[];
}

/** In the given order. The set of those who must confirm is fixed here, by rows, for good. */
export async function appendEvents(tx: Tx, commands: readonly EventCommand[]): Promise<AppendedEvent[]> {
  if (commands.length === 0) {
    return [];
  }
  await lockStreams(
    tx,
    commands.map(({ unitId }) => unitId),
  );
  const addresseesOf = await findAddressees(tx, commands);
  const placed = await takePlaces(tx, commands);
  const events = placed.map((event) => ({ ...event, addressees: addresseesOf(event.command) }));
  await queueDeliveries(tx, events);
  const woken = new Set(events.flatMap(({ addressees }) => addressees.map(({ recipientId }) => recipientId)));
  const keys = [...woken].sort().map((recipientId) => ({ recipientId }));
  await appendOutboxMany(tx, 'DeliveryAppended', keys);
  return events.map(({ header, addressees }) => ({
    eventId: header.eventId,
    unitSeq: header.unitSeq,
    recipients: addressees.map(({ recipientId }) => recipientId),
  }));
}

export async function appendEvent(tx: Tx, command: EventCommand): Promise<AppendedEvent> {
  const [appended] = await appendEvents(tx, [command]);
  if (appended === undefined) {
    throw new Error('appendEvent: nothing was appended');
  }
  return appended;
}
