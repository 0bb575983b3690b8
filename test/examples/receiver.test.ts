/** A recipient believes only what is signed, never goes back, forgets nothing it confirmed, and takes a recall of what it never saw. */
import { createHmac } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { type Receiving, startReceiver } from '../../examples/agencies/receiver';
import { ask, post, scratch } from './run-program';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const SECRET = `whsec_${KEY.toString('base64')}`;
const place = scratch();
let receiving: Receiving;
let files = 0;

interface Answer {
  readonly receipt: { eventId: string; unitSeq: number; state: string; at: string; signature: string };
}
interface State {
  readonly units: {
    readonly [code: string]: {
      mark: number;
      flags: { state: string; subject: string }[];
      arrivals: { eventId: string }[];
    };
  };
}

async function open(state: string | null): Promise<void> {
  const entries = [{ name: 'credit', secret: SECRET }];
  receiving = await startReceiver({ entries, host: '127.0.0.1', port: 0, state, token: 't', control: true });
}

beforeEach(async () => {
  files += 1;
  await open(place.path(`state-${files}.ndjson`));
});
afterEach(() => receiving.close());
afterAll(() => place.remove());

const url = (): string => receiving.urls.credit ?? '';

function event(unitSeq: number, state = 'ACTIVE', subject = 's', code = '91350100M000100Y43') {
  return {
    specVersion: '1',
    eventId: `e-${code.slice(-3)}-${unitSeq}-${subject}`,
    type: state === 'ACTIVE' ? 'flag.applied' : 'flag.withdrawn',
    unit: { code, name: '甲', regionCode: '371002' },
    unitSeq,
    flag: { kind: 'JOINT_SANCTION', subject, version: unitSeq, state },
    supersedes: null,
    occurredAt: '2026-11-21T00:00:00Z',
    recheckBy: '2026-12-21',
  };
}

type Event = ReturnType<typeof event>;

/** Signed with the published library, so that the recipient's own code is held against it. */
function signed(
  body: Event,
  at = new Date(),
  secret = SECRET,
): { body: string; headers: Record<string, string> } {
  const text = JSON.stringify(body);
  const headers = {
    'webhook-id': body.eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(body.eventId, at, text),
  };
  return { body: text, headers };
}

const send = (message: { body: string; headers: Record<string, string> }): Promise<Response> =>
  ask(`${url()}/events`, undefined, { method: 'POST', ...message });

async function deliver(body: Event): Promise<Answer['receipt']> {
  const response = await send(signed(body));
  expect(response.status).toBe(200);
  return ((await response.json()) as Answer).receipt;
}

const stateOf = async (): Promise<State> => (await (await ask(`${url()}/state`, 't')).json()) as State;

test('a signed event is applied, and the receipt is signed over what it says', async () => {
  const { eventId, unitSeq, state, at, signature } = await deliver(event(1));
  expect({ eventId, unitSeq, state }).toEqual({ eventId: 'e-Y43-1-s', unitSeq: 1, state: 'APPLIED' });
  const wanted = createHmac('sha256', KEY).update(`${eventId}.${unitSeq}.${state}.${at}`).digest('base64');
  expect(signature).toBe(wanted);
});

test('the raw bytes count: the same JSON with other spacing is refused', async () => {
  const message = signed(event(1));
  const spaced = { ...message, body: JSON.stringify(JSON.parse(message.body), null, 1) };
  expect((await send(spaced)).status).toBe(401);
  expect((await stateOf()).units).toEqual({});
});

test('refused: another secret, an old or future time, another id, no headers, an unknown scheme', async () => {
  const now = Date.now();
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const good = signed(event(1));
  const noise = (headers: Record<string, string>) => ({ ...good, headers: { ...good.headers, ...headers } });
  expect((await send(signed(event(1), new Date(), other))).status).toBe(401);
  expect((await send(signed(event(1), new Date(now - 310_000)))).status).toBe(401);
  expect((await send(signed(event(1), new Date(now + 310_000)))).status).toBe(401);
  expect((await send(noise({ 'webhook-id': 'e-other' }))).status).toBe(401);
  expect((await send(noise({ 'webhook-timestamp': '1e3' }))).status).toBe(401);
  expect(
    (
      await send(
        noise({ 'webhook-signature': good.headers['webhook-signature']?.replace('v1,', 'v2,') ?? '' }),
      )
    ).status,
  ).toBe(401);
  expect((await send(noise({ 'webhook-signature': 'v1,' }))).status).toBe(401);
  expect((await send({ body: good.body, headers: {} })).status).toBe(401);
  expect((await stateOf()).units).toEqual({});
  expect(
    (await send(noise({ 'webhook-signature': `v1,AAAA v1a,x ${good.headers['webhook-signature']}` }))).status,
  ).toBe(200);
});

