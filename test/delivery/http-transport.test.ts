/** The network: no redirects, nothing kept of endless answers, every request ends in time and says how. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { PACE } from '../../src/delivery/pace';
import { attempting } from '../../src/delivery/runs/attempt-sending';
import { httpTransport } from '../../src/delivery/runs/http-transport';
import type { Sending } from '../../src/delivery/steps/claim-lanes';
import type { PostResult } from '../../src/delivery/transport';
import { systemClock } from '../../src/kernel/clock';
import type { Store } from '../../src/store/transaction';
import { testLogger } from '../harness/logger';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

let server: http.Server;
let handle: Handler;
let requests = 0;
const transport = httpTransport();

beforeAll(async () => {
  server = http.createServer((request, response) => {
    requests += 1;
    request.resume();
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  requests = 0;
});
afterAll(async () => {
  await transport.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const here = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const post = (url: string, signal = new AbortController().signal): Promise<PostResult> =>
  transport.post({ url, headers: {}, body: Buffer.from('{}'), signal });

test('an endless answer is read to 16 KiB and cut off', async () => {
  let written = 0;
  handle = (_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      while (!response.destroyed && response.write(chunk)) {
        written += chunk.length;
      }
    };
    response.on('drain', more);
    more();
  };
  const result = await post(here());
  expect(result).toMatchObject({ kind: 'ANSWERED', status: 200 });
  expect(result.kind === 'ANSWERED' && result.text.length).toBe(16 * 1024);
  expect(written).toBeLessThan(64 * 1024 * 1024);
});

test('a redirect is an answer, and nobody is asked there', async () => {
  handle = (_request, response) => response.writeHead(301, { location: here() }).end();
  expect(await post(here())).toMatchObject({ kind: 'ANSWERED', status: 301 });
  expect(requests).toBe(1);
});

test.each([
  ['hangs', () => undefined],
  [
    'sends headers and hangs',
    (_: unknown, response: http.ServerResponse) => response.writeHead(200).flushHeaders(),
  ],
  [
    'drips',
    (_: unknown, response: http.ServerResponse) => void setInterval(() => response.write('x'), 20).unref(),
  ],
] as [string, Handler][])('a recipient that %s: ended by the signal, no answer', async (_name, handler) => {
  handle = handler;
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 100);
  expect(await post(here(), ending.signal)).toMatchObject({ kind: 'NO_ANSWER' });
});

test('cut after the request left: no answer; refused or unknown address: not sent', async () => {
  handle = (request) => void request.socket.destroy();
  expect(await post(here())).toMatchObject({ kind: 'NO_ANSWER' });
  const closed = net.createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ kind: 'NOT_SENT', error: 'ECONNREFUSED' });
  expect(await post('http://no-such-host.invalid/')).toMatchObject({ kind: 'NOT_SENT' });
});

describe('time limits', () => {
  const store = { clock: systemClock, logger: testLogger } as unknown as Store;
  const sending: Sending = {
    attemptId: 'a',
    deliveryId: 'd',
    unitId: '1',
    laneSeq: '1',
    eventId: 'e',
    unitSeq: '1',
    withdrawal: false,
    bytes: Buffer.from('{}'),
    failures: 0,
    asked: 0,
  };
  /** Answers only when it is ended. */
  const silent = {
    post: ({ signal }: { signal: AbortSignal }) =>
      new Promise<PostResult>((resolve) => {
        signal.addEventListener('abort', () => resolve({ kind: 'NO_ANSWER', error: 'AbortError' }));
      }),
    close: () => Promise.resolve(),
  };

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const outcomeAfter = async (milliseconds: number, signal?: AbortSignal) => {
    const attempts = attempting({ store, transport: silent, signal, pace: PACE });
    let outcome = 'OPEN';
    void attempts.attempt('http://x/', [], sending).then(({ result }) => {
      outcome = result.outcome;
    });
    await jest.advanceTimersByTimeAsync(milliseconds);
    attempts.close();
    return outcome;
  };

  test('a request is unknown after 15 s, not before', async () => {
    expect(await outcomeAfter(14_900)).toBe('OPEN');
    expect(await outcomeAfter(15_100)).toBe('UNKNOWN');
  });

  test('asked to end, a request that is on its way gets five seconds', async () => {
    const ending = new AbortController();
    const early = outcomeAfter(4_900, ending.signal);
    ending.abort();
    expect(await early).toBe('OPEN');
    const second = new AbortController();
    const late = outcomeAfter(5_100, second.signal);
    second.abort();
    expect(await late).toBe('UNKNOWN');
  });
});
