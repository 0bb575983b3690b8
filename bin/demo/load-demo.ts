/** Loads the demo city stage by stage; a load that was broken off goes on with the stage it was in. */
import path from 'node:path';
import { z } from 'zod';
import { HubError } from '../../src/kernel/errors';
import type { Store } from '../../src/store/transaction';
import { UsageError } from '../command';
import { progress, say } from '../screen';
import { readJson } from '../up/data-folder';
import { generateCity } from './generate-city';
import {
  type DemoContext,
  type DemoProgress,
  readDemoProgress,
  type Stage,
  writeDemoProgress,
} from './stage';
import { STAGES } from './stages';

const DEMO_UNITS = 20_000;
const DEMO_SEED = 371_000;

/** A number of employers as the operator gave it; null: none was given. */
export function unitsOf(given: string | undefined): number | null {
  if (given !== undefined && !/^[1-9]\d{2,6}$/.test(given)) {
    throw new UsageError('--units 是 100 到 5000000 之间的整数');
  }
  return given === undefined ? null : Number(given);
}

const CITY = z.object({ units: z.number().int(), seed: z.number().int(), asOf: z.iso.date() });

/** The city that lies in the folder, unless another size is wanted; else a new one, told of up to today. */
export function cityFor(folder: string, units: number | null, today: string): DemoProgress {
  const there = CITY.safeParse(readJson(path.join(folder, 'city.json')));
  if (there.success && (units === null || units === there.data.units)) {
    return { ...there.data, done: {} };
  }
  return { units: units ?? DEMO_UNITS, seed: DEMO_SEED, asOf: today, done: {} };
}

/** The load that was begun in this database, or the wanted one. Another size needs another database. */
export async function beginDemo(
  store: Store,
  wanted: DemoProgress,
  units: number | null,
): Promise<DemoProgress> {
  const begun = await readDemoProgress(store);
  if (begun === null) {
    await writeDemoProgress(store, wanted);
    return wanted;
  }
  if (units !== null && units !== begun.units) {
    throw new HubError(
      'WRONG_STATE',
      `这里已是 ${begun.units} 户的演示城市`,
      '删除 .data（或换一个 HUB_DATA 目录、另一个数据库）再载入别的规模。',
    );
  }
  return begun;
}

export const isLoaded = (demo: DemoProgress): boolean => STAGES.every(({ name }) => name in demo.done);

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;

/** The files of the city: made when they are not there, which is not a stage, for they are no part of the database. */
export async function makeCity(demo: DemoProgress, city: string, signal: AbortSignal): Promise<void> {
  const line = progress('生成演示城市（合成数据）');
  const begun = performance.now();
  const made = await generateCity(city, { ...demo, signal });
  line.done(made === null ? '已有' : `${made} · ${seconds(begun)} 秒`);
}

type Given = Omit<DemoContext, 'show' | 'units' | 'asOf'>;

async function runStage(stage: Stage, given: Given, demo: DemoProgress): Promise<DemoProgress> {
  given.signal.throwIfAborted();
  const line = progress(stage.about);
  const begun = performance.now();
  const last = await stage.run({ ...given, units: demo.units, asOf: demo.asOf, show: line.update });
  const took = seconds(begun);
  const next = { ...demo, done: { ...demo.done, [stage.name]: took } };
  await writeDemoProgress(given.store, next);
  line.done(`${last} · ${took} 秒`);
  return next;
}

export async function loadDemo(given: Given, demo: DemoProgress): Promise<DemoProgress> {
  if (isLoaded(demo)) {
    return demo;
  }
  let current = demo;
  for (const stage of STAGES) {
    if (!(stage.name in current.done)) {
      current = await runStage(stage, given, current);
    }
  }
  const total = Object.values(current.done).reduce((sum, one) => sum + one, 0);
  say(`  演示城市载入完成，共 ${total.toFixed(1)} 秒`);
  return current;
}
