/** `npm run bench -- <path> [--quick] [--alone] [--scale 10k|100k|1M]`: the hub beside the least that must be done, and its peers. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { PATHS } from './every-path';
import { measure } from './pairs';
import { SCALES, type Scale, type Wanted } from './path';
import { takePlans } from './plans/take';
import { kept, writeResult } from './record';
import { writeReport } from './report/write';
import { tableOf } from './table';

const PAIRS = 3;

const say = (line: string): void => console.log(line);

function usage(): never {
  say('npm run bench -- <path> [--quick] [--alone] [--scale 10k|100k|1M] [--pairs 3]');
  say('npm run bench -- growth --path <path>   one path alone at 100k and 1M');
  say('npm run bench -- plans [--check]        the plans of the hot steps, kept or held to their bounds');
  say('npm run bench -- report                 docs/performance.md from the results that are kept');
  for (const { name, about } of PATHS) {
    say(`  ${name.padEnd(10)}${about}`);
  }
  process.exit(2);
}

function wantedOf(values: { quick?: boolean; alone?: boolean; scale?: string; path?: string }): Wanted {
  const { scale = '10k', quick = false, alone = quick, path: only } = values;
  return scale in SCALES ? { scale: scale as Scale, quick, alone, say, only } : usage();
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
    options: {
      quick: { type: 'boolean' },
      alone: { type: 'boolean' },
      scale: { type: 'string' },
      pairs: { type: 'string' },
      path: { type: 'string' },
      check: { type: 'boolean' },
    },
  });
  if (positionals[0] === 'report') {
    say(`Written: ${writeReport('.', PATHS).join(', ')}`);
    return;
  }
  if (positionals[0] === 'plans') {
    process.exitCode = (await takePlans(wantedOf(values), values.check ?? false)) > 0 ? 1 : 0;
    return;
  }
  const chosen = PATHS.find(({ name }) => name === positionals[0]) ?? usage();
  const wanted = wantedOf(values);
  const pairs = wanted.quick ? 1 : Number(values.pairs ?? PAIRS);
  installPeers();
  for await (const series of chosen.series(wanted)) {
    const result = await measure(series, { pairs, peers: !wanted.alone, say });
    writeResult(kept(result, { path: chosen.name, scale: wanted.scale }), wanted.quick);
    say(`\n${tableOf(result)}\n`);
  }
}

void main();
