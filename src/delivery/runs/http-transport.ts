/** The transport over HTTP: no redirects, a limit on every phase, and never more of the answer than is kept. */
import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import type { Post, PostResult, Transport } from '../transport';
import { mayDial } from './address';

const CONNECT_MS = 5_000;
/** Also what an officer reads beside the attempt. */
const ADDRESS_REFUSED = 'ADDRESS_REFUSED';
const ANSWER_BYTES = 16 * 1024;

/** Errors that happen before a byte of the request can have left. */
const BEFORE_SENDING = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  ADDRESS_REFUSED,
  'ERR_INVALID_URL',
  'UND_ERR_INVALID_ARG',
]);

/** The code of the error or of its cause; an abort has a number there, so its name is taken. */
function codeOf(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: string; cause?: { code?: unknown } };
  const texts = [code, cause?.code, name].filter((text) => typeof text === 'string');
  return texts[0] ?? 'ERROR';
}

const isBeforeSending = (code: string): boolean =>
  BEFORE_SENDING.has(code) ||
  code.startsWith('ERR_TLS') ||
  code.startsWith('CERT_') ||
  code.startsWith('DEPTH_ZERO');

const headerText = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null;

const refused = (): NodeJS.ErrnoException =>
  Object.assign(new Error('this address is no recipient’s'), { code: ADDRESS_REFUSED });

/** Looks up all addresses of a name; one that must not be dialled among them, and none is. */
function guardedLookup(protocol: string, resolve: typeof dns.lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        done(error ?? Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), [], 0);
      } else if (!addresses.every(({ address }) => mayDial(address, host, protocol))) {
        done(refused(), [], 0);
      } else if (options.all) {
        done(null, addresses);
      } else {
        done(null, first.address, first.family);
      }
    });
  };
}

/** The address that is dialled is the one that was checked, whatever the name says a moment later. */
function guardedConnector(resolve: typeof dns.lookup): buildConnector.connector {
  const connectorFor = (protocol: string) =>
    buildConnector({ timeout: CONNECT_MS, lookup: guardedLookup(protocol, resolve) });
  const [plain, encrypted] = [connectorFor('http:'), connectorFor('https:')];
  return (options, done) => {
    const { hostname, protocol } = options;
    const literal = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
    if (literal && !mayDial(hostname, hostname, protocol)) {
      done(refused(), null);
    } else {
      (protocol === 'https:' ? encrypted : plain)(options, done);
    }
  };
}

/** Gathers one answer: what its handler is told, straight from the parser, and what it comes to. */
class Answer implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #retryAfter: string | null = null;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(
    readonly signal: AbortSignal,
    readonly done: (result: PostResult) => void,
  ) {
    signal.addEventListener('abort', this.#abort);
  }

  /** Until it has a connection there is no controller: it is ended as soon as it has one. */
  readonly #abort = (): void => this.#controller?.abort(this.signal.reason as Error);

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.signal.aborted) {
      this.#abort();
    }
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.#status = status;
    this.#retryAfter = headerText(headers['retry-after']);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk.subarray(0, ANSWER_BYTES - this.#size));
    this.#size += chunk.length;
    if (this.#size >= ANSWER_BYTES) {
      this.onResponseEnd();
      controller.abort(new Error('enough of this answer'));
    }
  }

  onResponseEnd(): void {
    this.#end({
      kind: 'ANSWERED',
      status: this.#status,
      retryAfter: this.#retryAfter,
      text: Buffer.concat(this.#chunks).toString('utf8'),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: unknown): void {
    const code = codeOf(error);
    this.#end({ kind: isBeforeSending(code) ? 'NOT_SENT' : 'NO_ANSWER', error: code });
  }

  /** Only the first end counts. */
  #end(result: PostResult): void {
    this.signal.removeEventListener('abort', this.#abort);
    this.done(result);
  }
}

/** Keep one per process or run; `close` ends its connections. */
export function httpTransport(resolve: typeof dns.lookup = dns.lookup): Transport {
  const agent = new Agent({
    connect: guardedConnector(resolve),
    connections: 64,
    pipelining: 1,
  });
  return {
    post: ({ url, headers, body, signal }: Post): Promise<PostResult> =>
      new Promise((done) => {
        const answer = new Answer(signal, done);
        try {
          const { origin, pathname, search } = new URL(url);
          agent.dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, answer);
        } catch (error) {
          answer.onResponseError(null, error);
        }
      }),
    close: () => agent.destroy(),
  };
}
