/** The frame of the three source servers: lists of a data folder, bearer token, day of completeness, and switches that make the source misbehave. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { misbehave, type Switches, takeFault, turn } from './faults';
import {
  answer,
  endWithParent,
  givenToken,
  hasToken,
  type Listening,
  listen,
  readObject,
  runProgram,
  wholeNumber,
} from './program';
import { type Item, RecordsFile } from './records-file';

export interface Source {
  readonly list: (type: string) => RecordsFile | undefined;
  readonly asOf: () => string;
}

export interface Question {
  readonly source: Source;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The list is to be answered as if only its first half were there. */
  readonly half: boolean;
}

export interface SourceOptions {
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly token: string;
  readonly control: boolean;
  /** Complete up to today, whatever the folder says. */
  readonly live: boolean;
  /** Every so many requests one is turned away with 429; 0 = never. */
  readonly busyEvery: number;
}

export interface SourceKind {
  readonly name: string;
  readonly key: string;
  readonly answerQuestion: (question: Question) => Promise<void>;
}

interface Meta {
  readonly asOf: string;
  readonly modes: { readonly [type: string]: 'full' | 'delta' };
}

const todayInShanghai = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export async function startSource(kind: SourceKind, options: SourceOptions): Promise<Listening> {
  const meta = JSON.parse(readFileSync(join(options.data, 'meta.json'), 'utf8')) as Meta;
  const lists = new Map<string, RecordsFile>();
  for (const [type, mode] of Object.entries(meta.modes)) {
    lists.set(type, new RecordsFile(join(options.data, `${type}.ndjson`), mode, kind.key));
  }
  const switches: Switches = { fault: 'none', delayMs: 2000, retryAfter: 1, times: null, asOf: null };
  let requests = 0;
  const source: Source = {
    list: (type) => lists.get(type),
    asOf: () => switches.asOf ?? (options.live ? todayInShanghai() : meta.asOf),
  };
  return listen(options.port, options.host, async (request, response, url) => {
    if (url.pathname === '/health') {
      answer(response, 200, { name: kind.name, asOf: source.asOf(), requests });
      return;
    }
    if (!hasToken(request, options.token)) {
      answer(response, 401, { error: 'unauthorised' }, { 'www-authenticate': 'Bearer' });
      return;
    }
    if (options.control && url.pathname.startsWith('/control')) {
      await control(lists, switches, request, response, url);
      return;
    }
    requests += 1;
    const turned = options.busyEvery > 0 && requests % options.busyEvery === 0;
    const fault = turned ? 'busy' : takeFault(switches);
    if (!(await misbehave(fault, switches, response))) {
      await kind.answerQuestion({ source, request, response, url, half: fault === 'half' });
    }
  });
}

async function control(
  lists: ReadonlyMap<string, RecordsFile>,
  switches: Switches,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = request.method === 'POST' ? await readObject(request) : {};
  if (body === null) {
    answer(response, 400, { error: 'not an object' });
    return;
  }
  if (url.pathname === '/control/records') {
    const list = lists.get(String(body.type));
    if (list === undefined) {
      answer(response, 404, { error: 'no such type' });
      return;
    }
    await list.change(asItems(body.items), asItems(body.remove).map(String));
    answer(response, 200, { changed: true });
    return;
  }
  const problem = turn(switches, body);
  answer(response, problem === null ? 200 : 400, problem === null ? switches : { error: problem });
}

function asItems(value: unknown): Item[] {
  return Array.isArray(value) ? (value as Item[]) : [];
}

export function readSourceOptions(argv: readonly string[]): SourceOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      data: text,
      port: text,
      host: text,
      token: text,
      'busy-every': text,
      control: flag,
      live: flag,
    },
  });
  if (values.data === undefined) {
    throw new Error('--data <dir> is missing');
  }
  return {
    data: values.data,
    port: wholeNumber('port', values.port ?? '0', 0, 65_535),
    host: values.host ?? '127.0.0.1',
    token: values.token ?? givenToken(),
    control: values.control,
    live: values.live,
    busyEvery: wholeNumber('busy-every', values['busy-every'] ?? '0', 0, 1_000_000),
  };
}

/** The command line of a source: prints one line when it is ready. */
export function runSource(kind: SourceKind): void {
  runProgram(async (argv) => {
    const running = await startSource(kind, readSourceOptions(argv));
    endWithParent(running.close);
    process.stdout.write(`${kind.name} 就绪 ${running.url}\n`);
  });
}
