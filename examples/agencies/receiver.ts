/**
 * The recipients' side: takes signed flag events and answers with signed receipts.
 * `receiver --name credit-platform --port P --secret whsec_… [--state file] [--control] [--token t]`, or several in
 * one process: `receiver --config recipients.json [--port P] [--state dir]` with `[{name, port | path, secret}]`.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  answer,
  endWithParent,
  givenToken,
  type Listening,
  listen,
  runProgram,
  wholeNumber,
} from './program';
import { Recipient } from './recipient';

export interface Entry {
  readonly name: string;
  readonly secret: string;
  /** A port of its own, or a path on the common port. */
  readonly port?: number;
  readonly path?: string;
}

export interface ReceiverOptions {
  readonly entries: readonly Entry[];
  readonly host: string;
  readonly port: number;
  /** File of the only entry, or folder of several. */
  readonly state: string | null;
  readonly token: string;
  readonly control: boolean;
}

export interface Receiving {
  /** Address of each recipient; events go to `<url>/events`. */
  readonly urls: { readonly [name: string]: string };
  readonly close: () => Promise<void>;
}

function stateOf(options: ReceiverOptions, entry: Entry): string | null {
  if (options.state === null || options.entries.length === 1) {
    return options.state;
  }
  mkdirSync(options.state, { recursive: true });
  return join(options.state, `${entry.name}.ndjson`);
}

export async function startReceiver(options: ReceiverOptions): Promise<Receiving> {
  const { token, control, host } = options;
  const urls: { [name: string]: string } = {};
  const servers: Listening[] = [];
  const recipients: Recipient[] = [];
  const shared = new Map<string, Recipient>();
  for (const entry of options.entries) {
    const { name, secret } = entry;
    const recipient = new Recipient({ name, secret, token, control, state: stateOf(options, entry) });
    recipients.push(recipient);
    if (entry.path !== undefined) {
      shared.set(entry.path.replace(/\/$/, ''), recipient);
      continue;
    }
    const server = await listen(entry.port ?? options.port, host, (request, response, url) =>
      recipient.handle(request, response, url.pathname),
    );
    servers.push(server);
    urls[name] = server.url;
  }
  if (shared.size > 0) {
    const server = await listenShared(options, shared);
    servers.push(server);
    for (const { name, path } of options.entries) {
      if (path !== undefined) {
        urls[name] = server.url + path.replace(/\/$/, '');
      }
    }
  }
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
    await Promise.all(recipients.map((recipient) => recipient.close()));
  };
  return { urls, close };
}

function listenShared(options: ReceiverOptions, shared: ReadonlyMap<string, Recipient>): Promise<Listening> {
  return listen(options.port, options.host, async (request, response, url) => {
    const cut = url.pathname.lastIndexOf('/');
    const recipient = shared.get(url.pathname.slice(0, cut));
    if (recipient === undefined) {
      answer(response, url.pathname === '/health' ? 200 : 404, { recipients: shared.size });
      return;
    }
    await recipient.handle(request, response, url.pathname.slice(cut));
  });
}

function readEntries(path: string): Entry[] {
  const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const entries = Array.isArray(list) ? (list as Partial<Entry>[]) : [];
  return entries.map(({ name, secret, port, path: own }) => {
    if (name === undefined || secret === undefined || (port === undefined && own === undefined)) {
      throw new Error('--config is a list of {name, secret, port | path}');
    }
    return {
      name,
      secret,
      ...(own === undefined ? { port } : { path: own.startsWith('/') ? own : `/${own}` }),
    };
  });
}

function readOptions(argv: readonly string[]): ReceiverOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      name: text,
      host: text,
      port: text,
      secret: text,
      state: text,
      token: text,
      config: text,
      control: flag,
    },
  });
  const { name, secret, config } = values;
  const port = wholeNumber('port', values.port ?? '0', 0, 65_535);
  if (config === undefined && (name === undefined || secret === undefined)) {
    throw new Error('--name <name> --port <p> --secret whsec_…, or --config <file>');
  }
  const entries =
    config === undefined ? [{ name: name ?? '', secret: secret ?? '', port }] : readEntries(config);
  return {
    entries,
    host: values.host ?? '127.0.0.1',
    port,
    state: values.state ?? null,
    token: values.token ?? givenToken(),
    control: values.control,
  };
}

if (require.main === module) {
  runProgram(async (argv) => {
    const running = await startReceiver(readOptions(argv));
    endWithParent(running.close);
    for (const [name, url] of Object.entries(running.urls)) {
      process.stdout.write(`receiver ${name} 就绪 ${url}\n`);
    }
  });
}
