/** Promise: a data folder is its owner's alone and held by one process at a time, whatever the last one left there. */
import fs from 'node:fs';
import path from 'node:path';
import { lockFolder, openDataFolder, personKey } from '../../bin/up/data-folder';
import { shared } from '../harness/shared-servers';

const newRoot = (): string =>
  path.join(fs.mkdtempSync(path.join(shared('HUB_TEST_DIRECTORY'), 'data-')), '数据 a');
const modeOf = (file: string): number => fs.statSync(file).mode & 0o777;

test('nobody else reads what lies in it, under any umask', () => {
  const before = process.umask(0);
  try {
    const folder = openDataFolder(newRoot());
    personKey(folder);
    // Run by root, PostgreSQL's own user passes through, and can list nothing.
    expect(modeOf(folder.root)).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
    expect([folder.logs, path.dirname(folder.own('x'))].map(modeOf)).toEqual([0o700, 0o700]);
    expect(modeOf(folder.own('person-key.json'))).toBe(0o600);
  } finally {
    process.umask(before);
  }
});

test('a folder that others could read is closed to them at the next start', () => {
  const folder = openDataFolder(newRoot());
  fs.chmodSync(folder.logs, 0o755);
  openDataFolder(folder.root);
  expect(modeOf(folder.logs)).toBe(0o700);
});

test('it is held until it is given back', () => {
  const folder = openDataFolder(newRoot());
  const release = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow('正被另一个 hub up 使用');
  release();
  lockFolder(folder)();
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 999_999_999, started: '1' })],
  ['a process whose number is another’s now', JSON.stringify({ pid: process.pid, started: '1' })],
  ['a half-written lock', '{"pid":'],
  ['an empty lock', ''],
])('%s holds it no longer', (_what, left) => {
  const folder = openDataFolder(newRoot());
  fs.writeFileSync(folder.own('lock'), left);
  const release = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow('正被另一个 hub up 使用');
  release();
  expect(fs.readdirSync(path.dirname(folder.own('lock')))).toEqual([]);
});

test('where no folder can be made, it says so instead of trying for ever', () => {
  let failure: unknown;
  try {
    openDataFolder('/proc/nowhere/data');
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({
    code: 'CONFIGURATION_INVALID',
    message: expect.stringContaining('HUB_DATA=/proc/nowhere/data'),
  });
});
