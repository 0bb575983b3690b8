/** The transport over HTTP: no redirects, a limit on every phase, and never more of the answer than is kept. */
import { Agent, request } from 'undici';
import type { Post, PostResult, Transport } from '../transport';

const CONNECT_MS = 5_000;
const ANSWER_BYTES = 16 * 1024;

/** Errors that happen before a byte of the request can have left. */
const BEFORE_SENDING = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
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

/** Keep one per process or run; `close` ends its connections. */
export function httpTransport(): Transport {
  const agent = new Agent({
    connect: { timeout: CONNECT_MS },
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
