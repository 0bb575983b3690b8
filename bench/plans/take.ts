/** `npm run bench -- plans --scale 1M [--check]`: the plan of every hot step on a city, kept as text and held to its bound. */
import fs from 'node:fs';
import path from 'node:path';
import { TABLES } from '../../bin/tables';
import { startGateway } from '../../schema/gateway';
import { systemClock } from '../../src/kernel/clock';
import { createLogger } from '../../src/kernel/logger';
import { openClient } from '../../src/store/connection';
import { closeStore, openStore } from '../../src/store/data-source';
import type { Store } from '../../src/store/transaction';
import { type City, openCity } from '../city';
import type { Wanted } from '../path';
import { HOT } from './hot';
import { type Bound, complaints } from './judge';
import { observe, observedUrl, type Seen } from './observe';
import { buffersOf, nodesOf, rough, rowsOf, shown } from './plan';
import type { Eyes, Hot, Scene } from './scene';
import { sizesText, tableRows } from './sizes';

const FOLDER = path.resolve('bench/plans');
const BOUNDS = path.join(FOLDER, 'bounds.json');
/** What a step may read beyond what it read when its bound was set. */
const ROOM = 2;
const ACCOUNTS: Readonly<Record<Eyes, string>> = {
  city: 'city-officer',
  county: 'county-officer',
  union: 'reader-union',
  court: 'reader-court',
};

interface Taken {
  readonly hot: Hot;
  /** Of each statement once, as it last ran. */
  readonly seen: readonly Seen[];
}

/** Statements that read no table say nothing. */
const readsTables = ({ plan }: Seen): boolean =>
  nodesOf(plan).some((node) => node['Relation Name'] !== undefined);

async function takeAll(scene: Scene, seen: Seen[], say: (line: string) => void): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const hot of HOT) {
    seen.length = 0;
    await hot.run(scene);
    const last = new Map(seen.filter(readsTables).map((one) => [one.text, one]));
    taken.push({ hot, seen: [...last.values()] });
    say(`  ${hot.name}: ${rough(total(taken.at(-1)))} buffers in ${last.size} statements`);
  }
  return taken;
}

const total = (taken: Taken | undefined): number =>
  (taken?.seen ?? []).reduce((sum, { plan }) => sum + buffersOf(plan), 0);

const MOST_TEXT = 400;

function textOf({ hot, seen }: Taken, scale: string): string {
  const statements = seen.map(({ text, plan }) => {
    const short = text.replace(/\s+/g, ' ').trim();
    return [
      short.length > MOST_TEXT ? `${short.slice(0, MOST_TEXT)} …` : short,
      `  = ${rough(rowsOf(plan))} rows, ${rough(buffersOf(plan))} buffers`,
      ...shown(plan),
    ].join('\n');
  });
  const head = `${hot.name}: ${hot.about}; a city of ${scale} units; ${rough(total({ hot, seen }))} buffers`;
  return `${[head, ...statements].join('\n\n')}\n`;
}

async function openScene(city: City, seen: Seen[]): Promise<{ scene: Scene; close(): Promise<void> }> {
  const logger = createLogger('plans', 'error');
  const store: Store = await openStore({
    url: observedUrl(city.postgres.url),
    tables: TABLES,
    clock: systemClock,
    logger,
    // One connection: a prepared statement comes to its lasting plan on it.
    poolSize: 1,
    name: 'bench plans',
  });
  observe(store, (one) => seen.push(one));
  const gateway = await startGateway({
    config: { HOST: '127.0.0.1', PORT: 4_895, REDIS_PREFIX: 'plans' } as never,
    store,
    redisUrl: city.redis.url,
  });
  return {
    scene: { store, gateway: gateway.url, token: (eyes) => city.token(ACCOUNTS[eyes]) },
    async close() {
      await gateway.close();
      await closeStore(store);
    },
  };
}

/** A load leaves statistics and visibility to autovacuum, which comes when it comes: plans are taken after it has. */
async function settle(city: City): Promise<void> {
  const client = await openClient(city.postgres.url, {
    role: 'owner',
    name: 'bench plans',
    statementSeconds: 0,
  });
  await client.query('vacuum (analyze)');
  await client.end();
}

const readBounds = (): Record<string, Bound> =>
  fs.existsSync(BOUNDS) ? (JSON.parse(fs.readFileSync(BOUNDS, 'utf8')) as Record<string, Bound>) : {};

function keep(taken: readonly Taken[], { scale, say }: Wanted, bounds: Record<string, Bound>): void {
  const folder = path.join(FOLDER, scale);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const one of taken) {
    fs.writeFileSync(path.join(folder, `${one.hot.name}.txt`), textOf(one, scale));
    bounds[one.hot.name] ??= { buffers: Math.max(100, Number(rough(total(one) * ROOM))) };
  }
  const known = taken.map(({ hot }) => [hot.name, bounds[hot.name]] as const);
  fs.writeFileSync(BOUNDS, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`);
  say(`Written: ${taken.length} files in ${folder}, bounds of new steps in ${BOUNDS}.`);
}

/** With `check` nothing is written. Returns how many steps went out of bounds. */
export async function takePlans(wanted: Wanted, check: boolean): Promise<number> {
  const city = await openCity(wanted);
  const seen: Seen[] = [];
  await settle(city);
  const { scene, close } = await openScene(city, seen);
  try {
    const sizes = await tableRows(scene.store);
    const taken = await takeAll(scene, seen, wanted.say);
    const bounds = readBounds();
    if (!check) {
      keep(taken, wanted, bounds);
      fs.writeFileSync(path.join(FOLDER, wanted.scale, 'sizes.txt'), await sizesText(scene.store));
    }
    let out = 0;
    for (const { hot, seen: statements } of taken) {
      const wrong = complaints(
        statements.map(({ plan }) => plan),
        sizes,
        bounds[hot.name] ?? { buffers: 0 },
      );
      out += wrong.length > 0 ? 1 : 0;
      for (const complaint of wrong) {
        wanted.say(`✗ ${hot.name} ${complaint}`);
      }
    }
    wanted.say(`${taken.length} hot steps, ${out} out of bounds`);
    return out;
  } finally {
    await close();
    await city.close();
  }
}
