/** The recipients of the small city as a process: their addresses, their switches, and what they say they hold. */
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../../bin/ports';
import { launch, type Program } from './programs';

const TOKEN = 'look';

export const secretOf = (name: string): string =>
  `whsec_${Buffer.from(`secret of ${name}, at least 24 bytes`).toString('base64')}`;

export interface Arrival {
  readonly eventId: string;
  readonly unitSeq: number;
  readonly result: 'APPLIED' | 'ALREADY';
}

export interface UnitView {
  readonly mark: number;
  readonly flags: readonly {
    readonly kind: string;
    readonly subject: string;
    readonly version: number;
    readonly state: string;
  }[];
  readonly arrivals: readonly Arrival[];
}

export type Fault = 'none' | 'fail' | 'busy' | 'hang' | 'lose' | 'slow' | 'drop';

export interface Receivers {
  readonly names: readonly string[];
  readonly process: () => Program;
  urlOf(name: string): string;
  turn(
    name: string,
    fault: Fault,
    more?: { times?: number; delayMs?: number; retryAfter?: number },
  ): Promise<void>;
  /** By unit code. */
  stateOf(name: string): Promise<Record<string, UnitView>>;
  /** Requests that came, and those whose signature or form was wrong. */
  countsOf(name: string): Promise<{ readonly received: number; readonly refused: number }>;
  /** Ends the process; `up` starts it again at the same addresses, with what it had kept. */
  down(): Promise<void>;
  up(): Promise<void>;
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(url, { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}

export async function startReceivers(directory: string, names: readonly string[]): Promise<Receivers> {
  const own = fs.mkdtempSync(path.join(directory, 'receivers-'));
  const entries = await Promise.all(
    names.map(async (name) => ({ name, secret: secretOf(name), port: await freePort('127.0.0.1') })),
  );
  const config = path.join(own, 'recipients.json');
  fs.writeFileSync(config, JSON.stringify(entries));
  const state = path.join(own, names.length === 1 ? 'state.ndjson' : 'state');
  const start = (): Promise<Program> =>
    launch({
      name: `receivers ${names.join(', ')}`,
      script: '.build/examples/agencies/receiver.js',
      parameters: ['--config', config, '--state', state, '--token', TOKEN, '--control'],
      environment: process.env,
      ready: (output) => ((output.match(/就绪/g) ?? []).length === names.length ? 'ready' : null),
    });
  let current = await start();
  const base = (name: string): string =>
    `http://127.0.0.1:${entries.find((entry) => entry.name === name)?.port}`;
  return {
    names,
    process: () => current,
    urlOf: (name) => `${base(name)}/events`,
    async turn(name, fault, more = {}) {
      await ask(`${base(name)}/control`, { method: 'POST', body: JSON.stringify({ fault, ...more }) });
    },
    async stateOf(name) {
      return ((await ask(`${base(name)}/state`)) as { units: Record<string, UnitView> }).units;
    },
    countsOf: async (name) => (await ask(`${base(name)}/health`)) as { received: number; refused: number },
    async down() {
      await current.end('SIGKILL');
    },
    async up() {
      current = await start();
    },
  };
}
