/**
 * Peer: one BullMQ job for each delivery: the job reads it, signs it, posts it, checks the receipt and saves it.
 *   DATABASE_URL=… REDIS_URL=… RECEIVER=… SECRET=whsec_… CONNECTIONS=16 node bullmq-per-delivery.mjs <bodies.json>
 * The file is that of the limit: [[{ eventId, body }, …] of each unit]. Tables, rows and jobs are made before the clock
 * starts, as the hub’s rows are. It keeps no attempt, no lease and no order: two jobs of a unit may run side by side.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Queue, Worker } from 'bullmq';
import Redis from 'ioredis';
import { Pool } from 'undici';
import { begin, report } from './report.mjs';
import { openPool } from './settings.mjs';

const CONNECTIONS = Number(process.env.CONNECTIONS ?? 16);
const NAME = 'peer-deliveries';
const CHUNK = 1_000;

const key = Buffer.from(process.env.SECRET.replace('whsec_', ''), 'base64');
const sign = (text) => createHmac('sha256', key).update(text).digest('base64');
const receiver = new URL(process.env.RECEIVER);
const http = new Pool(receiver.origin, { connections: CONNECTIONS });
const database = openPool();
const connect = () => new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });

/** First events before second ones, as they came about. */
function eventsInOrder(units) {
  const most = Math.max(...units.map(({ length }) => length));
  return Array.from({ length: most }, (_, place) => units.flatMap((events) => events[place] ?? [])).flat();
}

async function prepare(queue, events) {
  await queue.obliterate({ force: true });
  await database.query(`
    create table if not exists peer_delivery (event_id uuid primary key, body text not null);
    create table if not exists peer_receipt (
      event_id uuid primary key references peer_delivery, state text not null, at timestamptz not null, evidence jsonb not null);
    truncate peer_receipt, peer_delivery`);
  for (let from = 0; from < events.length; from += CHUNK) {
    const chunk = events.slice(from, from + CHUNK);
    await database.query('insert into peer_delivery select * from unnest($1::uuid[], $2::text[])', [
      chunk.map(({ eventId }) => eventId),
      chunk.map(({ body }) => body),
    ]);
    await queue.addBulk(
      chunk.map(({ eventId }) => ({
        name: 'deliver',
        data: { eventId },
        opts: { attempts: 10, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: true },
      })),
    );
  }
}

async function post(eventId, body) {
  const seconds = Math.floor(Date.now() / 1000);
  const answer = await http.request({
    path: receiver.pathname,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': eventId,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${sign(`${eventId}.${seconds}.${body}`)}`,
    },
    body,
  });
  const { receipt } = await answer.body.json();
  const expected = sign(`${receipt.eventId}.${receipt.unitSeq}.${receipt.state}.${receipt.at}`);
  if (
    receipt.eventId !== eventId ||
    !timingSafeEqual(Buffer.from(expected), Buffer.from(receipt.signature))
  ) {
    throw new Error(`the receipt of ${eventId} is wrong`);
  }
  return receipt;
}

async function deliver({ data: { eventId } }) {
  const { rows } = await database.query({
    name: 'delivery',
    text: 'select body from peer_delivery where event_id = $1',
    values: [eventId],
  });
  const receipt = await post(eventId, rows[0].body);
  await database.query({
    name: 'receipt',
    text: 'insert into peer_receipt (event_id, state, at, evidence) values ($1, $2, $3, $4) on conflict do nothing',
    values: [eventId, receipt.state, receipt.at, receipt],
  });
}

const events = eventsInOrder(JSON.parse(readFileSync(process.argv[2], 'utf8')));
const queue = new Queue(NAME, { connection: connect() });
await prepare(queue, events);

const begun = begin();
const worker = new Worker(NAME, deliver, { connection: connect(), concurrency: CONNECTIONS });
let done = 0;
let retried = 0;
worker.on('failed', () => {
  retried += 1;
});
await new Promise((resolve) => {
  worker.on('completed', () => {
    done += 1;
    if (done === events.length) {
      resolve();
    }
  });
});
report(done, begun, { retried });
process.exit(0);
