/** One recipient: what it does with a delivery, what it shows of its state, and the switches that make it fail. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Book, type HubEvent, readEvent } from './book';
import { answer, hasToken, readBody, readObject } from './program';
import { readSecrets, signReceipt, verify } from './signature';

/**
 * fail: 500, nothing kept · busy: 429 with Retry-After · hang: never answers · lose: connection dropped, nothing kept ·
 * slow: kept, answered after delayMs · drop: kept, connection dropped without an answer · deny: 400 ·
 * garbage: kept, answered with something that is no receipt · forge: kept, answered with a wrongly signed receipt.
 */
const FAULTS = ['none', 'fail', 'busy', 'hang', 'lose', 'slow', 'drop', 'deny', 'garbage', 'forge'] as const;
type Fault = (typeof FAULTS)[number];

export interface RecipientOptions {
  readonly name: string;
  readonly secret: string;
  /** File of marks and states; null = in memory only. */
  readonly state: string | null;
  /** Token of /state and /control. */
  readonly token: string;
  readonly control: boolean;
}

interface Switches {
  fault: Fault;
  times: number | null;
  delayMs: number;
  retryAfter: number;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const header = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

export class Recipient {
  private readonly secrets: readonly Buffer[];
  private readonly book: Book;
  private readonly switches: Switches = { fault: 'none', times: null, delayMs: 2000, retryAfter: 1 };
  private received = 0;
  private refused = 0;

  constructor(private readonly options: RecipientOptions) {
    this.secrets = readSecrets(options.secret);
    this.book = new Book(options.state);
  }

  async handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const asked = `${request.method} ${path}`;
    if (asked === 'POST /events') {
      await this.take(request, response);
    } else if (asked === 'GET /health') {
      answer(response, 200, {
        name: this.options.name,
        units: this.book.size,
        received: this.received,
        refused: this.refused,
      });
    } else if (path !== '/state' && path !== '/control') {
      answer(response, 404, { error: 'not found' });
    } else if (!hasToken(request, this.options.token)) {
      answer(response, 401, { error: 'unauthorised' }, { 'www-authenticate': 'Bearer' });
    } else if (asked === 'GET /state') {
      answer(response, 200, { name: this.options.name, units: this.book.view() });
    } else if (asked === 'POST /control' && this.options.control) {
      this.turn(await readObject(request), response);
    } else {
      answer(response, 405, { error: 'not allowed' });
    }
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readBody(request);
    this.received += 1;
    const fault = this.takeFault();
    if (this.stopBefore(fault, response)) {
      return;
    }
    const id = header(request, 'webhook-id');
    const signed = {
      id,
      timestamp: header(request, 'webhook-timestamp'),
      signature: header(request, 'webhook-signature'),
    };
    const verified = verify(this.secrets, signed, bytes, Date.now() / 1000);
    if (!verified.ok) {
      this.refused += 1;
      answer(response, 401, { error: verified.why });
      return;
    }
    const event = readEvent(bytes);
    if (event === null || event.eventId !== id) {
      this.refused += 1;
      answer(response, 400, { error: 'not an event' });
      return;
    }
    await this.accept(event, verified.secret, fault, response);
  }

  private async accept(
    event: HubEvent,
    secret: Buffer,
    fault: Fault,
    response: ServerResponse,
  ): Promise<void> {
    const at = new Date().toISOString();
    const state = await this.book.record(event, at);
    const { eventId, unitSeq } = event;
    const receipt = signReceipt(secret, { eventId, unitSeq, state, at });
    switch (fault) {
      case 'slow':
        await pause(this.switches.delayMs);
        break;
      case 'drop':
        response.destroy();
        return;
      case 'garbage':
        answer(response, 200, { ok: true });
        return;
      case 'forge':
        answer(response, 200, { receipt: { ...receipt, signature: receipt.signature.replace(/^./, '#') } });
        return;
      default:
        break;
    }
    answer(response, 200, { receipt });
  }

  private takeFault(): Fault {
    const { switches } = this;
    const { fault } = switches;
    if (fault !== 'none' && switches.times !== null) {
      switches.times -= 1;
      switches.fault = switches.times > 0 ? fault : 'none';
    }
    return fault;
  }

  /** Faults that come before the event is looked at; answers true when that was all. */
  private stopBefore(fault: Fault, response: ServerResponse): boolean {
    switch (fault) {
      case 'fail':
        answer(response, 500, { error: 'failed' });
        return true;
      case 'deny':
        answer(response, 400, { error: 'refused' });
        return true;
      case 'busy':
        answer(response, 429, { error: 'busy' }, { 'retry-after': String(this.switches.retryAfter) });
        return true;
      case 'lose':
        response.destroy();
        return true;
      case 'hang':
        return true;
      default:
        return false;
    }
  }

  private turn(body: { readonly [key: string]: unknown } | null, response: ServerResponse): void {
    const fault = FAULTS.find((one) => one === body?.fault);
    if (body === null || fault === undefined) {
      answer(response, 400, { error: `fault is one of ${FAULTS.join(', ')}` });
      return;
    }
    const { switches } = this;
    switches.fault = fault;
    switches.times = typeof body.times === 'number' ? body.times : null;
    switches.delayMs = typeof body.delayMs === 'number' ? body.delayMs : switches.delayMs;
    switches.retryAfter = typeof body.retryAfter === 'number' ? body.retryAfter : switches.retryAfter;
    answer(response, 200, switches);
  }

  close(): Promise<void> {
    return this.book.close();
  }
}
