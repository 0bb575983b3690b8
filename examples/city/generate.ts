/** The command line of the city generator: `generate --out <dir> [--units 20000] [--seed 371000] [--as-of YYYY-MM-DD] [--named N] [--parks N]`. */
import { parseArgs } from 'node:util';
import { writeCity } from './city';
import type { CityOptions } from './plan';

/** Today where the city lies: the agencies count their days in Asia/Shanghai. */
function todayInShanghai(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new Error(`--${name} must be a whole number`);
  }
  return Number(text);
}

export function readOptions(argv: readonly string[]): CityOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: { out: text, units: text, seed: text, 'as-of': text, named: text, parks: text },
  });
  if (values.out === undefined) {
    throw new Error('--out <dir> is missing');
  }
  return {
    out: values.out,
    units: whole('units', values.units ?? '20000'),
    seed: whole('seed', values.seed ?? '371000'),
    asOf: values['as-of'] ?? todayInShanghai(),
    ...(values.named === undefined ? {} : { named: whole('named', values.named) }),
    ...(values.parks === undefined ? {} : { parks: whole('parks', values.parks) }),
  };
}

if (require.main === module) {
  try {
    const started = performance.now();
    const report = writeCity(readOptions(process.argv.slice(2)));
    const rows = Object.values(report.feeds).reduce((sum, feed) => sum + feed.rows, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `演示城市（合成数据）：单位 ${report.units}，命名企业 ${report.named}，园区乡镇 ${report.parks}，记录 ${rows}，用时 ${seconds} 秒\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
