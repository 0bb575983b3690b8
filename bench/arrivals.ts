/**
 * A program that asks at a fixed rate, whatever the answers do: a request is due at its instant, and its latency counts from
 * there, so that a server that stands still for a moment delays all that were due meanwhile, as it would its users.
 */
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

interface Plan {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly perSecond: number;
  readonly seconds: number;
}

const [file = ''] = process.argv.slice(2);
const plan = JSON.parse(fs.readFileSync(file, 'utf8')) as Plan;
const url = new URL(plan.url);
const pool = new Pool(url.origin, { connections: plan.connections });
const latencies: number[] = [];

async function ask(body: string, due: number): Promise<void> {
  const answer = await pool.request({
    path: url.pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...plan.headers },
    body,
  });
  const text = await answer.body.text();
  latencies.push(performance.now() - due);
  if (!text.startsWith('{"data":{') || text.includes('"problem"')) {
    throw new Error(`${answer.statusCode} ${text.slice(0, 300)}`);
  }
}

async function main(): Promise<void> {
  const begun = performance.now();
  const asked: Promise<void>[] = [];
  const all = Math.round(plan.perSecond * plan.seconds);
  while (asked.length < all) {
    const due = begun + (asked.length / plan.perSecond) * 1000;
    const early = due - performance.now();
    if (early > 0) {
      await sleep(early);
    }
    asked.push(ask(plan.bodies[asked.length % plan.bodies.length] ?? '', due));
  }
  await Promise.all(asked);
  const seconds = (performance.now() - begun) / 1000;
  latencies.sort((one, other) => one - other);
  const at = (share: number): number => latencies[Math.ceil(latencies.length * share) - 1] ?? Number.NaN;
  console.log(
    `done ${JSON.stringify({ items: latencies.length, seconds, p50Ms: at(0.5), p99Ms: at(0.99) })}`,
  );
  await pool.close();
}

void main();
