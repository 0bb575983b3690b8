/** Promises of the edge: a question that is known is answered there to the byte as further in; whatever is unusual goes further in. */
import http from 'node:http';
import net from 'node:net';
import type { ApolloServerPlugin } from '@apollo/server';
import type { HubContext } from '../../schema/context';
import { openClient } from '../../src/store/connection';
import { poolOf } from '../../src/store/transaction';
import { codeOf, tokenOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let fast: Asker;
let plain: Asker;
/** How often Apollo was asked. */
let heard = 0;

const counting: ApolloServerPlugin<HubContext> = {
  requestDidStart: async () => {
    heard += 1;
  },
};

beforeAll(async () => {
  rig = await startRig();
  fast = await rig.gateway({ plugins: [counting], tokenMs: 3_600_000 });
  plain = await rig.gateway({ fast: false });
});
afterAll(() => rig?.close());

const UNITS = `query Units($filter: UnitFilter, $first: Int, $after: String) {
  units(filter: $filter, first: $first, after: $after) {
    ... on UnitConnection { edges { node { code name reviewCases { totalCount } } } }
    ... on Problem { problem message }
  } }`;

interface Sent {
  readonly body?: unknown;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Received {
  readonly status: number | undefined;
  readonly headers: readonly string[];
  readonly body: string;
}

/** As it came: headers in their order and spelling, but for the time. */
function send(url: string, { body = {}, path = '/graphql', method = 'POST', headers = {} }: Sent) {
  return new Promise<Received>((resolve, reject) => {
    const usual = { authorization: `Bearer ${tokenOf('county')}`, 'content-type': 'application/json' };
    const all = Object.fromEntries(
      Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== ''),
    );
    const request = http.request(`${url}${path}`, { method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { statusCode: status, rawHeaders } = response;
        const headers = rawHeaders.filter((_, place) => rawHeaders[place - (place % 2)] !== 'Date');
        resolve({ status, headers, body: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
    request.end(method === 'GET' ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const known = { query: UNITS, variables: { first: 2 } };

/** The answer of a gateway that has heard the question before, and whether Apollo was asked for it. */
async function asked(sent: Sent): Promise<Received & { further: boolean }> {
  await send(fast.url, { body: known });
  await send(fast.url, sent);
  const before = heard;
  const received = await send(fast.url, sent);
  return { ...received, further: heard > before };
}

describe('what clients send', () => {
  const ACCEPT = [
    '',
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json,application/json;q=0.9',
  ];
  const USUAL: [string, Sent][] = [
    ...ACCEPT.map((accept): [string, Sent] => [`accept: ${accept}`, { body: known, headers: { accept } }]),
    [
      'a content type with its charset',
      { body: known, headers: { 'content-type': 'application/json; charset=utf-8' } },
    ],
    ['an operation by its name', { body: { ...known, operationName: 'Units' } }],
    ['no variables', { body: { query: UNITS, variables: null } }],
    ['what a client says of itself', { body: { ...known, extensions: { clientLibrary: { name: 'x' } } } }],
    [
      'Chinese as escapes',
      {
        body: JSON.stringify({ ...known, variables: { filter: { nameContains: '试' } } }).replace(
          '试',
          '\\u8bd5',
        ),
      },
    ],
  ];
  test.each(USUAL)('%s: the same status, headers and bytes, without asking Apollo', async (_name, sent) => {
    const { further, ...received } = await asked(sent);
    expect(received).toEqual(await send(plain.url, sent));
    expect([received.status, further]).toEqual([200, false]);
  });

  const proto =
    '{"query":"query ($filter: UnitFilter) { units(filter: $filter) { __typename } }","variables":{"__proto__":{}}}';
  const UNUSUAL: [string, Sent][] = [
    ['a form', { body: known, headers: { 'content-type': 'text/plain' } }],
    ['no content type', { body: known, headers: { 'content-type': '' } }],
    ['an answer that nobody gives', { body: known, headers: { accept: 'image/png' } }],
    ['an answer in parts', { body: known, headers: { accept: 'multipart/mixed' } }],
    ['a packed body', { body: known, headers: { 'content-encoding': 'gzip' } }],
    ['a body in pieces', { body: known, headers: { 'transfer-encoding': 'chunked' } }],
    ['several at once', { body: [known, known] }],
    ['no JSON', { body: '{"query":' }],
    ['nothing', { body: '' }],
    ['null', { body: 'null' }],
    ['another name', { body: { ...known, operationName: 'Others' } }],
    ['an empty name', { body: { ...known, operationName: '' } }],
    ['a name that is none', { body: { ...known, operationName: 7 } }],
    ['variables in a text', { body: { ...known, variables: '{"first":2}' } }],
    ['a list of variables', { body: { ...known, variables: [2] } }],
    ['a kept query', { body: { ...known, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } } }],
    ['extensions in a text', { body: { ...known, extensions: 'x' } }],
    ['a key that no object may have', { body: proto }],
    ['too much', { body: { ...known, variables: { after: 'x'.repeat(300_000) } } }],
    ['another address', { body: known, path: '/graphql/' }],
    ['an address with more', { body: known, path: '/graphql?x=1' }],
    ['the query in the address', { method: 'GET', path: `/graphql?query=${encodeURIComponent(UNITS)}` }],
    ['another method', { method: 'PUT', body: known }],
    ['a token that nobody holds', { body: known, headers: { authorization: 'Bearer nobody' } }],
    ['a bad argument', { body: { query: UNITS, variables: { first: 101 } } }],
    ['a cursor of another list', { body: { query: UNITS, variables: { after: 'WyIxIiwiMiJd' } } }],
    ['a variable of another type', { body: { query: UNITS, variables: { first: 'many' } } }],
    ['a title filter of no level', { body: { query: UNITS, variables: { filter: { titleLevel: 'MOON' } } } }],
  ];
  test.each(UNUSUAL)('%s: said as it is said further in', async (_name, sent) => {
    const { further: _further, ...received } = await asked(sent);
    expect(received).toEqual(await send(plain.url, sent));
  });
});

test('the words are the same, the answers are everybody’s own', async () => {
  const query = `{ unit(code: "${codeOf(10)}") { ... on Unit { name reviewCases { totalCount } listings { totalCount } }
    ... on Problem { problem } } units { ... on UnitConnection { totalCount } } }`;
  const accounts = ['admin', 'county', 'hrss', 'union', 'court', null] as const;
  const own = await Promise.all(accounts.map((who) => plain.text(query, {}, who)));
  for (let round = 0; round < 3; round += 1) {
    expect(await Promise.all(accounts.map((who) => fast.text(query, {}, who)))).toEqual(own);
  }
  expect(new Set(own).size).toBeGreaterThan(3);
});

test('too many rows are refused also where the question was answered before', async () => {
  const query = `query ($n: Int) { units(first: $n) { ... on UnitConnection { edges { node { members(first: $n) {
    edges { node { flags(first: $n) { edges { node { id } } } } } } } } } } }`;
  expect((await fast.ask(query, { n: 1 })).status).toBe(200);
  expect((await fast.ask(query, { n: 1 })).status).toBe(200);
  const { status, errors } = await fast.ask(query, { n: 100 });
  expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'TOO_COMPLEX']);
});

test('what fails at the edge is tried once more, in the plain lane, and told as there', async () => {
  const query = '{ listings(first: 1) { ... on ListingConnection { edges { node { events { kind } } } } } }';
  const warned: unknown[] = [];
  const logger = Object.create(rig.store.logger, {
    warn: { value: (...said: unknown[]) => warned.push(said) },
  });
  const gateway = await rig.gateway({ store: { ...rig.store, logger } });
  const [first] = [await gateway.text(query, {}, 'admin'), await gateway.text(query, {}, 'admin')];
  const hold = await openClient(rig.databaseUrl, { role: 'owner', name: 'test' });
  await hold.query('begin; lock table listing_event in access exclusive mode');
  const pool = poolOf(rig.store);
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  for (const client of clients) {
    await client.query(`set statement_timeout = '100ms'`);
    client.release();
  }
  const { errors } = await gateway.ask(query);
  expect(errors?.[0]?.extensions.code).toBe('TOO_COMPLEX');
  expect(warned).toHaveLength(1);
  await hold.end();
  expect(await gateway.text(query, {}, 'admin')).toBe(first);
});

test('whoever goes away while asking, or before the answer, disturbs nobody', async () => {
  const { hostname, port } = new URL(fast.url);
  const body = JSON.stringify(known);
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${tokenOf('county')}\r\nContent-Length: ${body.length}\r\n\r\n`;
  for (const part of [head, head + body.slice(0, 40), head + body]) {
    const socket = net.connect(Number(port), hostname);
    await new Promise<void>((resolve) => socket.write(part, () => resolve()));
    socket.destroy();
  }
  expect((await asked({ body: known })).status).toBe(200);
});

test('a question that is being answered when the gateway closes is answered', async () => {
  const gateway = await rig.gateway();
  const query = '{ listings(first: 2) { ... on ListingConnection { edges { node { events { kind } } } } } }';
  const [first] = [await gateway.text(query, {}, 'admin'), await gateway.text(query, {}, 'admin')];
  const hold = await openClient(rig.databaseUrl, { role: 'owner', name: 'test' });
  await hold.query('begin; lock table listing_event in access exclusive mode');
  const answer = gateway.text(query, {}, 'admin');
  for (let waiting = 0; waiting === 0; ) {
    const { rows } = await hold.query('select from pg_stat_activity where wait_event_type = $1', ['Lock']);
    waiting = rows.length;
  }
  const closed = gateway.close();
  await hold.end();
  expect(await answer).toBe(first);
  await closed;
});
