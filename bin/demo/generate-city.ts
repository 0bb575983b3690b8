/** The files of the city, and 人社's drop folder: there whole or not at all, and fresh on every day the demo is started. */
import fs from 'node:fs';
import path from 'node:path';
import { readJson } from '../up/data-folder';
import { runProgram } from './run-program';

export interface CityWanted {
  readonly units: number;
  readonly seed: number;
  readonly asOf: string;
  readonly signal: AbortSignal;
}

/** Below this size a city would have too few titles to show every turn a case can take. */
const SMALL_CITY = 2_000;

/** Null: that city was there already. */
export async function generateCity(folder: string, wanted: CityWanted): Promise<string | null> {
  const { units, seed, asOf, signal } = wanted;
  const there = readJson<Omit<CityWanted, 'signal'>>(path.join(folder, 'city.json'));
  if (there !== null && there.units === units && there.seed === seed && there.asOf === asOf) {
    return null;
  }
  const beside = `${folder}.new`;
  fs.rmSync(beside, { recursive: true, force: true });
  const words = ['--out', beside, '--units', String(units), '--seed', String(seed), '--as-of', asOf];
  if (units < SMALL_CITY) {
    words.push('--named', String(Math.round(units / 5)));
  }
  const said = await runProgram('city/generate', words, signal);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(beside, folder);
  return said.replace(/，用时.*$/, '').replace(/^.*：/, '');
}

const DAY_IN_NAME = /-(\d{4})(\d{2})(\d{2})-(?:full|delta)-\d+\.done$/;

function newestDay(drop: string): string | null {
  const names = fs.existsSync(drop) ? fs.readdirSync(drop) : [];
  const days = names.flatMap((name) => {
    const [, year, month, day] = DAY_IN_NAME.exec(name) ?? [];
    return year === undefined ? [] : [`${year}-${month}-${day}`];
  });
  return days.sort().at(-1) ?? null;
}

/** 人社's night job of the demo: the city's own deliveries first, on every later day the same once more. */
export async function deliverToday(
  folders: { readonly city: string; readonly drop: string },
  today: string,
  signal: AbortSignal,
): Promise<void> {
  const newest = newestDay(folders.drop);
  const words = ['--data', path.join(folders.city, 'hrss'), '--drop', folders.drop];
  if (newest === null) {
    await runProgram('agencies/hrss-drop', [...words, '--mode', 'copy'], signal);
  }
  if ((newest ?? newestDay(folders.drop) ?? '') < today) {
    await runProgram('agencies/hrss-drop', [...words, '--mode', 'unchanged', '--day', today], signal);
  }
}
