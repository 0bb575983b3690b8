/** The least that pushes: each body signed, posted, its receipt checked; units side by side, each in order; no database. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import { Pool } from 'undici';

interface Event {
  readonly eventId: string;
  readonly body: string;
}

const [file = ''] = process.argv.slice(2);
const lanes = JSON.parse(fs.readFileSync(file, 'utf8')) as Event[][];
const url = new URL(process.env.RECEIVER ?? '');
const connections = Number(process.env.CONNECTIONS);
const key = Buffer.from((process.env.SECRET ?? '').replace('whsec_', ''), 'base64');
const pool = new Pool(url.origin, { connections });

const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64');

interface Answer {
  readonly receipt: { eventId: string; unitSeq: number; state: string; at: string; signature: string };
}

async function post({ eventId, body }: Event): Promise<void> {
  const seconds = Math.floor(Date.now() / 1000);
  const answer = await pool.request({
    path: url.pathname,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': eventId,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${sign(`${eventId}.${seconds}.${body}`)}`,
    },
    body,
  });
  const { receipt } = (await answer.body.json()) as Answer;
  const expected = sign(`${receipt.eventId}.${receipt.unitSeq}.${receipt.state}.${receipt.at}`);
  if (
    receipt.eventId !== eventId ||
    !timingSafeEqual(Buffer.from(expected), Buffer.from(receipt.signature))
  ) {
    throw new Error(`the receipt of ${eventId} is wrong`);
  }
}

async function main(): Promise<void> {
  const begun = performance.now();
  let next = 0;
  let sent = 0;
  const lane = async (): Promise<void> => {
    for (let events = lanes[next++]; events !== undefined; events = lanes[next++]) {
      for (const event of events) {
        await post(event);
        sent += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const cpu = process.cpuUsage();
  console.log(
    `done ${JSON.stringify({
      items: sent,
      seconds: (performance.now() - begun) / 1000,
      nodeCpuSeconds: (cpu.user + cpu.system) / 1e6,
      memoryMiB: process.memoryUsage().rss / 1_048_576,
    })}`,
  );
  await pool.close();
}

void main();
