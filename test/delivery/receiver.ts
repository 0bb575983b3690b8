/** A recipient for tests: real HTTP, checks signatures with an independent library, keeps a high-water mark per unit. */
import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`;

export interface Arrival {
  readonly eventId: string;
  readonly unit: string;
  readonly unitSeq: number;
  readonly type: string;
  readonly flag: Record<string, unknown>;
  readonly body: string;
  /** How it was answered: a status, or what was done instead. */
  readonly answered: Answer;
}

/** `late`: taken, and then the connection is cut. `cut`: cut without taking it. */
export type Answer = number | 'late' | 'cut' | 'no-receipt' | 'forged-receipt' | 'odd-receipt' | 'hang';

export interface Receiver {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** unit → the state of each subject, as this recipient holds it. */
  readonly held: Map<string, Map<string, unknown>>;
  /** Decides each answer; 200 when unset. */
  answer: (arrival: Omit<Arrival, 'answered'>, headers: http.IncomingHttpHeaders) => Answer;
  /** Stops listening: connections are refused until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Body {
  eventId: string;
  type: string;
  unit: { code: string };
  unitSeq: number;
  flag: Record<string, unknown>;
}

/** `odd`: rightly signed, but over an instant that no database takes. */
function receiptFor(body: Body, state: string, answered: Answer): string {
  const at = answered === 'odd-receipt' ? 'Nov 21 2026 (\u0000)' : new Date().toISOString();
  const forged = answered === 'forged-receipt';
  const key = forged ? Buffer.from('somebody else') : Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${body.eventId}.${body.unitSeq}.${state}.${at}`)
    .digest('base64');
  return JSON.stringify({ receipt: { eventId: body.eventId, unitSeq: body.unitSeq, state, at, signature } });
}

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export async function startReceiver(): Promise<Receiver> {
  const marks = new Map<string, number>();
  const webhook = new Webhook(SECRET);
  let server: http.Server;
  let port = 0;

  /** Full state and mark: an event at or below the mark changes nothing. */
  function take(body: Body): 'APPLIED' | 'ALREADY' {
    if (body.unitSeq <= (marks.get(body.unit.code) ?? 0)) {
      return 'ALREADY';
    }
    marks.set(body.unit.code, body.unitSeq);
    const subjects = receiver.held.get(body.unit.code) ?? new Map<string, unknown>();
    subjects.set(`${body.flag.kind} ${body.flag.subject}`, body.flag.state);
    receiver.held.set(body.unit.code, subjects);
    return 'APPLIED';
  }

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const text = await textOf(request);
    webhook.verify(text, request.headers as Record<string, string>);
    const body = JSON.parse(text) as Body;
    const arrival = { ...body, unit: body.unit.code, body: text };
    const answered = receiver.answer(arrival, request.headers);
    receiver.arrivals.push({ ...arrival, answered });
    if (answered === 'cut' || answered === 'late') {
      if (answered === 'late') {
        take(body);
      }
      request.socket.destroy();
      return;
    }
    if (answered === 'hang') {
      return;
    }
    if (typeof answered === 'number' && answered !== 200) {
      response.writeHead(answered).end('not now');
      return;
    }
    const state = take(body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answered === 'no-receipt' ? '{}' : receiptFor(body, state, answered));
  }

  const receiver: Receiver = {
    get url() {
      return `http://127.0.0.1:${port}/events`;
    },
    arrivals: [],
    held: new Map(),
    answer: () => 200,
    start: () =>
      new Promise((resolve) => {
        server = http.createServer((request, response) => {
          serve(request, response).catch((error: Error) => response.writeHead(401).end(error.message));
        });
        server.listen(port, '127.0.0.1', () => {
          port = (server.address() as AddressInfo).port;
          resolve();
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await receiver.start();
  return receiver;
}
