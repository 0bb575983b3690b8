/** The transport over HTTP: no redirects, a limit on every phase, and never more of the answer than is kept. */
import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
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

async function firstBytes(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, ANSWER_BYTES - size));
    size += chunk.length;
    if (size >= ANSWER_BYTES) {
      body.destroy();
      break;
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

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

/** Keep one per process or run; `close` ends its connections. */
export function httpTransport(resolve: typeof dns.lookup = dns.lookup): Transport {
  const agent = new Agent({
    connect: guardedConnector(resolve),
    connections: 64,
    pipelining: 1,
  });
  return {
    async post({ url, headers, body, signal }: Post): Promise<PostResult> {
      try {
        const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body, signal });
        return {
          kind: 'ANSWERED',
          status: answer.statusCode,
          retryAfter: headerText(answer.headers['retry-after']),
          text: await firstBytes(answer.body),
        };
      } catch (error) {
        const code = codeOf(error);
        return { kind: isBeforeSending(code) ? 'NOT_SENT' : 'NO_ANSWER', error: code };
      }
    },
    close: () => agent.destroy(),
  };
}
