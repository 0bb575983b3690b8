/** Promise: the hub command says what it can do, and short and plainly what is wrong, with an honest exit code. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { COMMANDS, nearestCommand } from '../../bin/command-table';
import { VARIABLES } from '../../src/config/environment';
import { hub } from './hub-program';

test('help lists every command of the table with its line', async () => {
  const { code, out } = await hub(['help']);
  expect(code).toBe(0);
  for (const { name, about } of COMMANDS) {
    expect(out).toContain(name);
    expect(out).toContain(about);
  }
  expect((await hub([])).out).toBe(out);
});

test('help on a command says how it is used, and what each option means', async () => {
  const { code, out } = await hub(['help', 'recipient']);
  expect(code).toBe(0);
  expect(out).toContain('hub recipient [编号] [--url <地址>]');
  for (const { load } of COMMANDS) {
    for (const { about } of Object.values((await load()).command.options ?? {})) {
      expect(about).not.toBe('');
    }
  }
});

test('an unknown command is told with the nearest one, and exit code 2', async () => {
  const { code, err } = await hub(['wroker']);
  expect(code).toBe(2);
  expect(err).toContain('worker');
  expect(nearestCommand('gatway')).toBe('gateway');
  expect(nearestCommand('something-else')).toBeNull();
});

test.each([
  [['up', '--unit', '3'], 'hub help up'],
  [['up', '--units', 'many'], 'hub help up'],
  [['import', 'hrss'], 'hub help import'],
  [['import', 'nobody', 'x.csv'], 'hub help import'],
  [['migrate', 'now'], 'hub help migrate'],
  [['sources', '--ports', '1,2'], 'hub help sources'],
])('%j is told with where to find help, and exit code 2', async (words, advice) => {
  const { code, err } = await hub(words, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect(err).toContain(advice);
  expect(code).toBe(2);
});

test('all problems of the configuration are told at once, each with what the variable is for', async () => {
  const { code, err } = await hub(['worker'], {
    PORT: 'high',
    REDIS_URL: 'here',
    SWEEP_SECONDS: '0',
    LOG_LEVEL: 'loud',
  });
  expect(code).toBe(2);
  for (const name of ['PORT', 'REDIS_URL', 'SWEEP_SECONDS', 'LOG_LEVEL'] as const) {
    expect(err).toContain(`${name}=`);
    expect(err).toContain(VARIABLES[name].about);
  }
});

test.each([
  'gateway',
  'worker',
  'migrate',
  'doctor',
  'review',
])('%s without a database says what to start or set', async (name) => {
  const { code, out, err } = await hub([name], { HUB_DATA: mkdtempSync(path.join(tmpdir(), 'hub-empty-')) });
  expect(code).toBe(1);
  expect(out + err).toMatch(/npm start.*DATABASE_URL/);
});

test('a database that does not answer is told as such', async () => {
  const { code, err } = await hub(['migrate'], { DATABASE_URL: 'postgres://hub@127.0.0.1:1/hub' });
  expect(code).toBe(1);
  expect(err).toContain('DATABASE_URL');
});
