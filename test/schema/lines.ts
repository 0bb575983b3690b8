/** Subscriptions over a real line to a gateway of their own, and what wakes them. */

import { type Client, createClient } from 'graphql-ws';
import Redis from 'ioredis';
import WebSocket from 'ws';
import { liveChannel } from '../../src/kernel/live';
import { poolOf } from '../../src/store/transaction';
import { until } from '../harness/until';
import { type AccountName, tokenOf, uuidOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

export let rig: Rig;
export let gateway: Asker;
export let publisher: Redis;
const clients: Client[] = [];

/** Call it at the top of a test file: a city, its gateway, and who publishes. */
export function useLines(): void {
  beforeAll(async () => {
    rig = await startRig();
    gateway = await rig.gateway({ tokenMs: 50 });
    publisher = rig.redis.url.startsWith('/') ? new Redis({ path: rig.redis.url }) : new Redis(rig.redis.url);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    publisher.disconnect();
    await rig?.close();
  });
}

export const publish = (topic: string, key: object) =>
  publisher.publish(liveChannel(rig.redis.prefix), JSON.stringify({ topic, key }));

export interface Events {
  /** The next event, or an error after some seconds without one. */
  next(): Promise<Record<string, Record<string, unknown>>>;
  readonly ended: Promise<void>;
  stop(): void;
}

export function subscribe(
  query: string,
  variables: Record<string, unknown>,
  who: AccountName | null,
): Events {
  const client = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(who === null ? {} : { connectionParams: { authorization: `Bearer ${tokenOf(who)}` } }),
  });
  clients.push(client);
  const come: unknown[] = [];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = client.subscribe(
    { query, variables },
    {
      next: (result) => {
        come.push(result.errors ?? result.data);
      },
      error: (error) => {
        come.push({ failed: error });
        end();
      },
      complete: () => end(),
    },
  );
  return {
    ended,
    stop,
    async next() {
      await until('the next event comes', () => come.length > 0);
      return come.shift() as never;
    },
  };
}

export const ROUND = `subscription ($id: ID!) { roundProgress(roundId: $id) { ... on ReviewRound { id progress { cases evaluated } } ... on Problem { problem } } }`;
export const FLAGS = `subscription ($code: String, $kind: FlagKind, $since: DateTime) {
  flagChanged(unitCode: $code, kind: $kind, since: $since) { ... on Flag { id kind recordedAt reason unit { code } } ... on Problem { problem } }
}`;
export const round = uuidOf(15, 1);

let added = 0;
export async function addFlag(unit: number, kind: string, at: string): Promise<string> {
  added += 1;
  const { rows } = await poolOf(rig.store).query<{ id: string }>(
    `insert into flag (id, unit_id, kind, subject, version, state, effective_from, basis, decision_type, decision_id, reason, recorded_at)
     values ($1, $2, $3, $4, 1, 'ACTIVE', '2026-11-21', '{}', 'NAMING', 'x', 'r', $5) returning id`,
    [uuidOf(90, added), unit, kind, `new-${added}`, at],
  );
  return rows[0]?.id ?? '';
}

export interface Line {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  send(message: object): void;
  next(): Promise<{ type: string; id?: string; payload?: { message: string; extensions: object }[] }>;
}

export async function openLine(who: AccountName | null): Promise<Line> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const come: unknown[] = [];
  socket.on('message', (data) => come.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  const line: Line = {
    socket,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    async next() {
      await until('the next message comes', () => come.length > 0);
      return come.shift() as never;
    },
  };
  const payload = who === null ? {} : { authorization: `Bearer ${tokenOf(who)}` };
  line.send({ type: 'connection_init', payload });
  return line;
}
