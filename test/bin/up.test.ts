/**
 * Promise: one command, on a machine with nothing but Node, shows the city alive; it may be stopped or killed at any
 * moment, leaves no process behind when it is stopped, and goes on where it was.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDataFolder, writeSecret } from '../../bin/up/data-folder';
import { demoSecrets } from '../../bin/up/demo-programs';
import { storesOf } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { freePort, hub, newHome, processesOf, type Running, startHub } from './hub-program';

jest.setTimeout(240_000);

let folder: string;
let data: string;
let environment: Record<string, string>;
let running: Running | null = null;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-up-'));
  fs.chmodSync(folder, 0o711);
  data = path.join(folder, '数据 目录');
  environment = {
    HOME: newHome(folder),
    HUB_DATA: data,
    PORT: String(await freePort()),
    WORKER_PORT: String(await freePort()),
  };
  // Secrets are random: these are the most awkward ones.
  const kept = openDataFolder(data);
  const secrets = { ...demoSecrets(kept), feedToken: '-token-of-feeds', stateToken: '--token-of-state' };
  writeSecret(kept.own('secrets.json'), JSON.stringify(secrets));
});
afterAll(async () => {
  if (running !== null && running.child.exitCode === null) {
    await running.end('SIGINT');
  }
  fs.rmSync(folder, { recursive: true, force: true });
});

const up = (): Running => {
  running = startHub(['up', '--units', '300'], environment);
  return running;
};

const RUNNING = '按 Ctrl-C 停止';

async function stop(program: Running): Promise<void> {
  expect(await program.end('SIGINT')).toBe(0);
  expect(processesOf(data)).toEqual([]);
}

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: { readonly unit?: unknown }; readonly errors?: unknown };
}

async function ask(query: string, token: string): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${environment.PORT}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const printedQuery = (text: string): string => /^query Flow \{[\s\S]*?^\}/m.exec(text)?.[0] ?? '';
const printedToken = (text: string, account: string): string =>
  new RegExp(`^ +${account} .* (\\S+)$`, 'm').exec(text)?.[1] ?? '';

test('Ctrl-C during the load leaves no process; the next start goes on with the load', async () => {
  const first = up();
  await first.says(/PostgreSQL 与 Redis 就绪（PostgreSQL 18\.\d+，Redis \S+）/);
  await first.says('区划与园区乡镇');
  await stop(first);
  expect(first.text()).not.toContain(RUNNING);

  const second = up();
  await second.says(RUNNING);
  // What was done before is not done again.
  expect(second.text()).not.toContain('区划与园区乡镇');
  expect(second.text()).toContain('五家数源的首批记录');
});

test('no secret stands among the words of a process', () => {
  const words = processesOf(data).join('\n');
  expect(words).toContain('union-server.js');
  expect(words).not.toMatch(/-token-of-|whsec_/);
});

test('the printed query, asked with a printed token, shows the whole flow of one unit', async () => {
  const text = running?.text() ?? '';
  const { status, body } = await ask(printedQuery(text), printedToken(text, 'city-officer'));
  expect(status).toBe(200);
  expect(body.errors).toBeUndefined();
  expect(body.data?.unit).toMatchObject({
    name: expect.stringContaining('（演示）'),
    reviewCases: { edges: expect.arrayContaining([{ node: { verdict: 'FAIL', state: 'DECIDED' } }]) },
    designations: {
      edges: expect.arrayContaining([
        {
          node: expect.objectContaining({
            state: 'CANCELLED',
            decisions: [
              expect.objectContaining({ outcome: 'CANCEL', documentNo: expect.stringContaining('演') }),
            ],
          }),
        },
      ]),
    },
    flags: {
      edges: expect.arrayContaining([
        {
          node: expect.objectContaining({
            kind: 'DESIGNATION',
            state: 'WITHDRAWN',
            deliveries: expect.arrayContaining([
              expect.objectContaining({ state: 'CONFIRMED', confirmedAt: expect.any(String) }),
            ]),
          }),
        },
      ]),
    },
  });
});

test('every printed account can ask, an unknown token cannot; tokens are readable by their owner alone', async () => {
  const file = path.join(data, 'up', 'accounts.json');
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  const tokens = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>);
  expect(tokens).toHaveLength(8);
  for (const [account, token] of tokens) {
    expect(printedToken(running?.text() ?? '', account)).toBe(token);
    expect(await ask('{ me { __typename } }', token)).toMatchObject({
      status: 200,
      body: { data: { me: { __typename: 'Principal' } } },
    });
  }
  expect((await ask('{ me { __typename } }', 'nobody-has-this')).status).toBe(401);
});

test('the doctor finds nothing wrong, and a command beside it works on the same servers', async () => {
  const doctor = await hub(['doctor'], environment);
  expect(doctor.out).toContain('一切正常');
  expect(doctor.code).toBe(0);
  const review = await hub(['review'], environment);
  expect(review.out.match(/定期复核/g)).toHaveLength(2);
});

test('what must hold after every step holds of the loaded city', async () => {
  const { server } = JSON.parse(fs.readFileSync(path.join(data, 'postgres', 'server.json'), 'utf8')) as {
    server: { url: string };
  };
  const stores = storesOf(server.url);
  expect(await brokenInvariants(await stores.open())).toEqual([]);
  await stores.closeAll();
});

test('nothing of what nobody asked for is in the logs', async () => {
  const logs = fs
    .readdirSync(path.join(data, 'logs'))
    .map((name) => fs.readFileSync(path.join(data, 'logs', name), 'utf8'));
  expect(logs.join('')).not.toContain('勿存');
});

test('a second start on the same folder, or on the same port, is refused with what to do', async () => {
  const sameFolder = await hub(['up'], environment);
  expect(sameFolder.code).toBe(1);
  expect(sameFolder.err).toContain('HUB_DATA');
  const samePort = await hub(['up'], { ...environment, HUB_DATA: path.join(folder, 'other') });
  expect(samePort.code).toBe(1);
  expect(samePort.err).toContain(`PORT=`);
  expect(processesOf(path.join(folder, 'other'))).toEqual([]);
});

test('a worker that is killed is started again, and says so', async () => {
  const pidOf = (): number =>
    Number(
      processesOf(data)
        .find((line) => line.includes('hub.js worker'))
        ?.split(' ', 1)[0],
    );
  const before = pidOf();
  process.kill(before, 'SIGKILL');
  await running?.says(/worker 意外退出（SIGKILL）/);
  let after = Number.NaN;
  for (let look = 0; look < 100 && !(after > 0 && after !== before); look++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    after = pidOf();
  }
  expect(after).not.toBe(before);
  expect(after).toBeGreaterThan(0);
});

test('Ctrl-C leaves no process; the second start takes seconds and shows the same city', async () => {
  const first = running;
  if (first === null) {
    throw new Error('not running');
  }
  await stop(first);
  const begun = performance.now();
  const second = up();
  await second.says(RUNNING);
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(printedQuery(second.text())).toBe(printedQuery(first.text()));
  expect(printedToken(second.text(), 'admin')).toBe(printedToken(first.text(), 'admin'));
});

/** The process of one of its servers. */
const serverOf = (name: 'postgres' | 'redis'): number =>
  (
    JSON.parse(fs.readFileSync(path.join(data, name, 'server.json'), 'utf8')) as {
      server: { pid: number };
    }
  ).server.pid;

const untilNothingRuns = async (seconds: number): Promise<void> => {
  const deadline = performance.now() + seconds * 1000;
  while (processesOf(data).length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(processesOf(data)).toEqual([]);
};

test('killed with -9, it takes everything along within seconds', async () => {
  expect(await running?.end('SIGKILL')).toBe('SIGKILL');
  await untilNothingRuns(8);
});

test.each([
  ['redis', 'Redis 意外退出（SIGKILL）'],
  ['postgres', 'PostgreSQL 意外退出（SIGKILL）'],
] as const)('a %s that dies is told with the last line of its log; the others are stopped', async (name, said) => {
  const program = up();
  await program.says(RUNNING);
  process.kill(serverOf(name), 'SIGKILL');
  await program.says(said);
  expect(await program.over()).toBe(1);
  expect(program.text()).toMatch(/日志最后一行：\S/);
  await untilNothingRuns(2);
});

test('after all that the next start shows the city again', async () => {
  const next = up();
  await next.says(RUNNING);
  await stop(next);
});
