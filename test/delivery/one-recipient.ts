/** The setting of most sending tests: one database, one recipient over real HTTP, and nothing under way at each start. */
import { httpTransport } from '../../src/delivery/runs/http-transport';
import { type SendReport, sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import type { Transport } from '../../src/delivery/transport';
import { query, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { type Arrival, type Receiver, startReceiver } from './receiver';
import { type DeliveryRow, deliveriesOf, expectSound, KEY, passTime, recipient, registerAll } from './world';

export const R = 'housing';

interface Unit {
  readonly id: string;
  readonly code: string;
}

/** Call it at the top of a test file; it registers its own hooks. */
export function oneRecipient() {
  let database: TestDatabase;
  const transport: Transport = httpTransport();
  const hub = {
    store: undefined as unknown as Store,
    receiver: undefined as unknown as Receiver,
    transport,
    send: (): Promise<SendReport> =>
      sendToRecipient(hub.store, { recipientId: R, worker: 'w1', key: KEY, transport }),
    of: (unit: Unit): Promise<DeliveryRow[]> => deliveriesOf(hub.store, R, unit.id),
    async idOf(unit: Unit, laneSeq: number): Promise<string> {
      const [row] = await query<{ id: string }>(
        hub.store,
        'select id from delivery where recipient_id = $1 and unit_id = $2 and lane_seq = $3',
        [R, unit.id, laneSeq],
      );
      return row?.id ?? '';
    },
    arrived: (unit: Unit): Arrival[] => hub.receiver.arrivals.filter((arrival) => arrival.unit === unit.code),
    seen: (unit: Unit): number[] => hub.arrived(unit).map(({ unitSeq }) => unitSeq),
    holds: (unit: Unit, subject = 'a'): unknown =>
      hub.receiver.held.get(unit.code)?.get(`DESIGNATION ${subject}`),
  };
  beforeAll(async () => {
    database = await freshDatabase();
    hub.store = await database.store();
    hub.receiver = await startReceiver();
    await registerAll(hub.store, [recipient(R)], hub.receiver.url);
  });
  beforeEach(() => {
    hub.receiver.answer = () => 200;
    hub.receiver.arrivals.length = 0;
  });
  afterEach(async () => {
    await expectSound(hub.store);
    hub.receiver.answer = () => 200;
    await query(hub.store, `update recipient set state = 'OPEN'`);
    await query(hub.store, `update lane set state = 'READY', ready_at = now() where state = 'HELD'`);
    await passTime(hub.store);
    expect((await hub.send()).waiting).toBe(0);
  });
  afterAll(async () => {
    expect(await brokenInvariants(hub.store)).toEqual([]);
    await transport.close();
    await hub.receiver.stop();
    await database.close();
  });
  return hub;
}
