/** One gateway and two, one worker and two, on one machine: whether the work divides, and its result stays the same. */
import fs from 'node:fs';
import { query } from '../../src/store/transaction';
import { type City, openCity } from '../city';
import { load } from '../load';
import type { BenchPath, Run, Series, Wanted } from '../path';
import { openScene, type Scene } from '../scene';
import { allConfirmed, pushOnce, reviewOnce, shared, sum, times, withPrograms, withWorkers } from '../work';

const CONNECTIONS = 64;
const UNITS = 4_000;
const TITLED = 8_000;
const EVENTS = { quick: 1_000, full: 4_000 };

/** Two do the same work as one: this much may be lost to sharing one machine's cores. */
const TARGET = { limit: 0.9, peer: null };

async function askAll(city: City, scene: Scene, gateways: number, wanted: Wanted): Promise<Run> {
  const document = fs.readFileSync('test/schema/operations/profile.graphql', 'utf8');
  const rows = await query<{ code: string }>(
    scene.store,
    'select code from unit where code is not null order by md5(code) limit $1',
    [UNITS],
  );
  const bodies = rows.map(({ code }) => JSON.stringify({ query: document, variables: { code } }));
  const headers = { authorization: `Bearer ${city.token('city-officer')}` };
  const good = (body: string): boolean => body.startsWith('{"data":{') && !body.includes('"problem"');
  return withPrograms(times(gateways, scene.gateway), async (programs) => {
    const run = (seconds: number): Promise<Run[]> =>
      Promise.all(
        programs.map((program) =>
          load(
            { ...program, headers, postgresPid: city.postgres.pid },
            { bodies, connections: CONNECTIONS / gateways, seconds, good },
          ),
        ),
      );
    await run(5);
    const runs = await run(wanted.quick ? 3 : 10);
    const node = runs.map(({ nodeCpuSeconds = 0 }) => nodeCpuSeconds);
    return {
      items: sum(runs.map(({ items }) => items)),
      seconds: Math.max(...runs.map(({ seconds }) => seconds)),
      p50Ms: Math.max(...runs.map(({ p50Ms = 0 }) => p50Ms)),
      p99Ms: Math.max(...runs.map(({ p99Ms = 0 }) => p99Ms)),
      nodeCpuSeconds: sum(node),
      // Each of them has read the same PostgreSQL.
      postgresCpuSeconds: Math.max(...runs.map(({ postgresCpuSeconds = 0 }) => postgresCpuSeconds)),
      memoryMiB: sum(runs.map(({ memoryMiB: own = 0 }) => own)),
      ...(gateways > 1 ? { said: shared('CPU of the gateways', node) } : {}),
    };
  });
}

/** `count` is of whatever does the work. */
function seriesOf(
  of: { variant: string; unit: string; scale: string; notes: readonly string[] },
  run: (count: number) => Promise<Run>,
): Series {
  return {
    title: `divide, ${of.variant}, ${of.scale} units`,
    variant: of.variant,
    unit: of.unit,
    target: TARGET,
    limit: { name: 'one', run: () => run(1) },
    hub: { name: 'two', run: () => run(2) },
    peers: [],
    notes: of.notes,
  };
}

async function* dividedSeries(city: City, wanted: Wanted): AsyncGenerator<Series> {
  const size = wanted.quick ? 'quick' : 'full';
  const scene = await openScene(city, { titled: TITLED });
  const { scale } = wanted;
  try {
    yield seriesOf(
      {
        variant: 'profile queries of two gateways',
        unit: 'requests',
        scale,
        notes: [
          `The limit is one gateway or worker, the hub two of them, on the same cores: what is shown is that work divides (each does a third of it at least, or the run fails), not that two cores become four. ${CONNECTIONS} connections in all.`,
        ],
      },
      (gateways) => askAll(city, scene, gateways, wanted),
    );
    const digests = new Set<string>();
    // What the setup left to do, and the first verdicts of its titles, are no part of what is compared.
    await withPrograms([scene.worker], async (programs) => {
      await reviewOnce(scene, new Set(), programs);
      await allConfirmed(scene);
    });
    yield seriesOf(
      {
        variant: 'a round by two workers',
        unit: 'cases',
        scale,
        notes: ['All rounds have the same digest of verdicts, facts and findings, or the run fails.'],
      },
      (workers) => withWorkers(city, scene, workers, (programs) => reviewOnce(scene, digests, programs)),
    );
    yield seriesOf(
      { variant: 'deliveries by two workers', unit: 'deliveries', scale, notes: [] },
      (workers) => withWorkers(city, scene, workers, (programs) => pushOnce(scene, EVENTS[size], programs)),
    );
  } finally {
    await scene.close();
  }
}

export const divide: BenchPath = {
  name: 'divide',
  about: 'two gateways and two workers on one machine beside one of each',
  async *series(wanted) {
    const city = await openCity(wanted);
    try {
      yield* dividedSeries(city, wanted);
    } finally {
      await city.close();
    }
  },
};
