/** HTTP load on one address: so many connections, a new body each time, every answer looked at. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { cpuSeconds, memoryMiB } from './meters';
import type { Run } from './path';

/** The part of autocannon that is used here; it is installed beside the peers, not with the product. */
type Autocannon = (options: {
  url: string;
  connections: number;
  duration: number;
  method: 'POST';
  headers: Record<string, string>;
  setupClient: (client: { setRequests(requests: readonly { body: string }[]): void }) => void;
  verifyBody: (body: string) => boolean;
}) => Promise<{
  '2xx': number;
  non2xx: number;
  errors: number;
  mismatches: number;
  duration: number;
  latency: { p50: number; p99: number };
}>;

const autocannon = (): Autocannon =>
  createRequire(path.join(process.cwd(), 'bench/peers/package.json'))('autocannon') as Autocannon;

export interface LoadTarget {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly pid: number;
  readonly postgresPid: number;
}

/** Throws when an answer is not what it should be: a fast refusal is no result. */
export async function load(
  target: LoadTarget,
  options: {
    bodies: readonly string[];
    connections: number;
    seconds: number;
    good: (body: string) => boolean;
  },
): Promise<Run> {
  const { bodies, connections, seconds, good } = options;
  let started = 0;
  const before = { node: cpuSeconds(target.pid), postgres: cpuSeconds(target.postgresPid) };
  const result = await autocannon()({
    url: target.url,
    connections,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers },
    // Each connection has its own part of the list: no two ask the same, and each body is made into a request once.
    setupClient: (client) => {
      const from = Math.floor((bodies.length / connections) * started);
      started += 1;
      const to = Math.max(from + 1, Math.floor((bodies.length / connections) * started));
      client.setRequests(bodies.slice(from, to).map((body) => ({ body })));
    },
    verifyBody: good,
  });
  const wrong = result.non2xx + result.errors + result.mismatches;
  if (wrong > 0) {
    const { non2xx, errors, mismatches } = result;
    throw new Error(
      `${target.url}: of ${result['2xx'] + wrong} answers ${non2xx} had another status, ${mismatches} another text, and ${errors} did not come`,
    );
  }
  return {
    items: result['2xx'],
    seconds: result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    nodeCpuSeconds: cpuSeconds(target.pid) - before.node,
    postgresCpuSeconds: cpuSeconds(target.postgresPid) - before.postgres,
    memoryMiB: memoryMiB(target.pid),
  };
}
