/** Any mixture of changes, faults of recipients, dying and overtaking senders: nothing lost, order kept, states equal. */
import fc from 'fast-check';
import { httpTransport } from '../../src/delivery/runs/http-transport';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import { claimLanes } from '../../src/delivery/steps/claim-lanes';
import { setEndpoint } from '../../src/delivery/steps/set-endpoint';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { type Answer, type Arrival, type Receiver, SECRET, startReceiver } from './receiver';
import { actor, appendNow, expectSound, KEY, makeUnit, passTime, recipient, registerAll } from './world';

const RECIPIENTS = ['one', 'two'];
const SUBJECTS = ['a', 'b'];
let database: TestDatabase;
let store: Store;
let receivers: Receiver[];
const transport = httpTransport();

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  receivers = await Promise.all(RECIPIENTS.map(startReceiver));
  await registerAll(
    store,
    RECIPIENTS.map((id) => recipient(id)),
  );
  await transaction(store, async (tx) => {
    for (const [i, recipientId] of RECIPIENTS.entries()) {
      await setEndpoint(tx, {
        recipientId,
        url: receivers[i]?.url ?? '',
        secret: SECRET,
        key: KEY,
        plainHttp: true,
        actor,
      });
    }
  });
});
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await transport.close();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  await database.close();
});

type Operation =
  | { do: 'change'; unit: number; subject: number; state: 'ACTIVE' | 'WITHDRAWN' }
  | { do: 'send'; recipient: number; senders: 1 | 2 }
  | { do: 'die'; recipient: number }
  | { do: 'wait' }
  | { do: 'send-and-wait'; recipient: number }
  | {
      do: 'send-and-change';
      recipient: number;
      unit: number;
      subject: number;
      state: 'ACTIVE' | 'WITHDRAWN';
    };

const unit = fc.nat(2);
const subject = fc.nat(1);
const recipientNo = fc.nat(1);
const state = fc.constantFrom('ACTIVE' as const, 'WITHDRAWN' as const);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), unit, subject, state }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      recipient: recipientNo,
      senders: fc.constantFrom(1 as const, 2 as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), recipient: recipientNo }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send-and-wait' as const), recipient: recipientNo }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('send-and-change' as const),
      recipient: recipientNo,
      unit,
      subject,
      state,
    }),
  },
);
const answer = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Answer>(200) },
  { weight: 3, arbitrary: fc.constantFrom<Answer[]>(500, 429, 'late', 'cut') },
  { weight: 1, arbitrary: fc.constantFrom<Answer[]>(400, 'no-receipt') },
);

const send = (recipientNumber: number, worker: string) =>
  sendToRecipient(store, { recipientId: RECIPIENTS[recipientNumber] ?? '', worker, key: KEY, transport });

async function run(op: Operation, units: { id: string }[]): Promise<void> {
  const change = (c: { unit: number; subject: number; state: 'ACTIVE' | 'WITHDRAWN' }) =>
    appendNow(store, { unitId: units[c.unit]?.id ?? '', subject: SUBJECTS[c.subject] ?? '', state: c.state });
  switch (op.do) {
    case 'change':
      await change(op);
      return;
    case 'send':
      await Promise.all(Array.from({ length: op.senders }, (_, i) => send(op.recipient, `w${i}`)));
      return;
    case 'die':
      // Intents are written and leases taken by a sender that is never heard of again.
      await transaction(store, (tx) =>
        claimLanes(tx, { recipientId: RECIPIENTS[op.recipient] ?? '', worker: 'dead', limit: 2 }),
      );
      return;
    case 'wait':
      await passTime(store);
      return;
    case 'send-and-wait':
      // Leases run out while requests are on their way, and another sender takes over.
      await Promise.all([
        send(op.recipient, 'overtaken'),
        passTime(store).then(() => send(op.recipient, 'overtaker')),
      ]);
      return;
    case 'send-and-change':
      await Promise.all([send(op.recipient, 'w0'), change(op)]);
  }
}

