/** `npm run bench -- <path> [--quick] [--scale 10k|100k|1M]`: the hub beside the least that must be done, and its peers. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './pairs';
import { type BenchPath, SCALES, type Scale, type Wanted } from './path';
import { imports } from './paths/import';
import { list } from './paths/list';
import { profile } from './paths/profile';
import { push } from './paths/push';
import { tableOf } from './table';

/** To add a path is to add its file, and its name here. */
const PATHS: readonly BenchPath[] = [profile, list, imports, push];
const PAIRS = 3;

const say = (line: string): void => console.log(line);

function usage(): never {
  say('npm run bench -- <path> [--quick] [--scale 10k|100k|1M] [--pairs 3]');
  for (const { name, about } of PATHS) {
    say(`  ${name.padEnd(10)}${about}`);
  }
  process.exit(2);
}

function wantedOf(values: { quick?: boolean; scale?: string }): Wanted {
  const scale = values.scale ?? '10k';
  return scale in SCALES ? { scale: scale as Scale, quick: values.quick ?? false, say } : usage();
}

/** Peers and load generator have a package file of their own: the product does not carry them. */
function installPeers(): void {
  if (!fs.existsSync('bench/peers/node_modules')) {
    say('Installing the peers (once) …');
    execFileSync('npm', ['ci', '--prefix', 'bench/peers', '--no-audit', '--no-fund'], { stdio: 'inherit' });
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, scale: { type: 'string' }, pairs: { type: 'string' } },
  });
  const chosen = PATHS.find(({ name }) => name === positionals[0]) ?? usage();
  const wanted = wantedOf(values);
  const pairs = wanted.quick ? 1 : Number(values.pairs ?? PAIRS);
  installPeers();
  const folder = path.resolve('.data/bench/results');
  fs.mkdirSync(folder, { recursive: true });
  for await (const series of chosen.series(wanted)) {
    const result = await measure(series, { pairs, peers: !wanted.quick, say });
    const name = series.title.replace(/[^\w]+/g, '-');
    fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
    say(`\n${tableOf(result)}\n`);
  }
}

void main();
