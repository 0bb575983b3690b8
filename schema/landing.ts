/** The landing page of the demo: served by ourselves, so that it works without the internet, and for the demo alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly token: string | null;
}

export interface DemoPage {
  /** A unit with verdict, decision, flag and receipts; and one that a review can be triggered for. */
  readonly unitCode: string | null;
  readonly toReview: string | null;
  readonly accounts: readonly DemoAccount[];
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const LOCAL_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LOCAL_NAMES = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Tokens are for whoever sits at this machine: not for a page that reaches it under another name. */
const isLocal = ({ ip, headers }: FastifyRequest): boolean =>
  LOCAL_ADDRESSES.has(ip) && LOCAL_NAMES.has((headers.host ?? '').replace(/:\d+$/, ''));

const withoutTokens = (page: DemoPage): DemoPage => ({
  ...page,
  accounts: page.accounts.map((account) => ({ ...account, token: null })),
});

/** JSON inside a script element: nothing in it may end the element. */
const asScript = (page: DemoPage): string => JSON.stringify(page).replaceAll('<', '\\u003c');

let html: string | null = null;

export function serveLanding(app: FastifyInstance, demo: () => Promise<DemoPage | null>): void {
  app.get('/', async (request, reply) => {
    const page = await demo();
    if (page === null) {
      return reply.callNotFound();
    }
    html ??= readFileSync(join(__dirname, 'landing.html'), 'utf8');
    const shown = isLocal(request) ? page : withoutTokens(page);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('cache-control', 'no-store')
      .send(html.replace('/*DEMO*/null', () => asScript(shown)));
  });
}
