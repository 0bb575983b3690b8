/** What all programs of this folder share: a loopback HTTP server that says when it is ready, closes at once, and never outlives its parent. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: { readonly [name: string]: string } = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(text);
}

/** Compares digests, so that neither length nor content shows in the time taken. */
export function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** By the environment: the words of a program can be read by everybody on the machine. */
export const givenToken = (): string => process.env.AGENCY_TOKEN ?? 'demo';

export function hasToken(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && sameSecret(given, token);
}

export class TooLarge extends Error {}

/** The whole body as it came, up to a limit. */
export async function readBody(request: IncomingMessage, limit = 1 << 20): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    length += bytes.length;
    if (length > limit) {
      throw new TooLarge(`more than ${limit} bytes`);
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** A JSON object from the body; null if it is none. */
export async function readObject(request: IncomingMessage): Promise<{ [key: string]: unknown } | null> {
  try {
    const value: unknown = JSON.parse((await readBody(request)).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : null;
  } catch {
    return null;
  }
}

export async function listen(port: number, host: string, handler: Handler): Promise<Listening> {
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    handler(request, response, url).catch((error: unknown) => {
      if (response.destroyed) {
        return; // the other side went away
      }
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      if (response.headersSent) {
        response.destroy();
      } else {
        answer(response, error instanceof TooLarge ? 413 : 500, { error: 'failed' });
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${host}:${address.port}`, close };
}

/** Ends the process on SIGTERM or SIGINT, and when the process that started it is gone. */
export function endWithParent(close: () => Promise<void>): void {
  let ending = false;
  const end = (): void => {
    if (ending) {
      return;
    }
    ending = true;
    setTimeout(() => process.exit(0), 2000).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      end();
    }
  }, 500).unref();
}

export function wholeNumber(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new Error(`--${name} must be a whole number from ${low} to ${high}`);
  }
  return value;
}

/** Runs a command line: a wrong one ends with one line on stderr. */
export function runProgram(main: (argv: readonly string[]) => Promise<void>): void {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
