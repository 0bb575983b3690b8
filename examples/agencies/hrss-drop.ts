/** 人社's night job: puts a day's deliveries into the drop folder; `--mode` makes the next day's, sound or broken. */
import { mkdirSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DROP_MODES, type DropMode, type DropPlan, deliver } from './hrss-delivery';
import { runProgram, wholeNumber } from './program';

export interface DropOptions {
  /** The folder with the deliveries to start from. */
  readonly data: string;
  readonly drop: string;
  readonly mode: DropMode;
  /** The day of the new deliveries, YYYY-MM-DD; the day of the old ones if null. */
  readonly day: string | null;
  readonly number: number;
  readonly types: readonly string[] | null;
  readonly percent: number;
  readonly column: string | null;
}

const NAME = /^([a-z-]+)-(\d{8})-(full|delta)-(\d+)\.csv$/;

interface Found {
  readonly name: string;
  readonly type: string;
  readonly day: string;
  readonly mode: string;
  readonly number: number;
}

/** The newest delivery of each type. */
function newest(data: string): Found[] {
  const found = new Map<string, Found>();
  for (const name of readdirSync(data).sort()) {
    const [, type = '', day = '', mode = '', number = '0'] = NAME.exec(name) ?? [];
    const known = found.get(type);
    const one = { name, type, day, mode, number: Number(number) };
    const newer = known === undefined || day > known.day || (day === known.day && one.number > known.number);
    if (type !== '' && newer) {
      found.set(type, one);
    }
  }
  return [...found.values()];
}

/** Delivers all asked types and answers the names of the files. */
export async function runDrop(options: DropOptions): Promise<string[]> {
  mkdirSync(options.drop, { recursive: true });
  const names: string[] = [];
  for (const old of newest(options.data)) {
    if (options.types !== null && !options.types.includes(old.type)) {
      continue;
    }
    const day = options.day?.replaceAll('-', '') ?? old.day;
    const name = options.mode === 'copy' ? old.name : `${old.type}-${day}-${old.mode}-${options.number}.csv`;
    const plan: DropPlan = {
      ...options,
      from: `${options.data}/${old.name}`,
      to: `${options.drop}/${name}`,
      day,
    };
    await deliver(plan);
    names.push(name);
  }
  return names;
}

function readOptions(argv: readonly string[]): DropOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: text,
      drop: text,
      mode: text,
      day: text,
      number: text,
      types: text,
      percent: text,
      column: text,
    },
  });
  const mode = DROP_MODES.find((one) => one === (values.mode ?? 'copy'));
  if (values.data === undefined || values.drop === undefined || mode === undefined) {
    throw new Error(`--data <dir> --drop <dir> [--mode ${DROP_MODES.join('|')}]`);
  }
  if (values.day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.day)) {
    throw new Error('--day is YYYY-MM-DD');
  }
  return {
    data: values.data,
    drop: values.drop,
    mode,
    day: values.day ?? null,
    number: wholeNumber('number', values.number ?? '1', 1, 999),
    types: values.types?.split(',') ?? null,
    percent: wholeNumber('percent', values.percent ?? '2', 0, 100),
    column: values.column ?? null,
  };
}

if (require.main === module) {
  runProgram(async (argv) => {
    const options = readOptions(argv);
    const names = await runDrop(options);
    process.stdout.write(`hrss-drop ${options.mode}：已投放 ${names.length} 个文件到 ${options.drop}\n`);
  });
}
