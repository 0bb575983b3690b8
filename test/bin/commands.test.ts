/** Promise: the hub command says what it can do, and short and plainly what is wrong, with an honest exit code. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { COMMANDS } from '../../bin/command-table';
import { nearest } from '../../bin/nearest';
import { listenProblem } from '../../bin/ports';
import { VARIABLES } from '../../src/config/environment';
import { hub, startHub } from './hub-program';

jest.setTimeout(60_000);

test('help lists every command of the table with its line', async () => {
  const { code, out } = await hub(['help']);
  expect(code).toBe(0);
  for (const { name, about, gloss } of COMMANDS) {
    expect(out).toContain(name);
    expect(out).toContain(about);
    expect(out).toContain(gloss);
    expect(about).toMatch(/\p{Script=Han}/u);
    expect(gloss).toMatch(/^[\x20-\x7e’]+$/);
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
  const names = COMMANDS.map(({ name }) => name);
  expect(nearest('gatway', names)).toBe('gateway');
  expect(nearest('something-else', names)).toBeNull();
});

test.each([
  [['up', '--unit', '3'], 'hub help up'],
  [['up', '--units', 'many'], 'hub help up'],
  [['import', 'hrss'], 'hub help import'],
  [['import', 'nobody', 'x.csv'], 'hub help import'],
  [['migrate', 'now'], 'hub help migrate'],
  [['sources', '--ports', '1,2'], 'hub help sources'],
  [['sources', '--ports', '1,2,3,1e3'], 'hub help sources'],
  [['import', 'hrss', 'x.csv', '--as-of', '2026-13-01'], 'hub help import'],
  [['import', 'hrss', 'x.csv', '--as-of', '20261121'], 'hub help import'],
  [['import', 'hrss', 'x.csv', '--as-of', '2999-01-01'], 'hub help import'],
  [['import', 'hrss', 'x.csv', '--mode', 'all'], 'hub help import'],
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

/** No folder can be made there, by root neither. */
const UNUSABLE = '/dev/null/hub';

test.each([
  ['gateway'],
  ['worker'],
  ['migrate'],
  ['doctor'],
  ['review'],
  ['demo'],
  ['import', 'hrss', 'list.csv'],
])('%s without a database says so before all else, and what to start or set', async (...words) => {
  const { code, out, err } = await hub(words, { HUB_DATA: UNUSABLE });
  expect(code).toBe(1);
  expect(out + err).toMatch(/没有可用的 PostgreSQL\n.*npm start.*DATABASE_URL/);
  expect(out + err).not.toMatch(/^ +at |EACCES|ENOTDIR/m);
});

test('a data folder that is none is told with its cause', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hub-data-'));
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  for (const [given, cause] of [
    [file, '是一个文件'],
    [UNUSABLE, '有一段是文件'],
    [path.join(folder, 'x'.repeat(300)), '路径太长'],
  ] as const) {
    const { code, err } = await hub(['sources'], { HUB_DATA: given });
    expect(code).toBe(2);
    expect(err).toMatch(
      new RegExp(`^✗ 数据目录 HUB_DATA=${given} 不能使用：.*${cause}.*\n  → .*HUB_DATA.*\n$`),
    );
  }
  rmSync(folder, { recursive: true });
});

test('what cannot be listened on is told by its true cause, before anything is started', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hub-data-'));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  for (const [environment, said] of [
    [{ HOST: 'no-such-host.invalid' }, '主机名查不到'],
    [{ HOST: '203.0.113.7' }, '不是本机的地址'],
    [{ PORT: String(port) }, '已被占用'],
  ] as const) {
    const { code, err } = await hub(['up'], { HUB_DATA: folder, ...environment });
    expect(code).toBe(1);
    expect(err).toContain(said);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
  }
  const refused = Object.assign(new Error(), { code: 'EACCES', syscall: 'listen' });
  expect(listenProblem({ variable: 'PORT', host: '127.0.0.1', port: 80 }, refused)?.message).toContain(
    '无权',
  );
  expect(readdirSync(folder).sort()).toEqual(['logs', 'up']);
  taken.close();
  rmSync(folder, { recursive: true });
});

test('a program whose reader has gone ends quietly', async () => {
  const { child, text } = startHub(['help'], {});
  child.stdout?.destroy();
  expect(await once(child, 'exit')).toEqual([141, null]);
  expect(text()).toBe('');
});

test.each([
  [['doctor', '--jsn'], '没有 --jsn 这个选项；是不是 --json？'],
  [['up', '--units'], '选项 --units 后面缺少它的值'],
  [['migrate', '--check=yes'], '选项 --check 不带值'],
  [['help', 'doktor'], '没有 doktor 这个命令；是不是 doctor？'],
])('%j: %s', async (words, said) => {
  const { code, err } = await hub(words);
  expect(code).toBe(2);
  expect(err).toContain(said);
});

test('a database that does not answer is told as such', async () => {
  const { code, err } = await hub(['migrate'], { DATABASE_URL: 'postgres://hub@127.0.0.1:1/hub' });
  expect(code).toBe(1);
  expect(err).toContain('DATABASE_URL');
});