test('signed, but no event: refused, and nothing kept', async () => {
  const wrong = [
    { ...event(1), unitSeq: 0 },
    { ...event(1), unitSeq: 1.5 },
    { ...event(1), unit: null },
    { ...event(1), flag: { ...event(1).flag, state: 'PROPOSED' } },
  ];
  for (const body of wrong) {
    expect((await send(signed(body as Event))).status).toBe(400);
  }
  const text = 'not json';
  const at = new Date();
  const headers = {
    ...signed(event(1), at).headers,
    'webhook-signature': new Webhook(SECRET).sign('e-Y43-1-s', at, text),
  };
  expect((await send({ body: text, headers })).status).toBe(400);
  expect((await stateOf()).units).toEqual({});
});

test('a duplicate and a late one answer ALREADY and change nothing; a gap is no obstacle', async () => {
  await deliver(event(1));
  expect((await deliver(event(1))).state).toBe('ALREADY');
  expect((await deliver(event(5, 'WITHDRAWN'))).state).toBe('APPLIED');
  expect((await deliver(event(3, 'ACTIVE'))).state).toBe('ALREADY');
  const page = (await stateOf()).units['91350100M000100Y43'];
  expect(page?.mark).toBe(5);
  expect(page?.flags.map((flag) => flag.state)).toEqual(['WITHDRAWN']);
  expect(page?.arrivals).toHaveLength(4);
});

test('a recall of something never seen is taken', async () => {
  expect((await deliver(event(9, 'WITHDRAWN', 'never'))).state).toBe('APPLIED');
});

test('units do not share a mark, flags of a unit do', async () => {
  await deliver(event(4, 'ACTIVE', 'a'));
  expect((await deliver(event(1, 'ACTIVE', 'a', '91110108551385082Q'))).state).toBe('APPLIED');
  expect((await deliver(event(6, 'ACTIVE', 'b'))).state).toBe('APPLIED');
  expect((await deliver(event(5, 'WITHDRAWN', 'a'))).state).toBe('ALREADY');
});

test('marks and flags survive a restart, also one with a torn last line', async () => {
  const path = place.path(`state-${files}.ndjson`);
  await deliver(event(1));
  await deliver(event(2, 'ACTIVE', 'b'));
  await receiving.close();
  appendFileSync(path, '{"event":{"eventId":"e-to');
  await open(path);
  const page = (await stateOf()).units['91350100M000100Y43'];
  expect([page?.mark, page?.flags.length]).toEqual([2, 2]);
  expect((await deliver(event(2, 'ACTIVE', 'b'))).state).toBe('ALREADY');
  await deliver(event(3));
  await receiving.close();
  await open(path);
  expect((await stateOf()).units['91350100M000100Y43']?.mark).toBe(3);
});

test('what was confirmed is in the file at that moment, also with a hundred at once', async () => {
  const path = place.path(`state-${files}.ndjson`);
  const codes = Array.from({ length: 100 }, (_, index) => `U${index}`);
  await Promise.all(
    codes.map(async (code) => {
      const { eventId } = await deliver(event(1, 'ACTIVE', 's', code));
      expect(readFileSync(path, 'utf8')).toContain(`"${eventId}"`);
      const again = await deliver(event(1, 'ACTIVE', 's', code));
      expect(again.state).toBe('ALREADY');
    }),
  );
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(100);
});

test('faults: what keeps nothing keeps nothing, what keeps and does not answer has kept', async () => {
  const turn = (fault: string) =>
    post(`${url()}/control`, 't', { fault, times: 1, retryAfter: 3, delayMs: 120 });
  await turn('fail');
  expect((await send(signed(event(1)))).status).toBe(500);
  await turn('busy');
  const busy = await send(signed(event(1)));
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '3']);
  await turn('lose');
  await expect(send(signed(event(1)))).rejects.toThrow();
  await turn('hang');
  await expect(send({ ...signed(event(1)), signal: AbortSignal.timeout(100) } as never)).rejects.toThrow();
  expect((await stateOf()).units).toEqual({});
  await turn('drop');
  await expect(send(signed(event(1)))).rejects.toThrow();
  expect((await deliver(event(1))).state).toBe('ALREADY');
  await turn('forge');
  const { at, signature } = await deliver(event(2));
  expect(signature).not.toBe(createHmac('sha256', KEY).update(`e-Y43-2-s.2.APPLIED.${at}`).digest('base64'));
  expect((await ask(`${url()}/control`, 'x', { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await ask(`${url()}/state`)).status).toBe(401);
});

test('several recipients in one process keep their own secrets and states', async () => {
  const second = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const both = await startReceiver({
    entries: [
      { name: 'a', path: '/a', secret: SECRET },
      { name: 'b', path: '/b', secret: second },
    ],
    host: '127.0.0.1',
    port: 0,
    state: place.path('several'),
    token: 't',
    control: false,
  });
  const message = signed(event(1));
  const to = (name: string) => ask(`${both.urls[name]}/events`, undefined, { method: 'POST', ...message });
  expect([(await to('a')).status, (await to('b')).status]).toEqual([200, 401]);
  expect((await post(`${both.urls.a}/control`, 't', { fault: 'fail' })).status).toBe(405);
  await both.close();
});
