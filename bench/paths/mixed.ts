/** Profile queries at a steady rate, on an idle hub and while a worker evaluates rounds and pushes events. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { query } from '../../src/store/transaction';
import { type City, openCity } from '../city';
import { load } from '../load';
import { cpuSeconds, memoryMiB } from '../meters';
import type { BenchPath, Run, Wanted } from '../path';
import { startProgram } from '../program';
import { openScene, type Scene, untilSo } from '../scene';

const CONNECTIONS = 16;
/** Of what the idle hub answers at most: a hub that is full is slow with or without other work. */
const SHARE = 0.3;
const UNITS = 4_000;
/** So much work is always waiting, and more is added while the queries run. */
const WAITING_EVENTS = 1_000;
const TITLED = 5_000;

const good = (body: string): boolean => body.startsWith('{"data":{') && !body.includes('"problem"');

async function bodiesOf(scene: Scene): Promise<string[]> {
  const document = fs.readFileSync('test/schema/operations/profile.graphql', 'utf8');
  const rows = await query<{ code: string }>(
    scene.store,
    'select code from unit where code is not null order by md5(code) limit $1',
    [UNITS],
  );
  return rows.map(({ code }) => JSON.stringify({ query: document, variables: { code } }));
}

const LEFT = /* sql */ `
  select (select count(*)::int from review_round where closed_at is null) as rounds,
    (select count(*)::int from (select from lane where ready_at <= now() limit $1) due) as events`;

const DONE = /* sql */ `
  select (select count(*)::int from verdict) as cases, (select count(*)::int from receipt) as receipts`;

async function doneIn({ store }: Scene): Promise<{ cases: number; receipts: number }> {
  const [row] = await query<{ cases: number; receipts: number }>(store, DONE);
  return row ?? { cases: 0, receipts: 0 };
}

/** Keeps a round open and events waiting until it is told to stop. */
function keepBusy(scene: Scene): { stop(): Promise<void> } {
  let stopped = false;
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const [left] = await query<{ rounds: number; events: number }>(scene.store, LEFT, [WAITING_EVENTS]);
      await (left?.rounds === 0 ? scene.openRound() : undefined);
      await ((left?.events ?? 0) < WAITING_EVENTS ? scene.appendEvents(WAITING_EVENTS) : undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const ended = loop();
  return {
    stop: async () => {
      stopped = true;
      await ended;
    },
  };
}

interface Asked {
  readonly city: City;
  readonly gateway: Awaited<ReturnType<Scene['gateway']>>;
  readonly bodies: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

async function askSteadily({ city, gateway, bodies, perSecond, seconds }: Asked): Promise<Run> {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bench-arrivals-')), 'plan.json');
  const headers = { authorization: `Bearer ${city.token('city-officer')}` };
  const plan = { url: gateway.url, headers, bodies, connections: CONNECTIONS, perSecond, seconds };
  fs.writeFileSync(file, JSON.stringify(plan), { mode: 0o600 });
  const before = { node: cpuSeconds(gateway.pid), postgres: cpuSeconds(city.postgres.pid) };
  const program = await startProgram([path.join(__dirname, '../arrivals.js'), file], {}, /^done (.*)$/);
  await program.ended;
  fs.rmSync(path.dirname(file), { recursive: true });
  return {
    ...(JSON.parse(program.said) as Run),
    nodeCpuSeconds: cpuSeconds(gateway.pid) - before.node,
    postgresCpuSeconds: cpuSeconds(city.postgres.pid) - before.postgres,
    memoryMiB: memoryMiB(gateway.pid),
  };
}

async function whileBusy(scene: Scene, ask: () => Promise<Run>): Promise<Run> {
  const worker = await scene.worker();
  const work = keepBusy(scene);
  const begun = await doneIn(scene);
  await untilSo('a round and a push run', async () => {
    const { cases, receipts } = await doneIn(scene);
    return cases > begun.cases && receipts > begun.receipts;
  });
  const before = await doneIn(scene);
  const cpu = cpuSeconds(worker.pid);
  const run = await ask();
  const after = await doneIn(scene);
  const workerCpu = cpuSeconds(worker.pid) - cpu;
  await work.stop();
  await worker.stop();
  const rate = (count: number): string => (count / run.seconds).toFixed(0);
  return {
    ...run,
    said: `meanwhile ${rate(after.cases - before.cases)} cases and ${rate(after.receipts - before.receipts)} deliveries a second, ${((workerCpu / run.seconds) * 100).toFixed(0)} % of a core by the worker`,
  };
}

async function capacityOf(asked: Omit<Asked, 'perSecond'>): Promise<number> {
  const headers = { authorization: `Bearer ${asked.city.token('city-officer')}` };
  const target = { ...asked.gateway, headers, postgresPid: asked.city.postgres.pid };
  const { items, seconds } = await load(target, {
    bodies: asked.bodies,
    connections: CONNECTIONS,
    seconds: asked.seconds,
    good,
  });
  return items / seconds;
}

async function* mixedSeries(city: City, wanted: Wanted): ReturnType<BenchPath['series']> {
  const scene = await openScene(city, { titled: TITLED });
  const gateway = await scene.gateway();
  try {
    const given = { city, gateway, bodies: await bodiesOf(scene), seconds: wanted.quick ? 5 : 20 };
    await capacityOf({ ...given, seconds: 3 });
    const capacity = await capacityOf({ ...given, seconds: 5 });
    const perSecond = Math.round(capacity * SHARE);
    const ask = (): Promise<Run> => askSteadily({ ...given, perSecond });
    wanted.say(`${capacity.toFixed(0)} requests a second at most; asking ${perSecond} a second.`);
    yield {
      title: `mixed, profile beside work, ${wanted.scale} units`,
      variant: 'profile queries beside a round and a push',
      by: 'p99',
      unit: 'requests',
      // Twice the idle hub's p99 is half as good.
      target: { limit: 0.5, peer: null },
      limit: { name: 'idle hub', run: ask },
      hub: { name: 'hub at work', run: () => whileBusy(scene, ask) },
      peers: [],
      notes: [
        `Requests come at a fixed rate, ${SHARE * 100} % of what the idle hub answers over the same ${CONNECTIONS} connections; latency counts from the instant at which a request was due.`,
        'Gateway, worker, PostgreSQL, Redis, the recipients and the load share the cores. PostgreSQL’s CPU for the work is counted to the requests.',
      ],
    };
  } finally {
    await gateway.stop();
    await scene.close();
  }
}

export const mixed: BenchPath = {
  name: 'mixed',
  about: 'profile queries while a round is evaluated and events are pushed',
  async *series(wanted) {
    const city = await openCity(wanted);
    try {
      yield* mixedSeries(city, wanted);
    } finally {
      await city.close();
    }
  },
};
