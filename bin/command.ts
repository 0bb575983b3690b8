/** What a command of `hub` is: its words, its options, what it does; and how a command line is read. */
import { parseArgs } from 'node:util';
import { unknown } from './nearest';

export interface Option {
  /** The placeholder of its value; absent: a switch. */
  readonly value?: string;
  readonly about: string;
}

export interface Input {
  readonly arguments: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
}

export interface Command {
  /** Names of what follows the command; those in brackets may be left out. */
  readonly arguments?: readonly string[];
  readonly options?: Readonly<Record<string, Option>>;
  /** Resolves to the exit code; nothing means 0. */
  run(input: Input): Promise<number | undefined>;
}

/** A line of the command table; the code of a command is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly about: string;
  /** The same in a few English words. */
  readonly gloss: string;
  load(): Promise<{ readonly command: Command }>;
}

/** A command line that cannot be read: told shortly, with where to find help; exit code 2. */
export class UsageError extends Error {}

const isOptional = (name: string): boolean => name.startsWith('[');

export function usageOf(name: string, command: Command): string {
  const options = Object.entries(command.options ?? {}).map(
    ([option, { value }]) => `[--${option}${value === undefined ? '' : ` <${value}>`}]`,
  );
  const places = (command.arguments ?? []).map((place) => (isOptional(place) ? place : `<${place}>`));
  return ['hub', name, ...places, ...options].join(' ');
}

/** What the parser refuses, in our own words: by its code, as its sentences are for programmers. */
function refusal(error: unknown, options: readonly string[], argv: readonly string[]): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, quoted = ''] = /'(-[^' ]*)/.exec(message) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return new UsageError(unknown('选项', quoted, options));
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return new UsageError(
        argv.includes(quoted) ? `选项 ${quoted} 后面缺少它的值` : `选项 ${quoted} 不带值`,
      );
    default:
      return new UsageError(message);
  }
}

export function readInput(command: Command, argv: readonly string[]): Input {
  const options = Object.fromEntries(
    Object.entries(command.options ?? {}).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    throw refusal(error, known, argv);
  }
  const places = command.arguments ?? [];
  const needed = places.filter((place) => !isOptional(place));
  if (parsed.positionals.length < needed.length) {
    throw new UsageError(`缺少 ${needed.slice(parsed.positionals.length).join('、')}`);
  }
  if (parsed.positionals.length > places.length) {
    throw new UsageError(`多余的参数 ${parsed.positionals.slice(places.length).join(' ')}`);
  }
  return {
    arguments: parsed.positionals,
    text: (option) => {
      const value = parsed.values[option];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (option) => parsed.values[option] === true,
  };
}
