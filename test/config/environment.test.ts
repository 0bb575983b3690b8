/** Promise: every problem of the configuration is told at once: the variable, its value without secrets, what is allowed. */
import path from 'node:path';
import { readConfig, VARIABLES } from '../../src/config/environment';
import { HubError } from '../../src/kernel/errors';

const ROOT = path.join(__dirname, '../..');

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID' });
    return (error as HubError).message.split('\n').slice(1);
  }
}

const WRONG: readonly (readonly [keyof typeof VARIABLES, string, string])[] = [
  ['PORT', '65536', '1 到 65535'],
  ['HOST', 'http://here', '主机名'],
  ['WORKER_PORT', '0', '1 到 65535'],
  ['DATABASE_URL', 'mysql://127.0.0.1/hub', 'postgres://'],
  ['REDIS_URL', 'here', 'redis://'],
  ['HUB_PERSON_KEY', 'short', '32 字节'],
  ['REDIS_PREFIX', 'a b', '字母'],
  ['LOG_LEVEL', 'loud', 'debug'],
  ['POOL_SIZE', '1', '2 到 200'],
  ['POLL_SECONDS', '1.5', '整数'],
  ['SWEEP_SECONDS', '-1', '整数'],
  ['HUB_HASTE', '0x10', '1 到 20'],
  ['REVIEW_SCHEDULE', 'every day', 'cron'],
  ['FEED_UNION', 'ftp://union.example/records', 'http://'],
  ['FEED_COURT', 'http://', '主机名'],
  ['FEED_FEDERATION', 'federation.example', 'http://'],
];

test('each wrong variable has its line, with what it is for and what is allowed', () => {
  const lines = problemsOf(Object.fromEntries(WRONG.map(([name, given]) => [name, given])));
  expect(lines).toHaveLength(WRONG.length);
  for (const [place, [name, given, allowed]] of WRONG.entries()) {
    const line = lines[place] ?? '';
    expect(line).toContain(name === 'HUB_PERSON_KEY' ? `${name}=***：` : `${name}=${given}：`);
    expect(line).toContain(allowed);
    expect(line).toContain(VARIABLES[name].about);
  }
});

test.each([
  ['DATABASE_URL', 'mysql://hub:pass/w@rd@host/hub'],
  ['DATABASE_URL', 'hub:pass/w@rd@host/hub'],
  ['DATABASE_URL', 'host/hub?user=hub&password=pass/w@rd'],
  ['REDIS_URL', 'http://:pass/w@rd@host'],
  ['FEED_UNION', 'ftp://reader:pass/w@rd@host/records'],
  ['HUB_PERSON_KEY', 'pass/w@rd'],
] as const)('a password or key in %s is not shown', (name, given) => {
  const [line = ''] = problemsOf({ [name]: given });
  expect(line).toContain(name);
  expect(line).not.toMatch(/pass|rd@/);
});

test.each([
  '60 8 1 3 *',
  '0 8 31 2 *',
  '2026-03-01',
  '0 8 1',
  'soon',
])('REVIEW_SCHEDULE %s never comes due, and is refused', (given) =>
  expect(problemsOf({ REVIEW_SCHEDULE: given })).toHaveLength(1));

test.each(['0 8 1 3 *', '0 0 8 1 3,9 *', ''])('REVIEW_SCHEDULE "%s" is taken', (given) =>
  expect(readConfig({ REVIEW_SCHEDULE: given }).REVIEW_SCHEDULE).toBe(given));

test('two services do not share a port, and a default gives way', () => {
  expect(problemsOf({ PORT: '4500', WORKER_PORT: '4500' })).toEqual([
    expect.stringContaining('PORT（4500）'),
  ]);
  expect(readConfig({ PORT: '4001' })).toMatchObject({ PORT: 4001, WORKER_PORT: 4002 });
});

test('a relative folder begins at the project, wherever the command was called; an absolute one is as given', () => {
  expect(readConfig({}).HUB_DATA).toBe(path.join(ROOT, '.data'));
  expect(readConfig({ HUB_DATA: '数据 a', FEED_HRSS: 'drop' })).toMatchObject({
    HUB_DATA: path.join(ROOT, '数据 a'),
    FEED_HRSS: path.join(ROOT, 'drop'),
  });
  expect(readConfig({ HUB_DATA: '/srv/hub' }).HUB_DATA).toBe('/srv/hub');
});
