/** Brings a recipient that came later, or was granted more, to the same standing as one that was there from the start. */
import { query, type Store, transaction } from '../../store/transaction';
import { sendStanding } from '../steps/send-standing';

interface Command {
  /** Null: every recipient; a grant may have begun today. */
  readonly recipientId: string | null;
  readonly signal?: AbortSignal;
  readonly unitsAtOnce?: number;
}

const UNITS_AT_ONCE = 500;

async function sendOne(store: Store, recipientId: string, command: Command): Promise<number> {
  const limit = command.unitsAtOnce ?? UNITS_AT_ONCE;
  let events = 0;
  for (let after: string | null = '0'; after !== null; ) {
    command.signal?.throwIfAborted();
    const from: string = after;
    const sent = await transaction(store, (tx) => sendStanding(tx, { recipientId, after: from, limit }));
    events += sent.events;
    after = sent.last;
  }
  if (events > 0) {
    store.logger.info({ recipient: recipientId, events }, 'what is in force was queued for the recipient');
  }
  return events;
}

/** Resolves to how many events were queued. */
export async function sendStandings(store: Store, command: Command): Promise<number> {
  const recipients = await query<{ id: string }>(
    store,
    'select id from recipient where $1::text is null or id = $1 order by id',
    [command.recipientId],
  );
  let events = 0;
  for (const { id } of recipients) {
    events += await sendOne(store, id, command);
  }
  return events;
}
