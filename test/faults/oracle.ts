/** What must hold when all is quiet again: every delivery confirmed, once effective, in order, on both sides alike. */
import { query, type Store } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { secondsUntil } from '../harness/until';
import type { Receivers, UnitView } from './receivers';

/** Deliveries that are neither confirmed nor closed. */
export async function openDeliveries(store: Store, recipientId: string | null = null): Promise<number> {
  const [row] = await query<{ n: number }>(
    store,
    `select count(*)::int as n from delivery d where ($1::text is null or recipient_id = $1)
       and not exists (select from receipt r where r.delivery_id = d.id)
       and not exists (select from delivery_closure c where c.delivery_id = d.id)`,
    [recipientId],
  );
  return row?.n ?? -1;
}

/** Also the lanes: a receipt may be there a moment before its lane has moved on. */
export const allConfirmed = (store: Store, seconds: number): Promise<number> =>
  secondsUntil(
    'all deliveries are confirmed and their lanes idle',
    async () => {
      const busy = await query(
        store,
        `select from lane where state <> 'IDLE' or head_seq < tail_seq limit 1`,
      );
      return busy.length === 0 && (await openDeliveries(store)) === 0;
    },
    seconds,
  );

interface Sent {
  readonly code: string;
  readonly unit_seq: string;
  readonly event_id: string;
  readonly closed: boolean;
}

const sentTo = (store: Store, recipientId: string): Promise<Sent[]> =>
  query<Sent>(
    store,
    `select coalesce(u.code, u.local_code) as code, d.unit_seq, d.event_id,
       exists (select from delivery_closure c where c.delivery_id = d.id) as closed
     from delivery d join unit u on u.id = d.unit_id where d.recipient_id = $1 order by d.unit_id, d.unit_seq`,
    [recipientId],
  );

/** The flags in force of what the recipient was sent: the hub's own word on them. */
const flagsFor = (store: Store, recipientId: string) =>
  query<{ flag: string }>(
    store,
    `select distinct coalesce(u.code, u.local_code) || ' ' || h.kind || ' ' || h.subject || ' ' || h.version || ' ' || h.state as flag
     from delivery d join event e on e.id = d.event_id join unit u on u.id = d.unit_id
       join flag_head h on (h.unit_id, h.kind, h.subject) = (e.unit_id, e.subject_kind, e.subject_id)
     where d.recipient_id = $1 order by 1`,
    [recipientId],
  );

function arrivalProblems(sent: readonly Sent[], state: Record<string, UnitView>): string[] {
  const problems: string[] = [];
  const known = new Map(sent.map((one) => [one.event_id, one]));
  for (const [code, { arrivals }] of Object.entries(state)) {
    const first = new Map<string, number>();
    for (const { eventId, unitSeq } of arrivals) {
      if (known.get(eventId)?.code !== code || known.get(eventId)?.unit_seq !== String(unitSeq)) {
        problems.push(`${code}: ${eventId} ${unitSeq} came, and the hub knows of no such delivery`);
      }
      first.set(eventId, first.get(eventId) ?? unitSeq);
    }
    const order = [...first.values()];
    if (order.some((seq, place) => seq <= (order[place - 1] ?? 0))) {
      problems.push(`${code}: first arrivals in the order ${order.join(' ')}`);
    }
  }
  for (const { code, event_id, unit_seq, closed } of sent) {
    const applied = (state[code]?.arrivals ?? []).filter(
      ({ eventId, result }) => eventId === event_id && result === 'APPLIED',
    ).length;
    if (applied !== 1 && !(closed && applied === 0)) {
      problems.push(`${code}: event ${unit_seq} took effect ${applied} times`);
    }
  }
  return problems;
}

function held(state: Record<string, UnitView>): string[] {
  const flags = Object.entries(state).flatMap(([code, view]) =>
    view.flags.map(
      ({ kind, subject, version, state: flag }) => `${code} ${kind} ${subject} ${version} ${flag}`,
    ),
  );
  return flags.sort();
}

/** Call it when all is confirmed. */
export async function expectNothingLostOrDoubled(
  store: Store,
  receivers: readonly Receivers[],
): Promise<void> {
  expect(await brokenInvariants(store)).toEqual([]);
  expect(await openDeliveries(store)).toBe(0);
  for (const group of receivers) {
    for (const recipient of group.names) {
      const state = await group.stateOf(recipient);
      const sent = await sentTo(store, recipient);
      expect({ recipient, problems: arrivalProblems(sent, state) }).toEqual({ recipient, problems: [] });
      expect({ recipient, flags: held(state) }).toEqual({
        recipient,
        flags: (await flagsFor(store, recipient)).map(({ flag }) => flag).sort(),
      });
      expect({ recipient, refused: (await group.countsOf(recipient)).refused }).toEqual({
        recipient,
        refused: 0,
      });
    }
  }
}
