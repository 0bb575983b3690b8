/** The programs run as processes: they say where they listen, end at once when told, and do not outlive their parent. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeCity } from '../../examples/city/city';
import { ask, scratch } from './run-program';

const { build } = require('../../bin/build.cjs') as { build: () => Promise<number> };
const PROGRAMS = join(__dirname, '../../.build/examples/agencies');
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const place = scratch();
const started: ChildProcess[] = [];

beforeAll(async () => {
  await build();
  writeCity({ out: place.path('city'), units: 200, seed: 5, asOf: '2026-11-21' });
}, 60_000);
afterAll(() => {
  for (const child of started) {
    child.kill('SIGKILL');
  }
  place.remove();
});

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  started.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) {
    throw new Error('no output');
  }
  for await (const line of createInterface({ input: child.stdout })) {
    return line;
  }
  throw new Error('ended without a line');
}

const urlIn = (line: string): string => / 就绪 (http:\S+)$/.exec(line)?.[1] ?? '';

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

async function isUp(url: string): Promise<boolean> {
  return ask(`${url}/health`).then(
    (response) => response.ok,
    () => false,
  );
}

test.each([
  ['union-server', ['--data', place.path('city/union')]],
  ['court-server', ['--data', place.path('city/court')]],
  ['federation-server', ['--data', place.path('city/federation')]],
  ['receiver', ['--name', 'credit', '--secret', SECRET, '--state', place.path('state')]],
])('%s is ready, and gone a moment after SIGTERM', async (name, args) => {
  const child = run([join(PROGRAMS, `${name}.js`), '--port', '0', ...args]);
  const url = urlIn(await firstLine(child));
  expect(await isUp(url)).toBe(true);
  const began = Date.now();
  child.kill('SIGTERM');
  expect(await exitOf(child)).toBe(0);
  expect(Date.now() - began).toBeLessThan(1500);
});

test.each([
  ['union-server', ['--data', place.path('city/union')], '/api/members'],
  ['receiver', ['--name', 'credit', '--secret', SECRET], '/state'],
])('%s takes its token from the environment', async (name, args, path) => {
  const child = run([join(PROGRAMS, `${name}.js`), '--port', '0', ...args], { AGENCY_TOKEN: '-given' });
  const url = urlIn(await firstLine(child));
  expect((await ask(`${url}${path}`, 'demo')).status).toBe(401);
  expect((await ask(`${url}${path}`, '-given')).status).not.toBe(401);
});

test('a program whose parent was killed ends by itself', async () => {
  const server = JSON.stringify([
    join(PROGRAMS, 'union-server.js'),
    '--port',
    '0',
    '--data',
    place.path('city/union'),
  ]);
  const parent = run([
    '-e',
    `const child = require('node:child_process').spawn(process.execPath, ${server}, { stdio: 'inherit' });
     require('node:fs').writeFileSync(${JSON.stringify(place.path('pid'))}, String(child.pid));
     setInterval(() => {}, 1000);`,
  ]);
  const url = urlIn(await firstLine(parent));
  expect(await isUp(url)).toBe(true);
  parent.kill('SIGKILL');
  for (let tries = 0; tries < 40 && (await isUp(url)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const left = await isUp(url);
  if (left) {
    process.kill(Number(readFileSync(place.path('pid'), 'utf8')), 'SIGKILL');
  }
  expect(left).toBe(false);
});

test('a wrong command line ends with one line on stderr', async () => {
  for (const args of [
    ['union-server.js'],
    ['receiver.js', '--name', 'x', '--secret', 'whsec_short'],
    ['hrss-drop.js'],
  ]) {
    const child = run([join(PROGRAMS, args[0] ?? ''), ...args.slice(1)]);
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    expect(await exitOf(child)).toBe(1);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  }
});
