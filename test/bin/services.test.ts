/** Promise: the services of docker-compose.yml, run as plain processes in their order, make the same city, and end on SIGTERM. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { type ServerPair, startServerPair } from '../harness/servers';
import { freePort, hub, processesOf, ROOT, type Running, startHub } from './hub-program';

jest.setTimeout(240_000);

const compose = parse(
  fs.readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8').replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
  { merge: true },
) as { services: Record<string, { command: string[]; environment: Record<string, string | number> }> };

let pair: ServerPair;
let data: string;
/** A port of a container → a port of this machine. */
const ports = new Map<string, number>();
const running: Running[] = [];

beforeAll(async () => {
  pair = await startServerPair();
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-services-'));
  for (const port of ['4000', '4001', '4101', '4102', '4103', '4104']) {
    ports.set(port, await freePort());
  }
});
afterAll(async () => {
  for (const one of running) {
    one.child.kill('SIGKILL');
  }
  await pair.close();
  fs.rmSync(data, { recursive: true, force: true });
});

/** What the containers call each other by, as this machine has it. */
const here = (text: string): string =>
  text
    .replaceAll(/http:\/\/sources:(\d+)/g, (_, port: string) => `http://127.0.0.1:${ports.get(port)}`)
    .replaceAll('/data', data)
    .replaceAll('0.0.0.0', '127.0.0.1')
    .replaceAll(/\b4[01]0\d\b/g, (port) => String(ports.get(port) ?? port));

function planOf(name: string): { words: string[]; environment: Record<string, string> } {
  const { command = [], environment = {} } = compose.services[name] ?? {};
  const given = Object.entries(environment).map(([key, value]) => [key, here(String(value))]);
  return {
    words: command.map(here),
    environment: {
      ...Object.fromEntries(given),
      DATABASE_URL: pair.databaseUrl,
      REDIS_URL: pair.redisUrl,
    },
  };
}

async function toEnd(name: string, ...more: string[]): Promise<string> {
  const { words, environment } = planOf(name);
  const { code, out, err } = await hub([...words, ...more], environment);
  expect({ name, code, err }).toEqual({ name, code: 0, err: '' });
  return out;
}

function start(name: string, ...more: string[]): Running {
  const { words, environment } = planOf(name);
  const program = startHub([...words, ...more], environment);
  running.push(program);
  return program;
}

async function answers(url: string): Promise<boolean> {
  for (let look = 0; look < 200; look++) {
    const fine = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (fine) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

test('migrate, sources, demo, gateway and worker make the city, and it can be asked', async () => {
  await toEnd('migrate');
  const sources = start('sources', '--units', '300');
  await sources.says('federation http');
  expect(await answers(`http://127.0.0.1:${ports.get('4104')}/health`)).toBe(true);
  const said = await toEnd('demo');
  expect(said).toContain('演示城市载入完成');
  start('gateway');
  start('worker');
  expect(await answers(`http://127.0.0.1:${ports.get('4000')}/health/ready`)).toBe(true);
  expect(await answers(`http://127.0.0.1:${ports.get('4001')}/health/ready`)).toBe(true);
  const token = /^ +admin .* (\S+)$/m.exec(said)?.[1];
  const response = await fetch(`http://127.0.0.1:${ports.get('4000')}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: /^query Flow \{[\s\S]*?^\}/m.exec(said)?.[0] }),
  });
  expect(JSON.stringify(await response.json())).toContain('CANCELLED');
});

test('loading once more does nothing, and takes no other size', async () => {
  const said = await toEnd('demo');
  expect(said).toContain('演示城市已载入');
  const { words, environment } = planOf('demo');
  const other = await hub([...words, '--units', '400'], environment);
  expect(other.code).toBe(1);
  expect(other.err).toContain('300');
});

test('the metrics page names what to alarm on', async () => {
  const page = await fetch(`http://127.0.0.1:${ports.get('4001')}/metrics`).then((response) =>
    response.text(),
  );
  for (const name of [
    'outbox_oldest',
    'deliveries_oldest',
    'withdrawals_open',
    'buckets_exhausted',
    'redis_up',
  ]) {
    expect(page).toMatch(new RegExp(`^hub_${name}\\S* \\d`, 'm'));
  }
});

test('on SIGTERM each ends in order with exit code 0, and nothing stays', async () => {
  const codes = await Promise.all(running.splice(0).map((program) => program.end('SIGTERM')));
  expect(codes).toEqual([0, 0, 0]);
  expect(processesOf(data)).toEqual([]);
});
