/** The hub, the limit and the peers behind one document: the same bodies to each, the same answers from each, then load. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { freePort } from '../bin/ports';
import { type City, HUB } from './city';
import { load } from './load';
import type { Candidate, Series, Wanted } from './path';
import { type Program, startProgram } from './program';

export interface QueryPlan {
  readonly title: string;
  readonly document: string;
  readonly variables: readonly unknown[];
  /** The limit's statement, and the paths into the variables that are its parameters. */
  readonly limit: { readonly sql: string; readonly parameters: string };
  readonly target: Series['target'];
  readonly notes: readonly string[];
}

interface Server {
  readonly name: string;
  readonly program: Program;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly wording: Wording;
}

const LIMIT = path.join(__dirname, 'limits/sql-server.js');
const PEERS = path.resolve('bench/peers');
const ACCOUNT = 'city-officer';
const LOCAL = '127.0.0.1';
const COMPARED = 40;
const CONNECTIONS = [16, 64] as const;

/** `peers.json`: name, file, why one cannot be measured here, and the documents of one that has its own words. */
interface Peer {
  readonly name: string;
  readonly file: string;
  readonly documents?: string;
  readonly missing?: string;
}

/** The same question in a peer's own words, and its answer in the hub's. */
interface Wording {
  readonly document: string;
  asHub(data: unknown): unknown;
}

const peersOf = (wanted: Wanted): Peer[] =>
  wanted.alone ? [] : JSON.parse(fs.readFileSync(path.join(PEERS, 'peers.json'), 'utf8')).queries;

function wordingOf(plan: QueryPlan, peer: Peer | undefined): Wording {
  if (peer?.documents === undefined) {
    return { document: plan.document, asHub: (data) => data };
  }
  const file = path.join(PEERS, peer.documents);
  return (createRequire(file)(file) as Record<string, Wording>)[plan.title] ?? assert.fail(file);
}

/** `{"query":…,"variables":…}` for each set of variables, in the server's words. */
const bodiesOf = ({ wording }: Server, { variables }: QueryPlan): string[] =>
  variables.map((given) => JSON.stringify({ query: wording.document, variables: given }));

async function startServers(city: City, plan: QueryPlan, peers: readonly Peer[]): Promise<Server[]> {
  const running = peers.filter(({ missing }) => missing === undefined);
  const starts = [
    { name: 'limit', words: [LIMIT, plan.limit.sql, plan.limit.parameters], ready: /^ready (\S+)$/ },
    { name: 'hub', words: [HUB, 'gateway'], ready: /"url":"([^"]+)"/ },
    ...running.map(({ name, file }) => ({ name, words: [path.join(PEERS, file)], ready: /^ready (\S+)$/ })),
  ];
  const servers: Server[] = [];
  for (const { name, words, ready } of starts) {
    const program = await startProgram(
      words,
      { DATABASE_URL: city.postgres.url, REDIS_URL: city.redis.url, PORT: String(await freePort(LOCAL)) },
      ready,
    );
    const headers = { authorization: `Bearer ${city.token(ACCOUNT)}` };
    const wording = wordingOf(
      plan,
      running.find((one) => one.name === name),
    );
    const url = name === 'hub' ? `${program.said}/graphql` : program.said;
    servers.push({ name, program, url, headers, wording });
  }
  return servers;
}

async function ask({ url, headers, wording }: Server, body: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  assert.equal(response.status, 200, `${url}: ${text.slice(0, 400)}`);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  assert.equal(errors, undefined, `${url}: ${text.slice(0, 400)}`);
  return wording.asHub(data);
}

/** Nothing is timed before all say the same. */
async function compare(servers: readonly Server[], plan: QueryPlan): Promise<void> {
  const [limit, ...others] = servers;
  assert(limit);
  const step = Math.max(1, Math.floor(plan.variables.length / COMPARED));
  const asked = servers.map((server) => bodiesOf(server, plan));
  for (let index = 0; index < plan.variables.length; index += step) {
    const answers = await Promise.all(servers.map((server, of) => ask(server, asked[of]?.[index] ?? '')));
    for (const [of, other] of others.entries()) {
      const variables = JSON.stringify(plan.variables[index]);
      assert.deepEqual(answers[of + 1], answers[0], `${other.name} answers otherwise to ${variables}`);
    }
  }
}

const good = (body: string): boolean => body.startsWith('{"data":{') && !body.includes('"problem"');

/** Servers stay up for all series: an idle one costs nothing. */
export async function* querySeries(city: City, plan: QueryPlan, wanted: Wanted): AsyncGenerator<Series> {
  const peers = peersOf(wanted);
  const servers = await startServers(city, plan, peers);
  try {
    wanted.say(`Comparing the answers of ${servers.map(({ name }) => name).join(', ')} …`);
    await compare(servers, plan);
    for (const connections of wanted.quick ? [CONNECTIONS[0]] : CONNECTIONS) {
      const candidate = (name: string): Candidate => {
        const server = servers.find((one) => one.name === name);
        const missing = peers.find((one) => one.name === name)?.missing;
        return {
          name,
          ...(missing === undefined ? {} : { missing }),
          run: async () => {
            assert(server, `${name} is not running`);
            const target = { ...server, pid: server.program.pid, postgresPid: city.postgres.pid };
            const given = { bodies: bodiesOf(server, plan), connections, good };
            await load(target, { ...given, seconds: wanted.quick ? 1 : 2 });
            return load(target, { ...given, seconds: wanted.quick ? 3 : 6 });
          },
        };
      };
      yield {
        title: `${plan.title}, ${connections} connections, ${wanted.scale} units`,
        variant: `${connections} connections`,
        unit: 'requests',
        target: plan.target,
        limit: candidate('limit'),
        hub: candidate('hub'),
        peers: peers.map(({ name }) => candidate(name)),
        notes: plan.notes,
      };
    }
  } finally {
    await Promise.all(servers.map(({ program }) => program.stop()));
  }
}
