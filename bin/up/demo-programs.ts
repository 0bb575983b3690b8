/** The agencies' own programs of the demo city, as processes: three sources, and one program for all recipients. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Config, childEnvironment } from '../../src/config/environment';
import { loadRecipients } from '../../src/delivery/load-recipients';
import { SAYABLE } from '../../src/flags/flag';
import { randomSecret } from '../../src/kernel/ids';
import { freePort, isFree } from '../ports';
import { allStarted, type Child, startChild } from './child';
import { type DataFolder, keptSecret, readJson, writeSecret } from './data-folder';

export const SOURCES = ['union', 'court', 'federation'] as const;
export type SourceName = (typeof SOURCES)[number];

export interface DemoSecrets {
  /** The bearer token of the three sources, unless the configuration gives them others. */
  readonly feedToken: string;
  /** For looking into a recipient's state. */
  readonly stateToken: string;
  readonly recipients: Readonly<Record<string, string>>;
}

export const demoSecrets = (folder: DataFolder): DemoSecrets =>
  keptSecret(folder.own('secrets.json'), () => ({
    feedToken: randomSecret(18),
    stateToken: randomSecret(18),
    recipients: Object.fromEntries(
      loadRecipients(SAYABLE).map(({ id }) => [id, `whsec_${randomBytes(32).toString('base64')}`]),
    ),
  }));

export function feedTokens(config: Config, { feedToken }: DemoSecrets): Readonly<Record<SourceName, string>> {
  return {
    union: config.FEED_UNION_TOKEN ?? feedToken,
    court: config.FEED_COURT_TOKEN ?? feedToken,
    federation: config.FEED_FEDERATION_TOKEN ?? feedToken,
  };
}

export interface DemoPrograms {
  readonly children: readonly Child[];
  readonly feeds: Readonly<Record<SourceName, string>>;
  /** Recipient → where it takes events. */
  readonly endpoints: Readonly<Record<string, string>>;
}

export interface ProgramOptions {
  readonly host: string;
  readonly tokens: Readonly<Record<SourceName, string>>;
  /** Fixed ports (union, court, federation, recipients); absent: those of the last start, or free ones. */
  readonly ports?: readonly number[];
  readonly onDeath: (message: string) => void;
}

const program = (name: string): string => path.join(__dirname, '../../examples/agencies', `${name}.js`);

/**
 * The ports of the last start where they are free, so that a recipient keeps its address; a number each, not "any",
 * for a program that dies is started again with the same words.
 */
async function choosePorts(folder: DataFolder, options: ProgramOptions): Promise<readonly number[]> {
  if (options.ports !== undefined) {
    return options.ports;
  }
  const last = readJson<number[]>(folder.own('ports.json')) ?? [];
  const ports: number[] = [];
  for (const place of [...SOURCES, 'recipients'].keys()) {
    const port = last[place] ?? 0;
    const usable = port > 0 && !ports.includes(port) && (await isFree(options.host, port));
    ports.push(usable ? port : await freePort(options.host));
  }
  writeSecret(folder.own('ports.json'), JSON.stringify(ports));
  return ports;
}

export async function startDemoPrograms(folder: DataFolder, options: ProgramOptions): Promise<DemoPrograms> {
  const secrets = demoSecrets(folder);
  const ports = await choosePorts(folder, options);
  const state = folder.own('recipients');
  fs.mkdirSync(state, { recursive: true, mode: 0o700 });
  const config = folder.own('recipients.json');
  const entries = Object.entries(secrets.recipients).map(([name, secret]) => ({ name, secret, path: name }));
  writeSecret(config, JSON.stringify(entries));
  const start = (
    name: string,
    place: number,
    token: string,
    parameters: string[],
    lines: number,
  ): Promise<Child> =>
    startChild({
      name,
      script: program(name),
      parameters: [...parameters, '--host', options.host, '--port', String(ports[place] ?? 0)],
      // Not among its words, which everybody on the machine can read.
      environment: childEnvironment({ AGENCY_TOKEN: token }),
      logFile: path.join(folder.logs, `${name}.log`),
      ready: { lines },
      onDeath: options.onDeath,
    });
  const children = await allStarted([
    ...SOURCES.map((name, place) =>
      start(
        `${name}-server`,
        place,
        options.tokens[name],
        ['--data', path.join(folder.city, name), '--live'],
        1,
      ),
    ),
    start(
      'receiver',
      SOURCES.length,
      secrets.stateToken,
      ['--config', config, '--state', state],
      entries.length,
    ),
  ]);
  const addressOf = (name: string): string =>
    children.map((child) => child.addresses().get(name)).find((url) => url !== undefined) ?? '';
  const feeds = Object.fromEntries(SOURCES.map((name) => [name, addressOf(`${name}-server`)])) as Record<
    SourceName,
    string
  >;
  const endpoints = Object.fromEntries(entries.map(({ name }) => [name, `${addressOf(name)}/events`]));
  return { children, feeds, endpoints };
}