async function drain(): Promise<void> {
  for (let waiting = 1; waiting > 0; ) {
    await query(store, `update lane set state = 'READY', ready_at = now() where state = 'HELD'`);
    await passTime(store);
    const reports = await Promise.all(RECIPIENTS.map((_, i) => send(i, 'drain')));
    waiting = reports.reduce((sum, report) => sum + report.waiting, 0);
  }
}

interface EventRow {
  event_id: string;
  recipient_id: string;
  unit_seq: number;
  code: string;
  subject_id: string;
  state: string;
  body: string;
  ended: boolean;
  closed: string | null;
  attempts: number;
}

const deliveries = (units: { id: string }[]) =>
  query<EventRow>(
    store,
    `select d.event_id, d.recipient_id, d.unit_seq::int, u.code, e.subject_id, e.state #>> '{state,state}' as state,
       convert_from(b.bytes, 'UTF8') as body, l.head_seq >= d.lane_seq as ended, c.kind as closed,
       (select count(*)::int from attempt a where a.delivery_id = d.id) as attempts
     from delivery d join event e on e.id = d.event_id join unit u on u.id = d.unit_id
       join event_body b on b.event_id = d.event_id and b.projection = d.projection
       join lane l on l.recipient_id = d.recipient_id and l.unit_id = d.unit_id
       left join delivery_closure c on c.delivery_id = d.id
     where d.unit_id = any($1) order by d.unit_seq`,
    [units.map(({ id }) => id)],
  );

const taken = ({ answered }: Arrival) => answered === 200 || answered === 'late' || answered === 'no-receipt';

/** The numbers of the events, in the order in which each was first taken. */
const firstTaken = (arrivals: Arrival[]): number[] => [
  ...new Set(arrivals.filter(taken).map(({ unitSeq }) => unitSeq)),
];

function check(rows: EventRow[], codes: string[]): void {
  for (const [i, recipientId] of RECIPIENTS.entries()) {
    const receiver = receivers[i] as Receiver;
    const mine = rows.filter((row) => row.recipient_id === recipientId);
    const arrivals = receiver.arrivals.filter((arrival) => codes.includes(arrival.unit));
    // Nothing is missing: each delivery was taken, or closed because its flag was withdrawn before.
    expect(mine.filter((row) => !row.ended)).toEqual([]);
    for (const row of mine) {
      const own = arrivals.filter(({ eventId }) => eventId === row.event_id);
      expect(own.some(taken) || row.closed !== null).toBe(true);
      // Each arrival was intended, and carried the stored bytes.
      expect(own.length).toBeLessThanOrEqual(row.attempts);
      expect(own.every(({ body }) => body === row.body)).toBe(true);
    }
    for (const code of codes) {
      const order = firstTaken(arrivals.filter((arrival) => arrival.unit === code));
      expect(order).toEqual([...order].sort((x, y) => x - y));
      for (const subjectId of SUBJECTS) {
        const last = mine.findLast((row) => row.code === code && row.subject_id === subjectId);
        expect(receiver.held.get(code)?.get(`DESIGNATION ${subjectId}`)).toBe(last?.state);
      }
    }
  }
}

test('random interleavings', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 4, maxLength: 30 }),
      fc.infiniteStream(answer),
      async (operations, answers) => {
        const units = await Promise.all([makeUnit(store), makeUnit(store), makeUnit(store)]);
        for (const receiver of receivers) {
          receiver.arrivals.length = 0;
          receiver.answer = () => answers.next().value ?? 200;
        }
        for (const op of operations) {
          await run(op, units);
        }
        for (const receiver of receivers) {
          receiver.answer = () => 200;
        }
        await drain();
        await expectSound(store);
        check(
          await deliveries(units),
          units.map(({ code }) => code),
        );
      },
    ),
    { numRuns: Number(process.env.HUB_TEST_RUNS ?? 30) },
  );
}, 120_000);
