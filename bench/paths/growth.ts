/** The same path at 100k and at 1M, in pairs: what an item costs at the large size beside the small one. */
import { openCity } from '../city';
import type { BenchPath, Candidate, Series, Wanted } from '../path';
import { openScene } from '../scene';
import { allConfirmed, pushOnce, withPrograms, withWorkers } from '../work';
import { imports } from './import';
import { list } from './list';
import { profile } from './profile';
import { review } from './review';

/** A push knows no size but that of the tables it works in: so many events in a city of each size. */
const EVENTS = { quick: 1_000, full: 4_000 };

const push: BenchPath = {
  name: 'push',
  about: 'events to all recipients of a city',
  async *series(wanted) {
    const city = await openCity(wanted);
    const scene = await openScene(city, { titled: 0 });
    const units = EVENTS[wanted.quick ? 'quick' : 'full'];
    const run = () => withWorkers(city, scene, 1, (programs) => pushOnce(scene, units, programs));
    try {
      await withPrograms([scene.worker], () => allConfirmed(scene));
      const variant = `${units} events`;
      const hub = { name: 'hub', run };
      const target = { limit: 1, peer: null };
      yield {
        title: `push, ${variant}`,
        variant,
        unit: 'deliveries',
        target,
        limit: hub,
        hub,
        peers: [],
        notes: [],
      };
    } finally {
      await scene.close();
      await city.close();
    }
  },
};

const GROWING: readonly BenchPath[] = [profile, list, review, imports, push];
const SMALL = '100k';
const LARGE = '1M';
/** At most 1.3 times the cost: merit is what is compared, so the bound is its inverse. */
const TARGET = { limit: 1 / 1.3, peer: null };

const named = (name: string, { run }: Candidate): Candidate => ({ name, run });

/** What the hub does at the one size and at the other; the limit and the peers of the path stay out. */
function pairOf({ name }: BenchPath, small: Series, large: Series): Series {
  const variant = `${name}, ${large.variant ?? large.title}`;
  return {
    title: `growth, ${variant}, ${SMALL} and ${LARGE} units`,
    variant,
    by: 'cost',
    unit: large.unit,
    target: TARGET,
    limit: named(`hub at ${SMALL}`, small.hub),
    hub: named(`hub at ${LARGE}`, large.hub),
    peers: [],
    notes: [
      `The limit is the hub itself at ${SMALL}, right before each run at ${LARGE}; compared is the CPU of Node and PostgreSQL for one item.`,
    ],
  };
}

/** Both sizes go through their series side by side; at the end both are told, so that their servers stop. */
export async function* inPairs(path: BenchPath, wanted: Wanted): AsyncGenerator<Series> {
  const sizes = [SMALL, LARGE].map((scale) => path.series({ ...wanted, scale } as Wanted));
  try {
    for (;;) {
      const next = [];
      for (const size of sizes) {
        next.push(await size.next());
      }
      const [small, large] = next;
      if (small === undefined || large === undefined || small.done || large.done) {
        return;
      }
      yield pairOf(path, small.value, large.value);
    }
  } finally {
    for (const size of sizes) {
      await size.return(undefined);
    }
  }
}

export const growth: BenchPath = {
  name: 'growth',
  about: 'what an item costs at 1M beside 100k, of each path or of one (--path)',
  async *series(wanted) {
    for (const path of GROWING.filter(({ name }) => wanted.only === undefined || name === wanted.only)) {
      yield* inPairs(path, wanted);
    }
  },
};
