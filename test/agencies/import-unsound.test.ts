/** What can be sent and is no sound delivery: days to come, empty lists, pipes and links, values without bottom. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { importFile } from '../../src/agencies/runs/import-file';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { query } from '../../src/store/transaction';
import { codeOf } from '../units/city';
import {
  ACTOR,
  count,
  heads,
  importHrss,
  insurance,
  insurances,
  PORTS,
  scratchIsEmpty,
  temporaryFolder,
  writeHrss,
  writeSidecar,
} from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

const poll = () =>
  pollFeed(
    world.store,
    { agency: 'hrss', recordType: 'SOCIAL_INSURANCE' },
    { ...PORTS, sourceOf: () => ({ folder: world.folder }) },
  );

describe('the day up to which a list is complete', () => {
  const file = (name: string, asOf?: string) =>
    writeHrss(world.folder, name, insurances(3), asOf === undefined ? {} : { asOf });

  test.each([
    ['2999-01-01', '尚未到来'],
    ['2026-03-03', '尚未到来'],
    ['2026-13-01', '不是日期'],
    ['20260301', '不是日期'],
    ['tomorrow', '不是日期'],
  ])('given by hand as %s is refused before anything is read', async (asOf, message) => {
    const given = importHrss(world.store, file('social-insurance.csv'), { asOf });
    await expect(given).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(message),
    });
    expect(await count(world.store, 'batch')).toBe(0);
  });

  test('may be tomorrow: the clock of a source may run ahead of ours', async () => {
    const given = writeHrss(world.folder, 'social-insurance.csv', insurances(3), { done: false });
    const report = await importHrss(world.store, given, { asOf: '2026-03-02' });
    expect(report).toMatchObject({ state: 'ACCEPTED', asOf: '2026-03-02' });
  });

  test.each([
    ['of the sidecar', 'social-insurance-20260301-full-1.csv', '2999-01-01', '2999-01-01'],
    ['of the sidecar, which is none', 'social-insurance-20260301-full-1.csv', '2026-02-30', '.done'],
    ['of the name', 'social-insurance-29990101-full-1.csv', undefined, '2999-01-01'],
    ['of the name, which is none', 'social-insurance-20261301-full-1.csv', '2026-02-30', '文件名'],
  ])('%s is refused when it is yet to come, and later lists are taken', async (_, name, asOf, reason) => {
    file(name, asOf);
    expect(await poll()).toMatchObject([{ state: 'REFUSED', reason: expect.stringContaining(reason) }]);
    expect(await scratchIsEmpty(world.store)).toBe(true);
    expect(await world.feed('hrss', 'SOCIAL_INSURANCE')).toMatchObject({ complete_as_of: null });
    expect(await world.deliver(insurances(3))).toMatchObject({ state: 'ACCEPTED' });
  });

  test('that a feed has and that cannot be true stands only until the next delivery', async () => {
    await world.deliver(insurances(3));
    await query(world.store, `update feed set complete_as_of = '2999-01-01'`);
    expect(await world.deliver(insurances(4))).toMatchObject({ state: 'ACCEPTED', added: 1 });
    expect(await world.feed('hrss', 'SOCIAL_INSURANCE')).toMatchObject({ complete_as_of: '2026-03-01' });
  });
});

test('an empty list over a register that is not is held, however small the register', async () => {
  await world.deliver(insurances(2));
  const file = writeHrss(world.folder, 'social-insurance-20260302-full-1.csv', insurances(1));
  const [header = ''] = fs.readFileSync(file, 'latin1').split('\r\n');
  fs.writeFileSync(file, `${header}\r\n`, 'latin1');
  writeSidecar(file, 0);
  expect(await importHrss(world.store, file)).toMatchObject({ state: 'HELD', read: 0, absent: 0 });
  expect((await heads(world.store, 'SOCIAL_INSURANCE')).map(({ state }) => state)).toEqual([
    'PRESENT',
    'PRESENT',
  ]);
});

describe('in a drop folder only regular files are read', () => {
  const name = 'social-insurance-20260301-full-1.csv';
  const next = () => writeHrss(world.folder, 'social-insurance-20260301-full-2.csv', insurances(2));
  const told = { state: 'REFUSED', source: name, reason: expect.stringContaining('不是普通文件') };

  test('a pipe hangs nobody, and what comes after it is taken', async () => {
    execFileSync('mkfifo', [path.join(world.folder, name)]);
    fs.writeFileSync(path.join(world.folder, name.replace('.csv', '.done')), '{}');
    next();
    expect(await poll()).toMatchObject([told, { state: 'ACCEPTED', added: 2 }]);
  });

  test('a link leads nowhere, and so does one in the place of the sidecar', async () => {
    const elsewhere = temporaryFolder();
    const file = writeHrss(elsewhere, name, insurances(3));
    fs.symlinkSync(file, path.join(world.folder, name));
    fs.copyFileSync(file.replace('.csv', '.done'), path.join(world.folder, name.replace('.csv', '.done')));
    expect(await poll()).toMatchObject([told]);
    const second = next();
    fs.rmSync(second.replace('.csv', '.done'));
    fs.symlinkSync(file.replace('.csv', '.done'), second.replace('.csv', '.done'));
    expect(await poll()).toMatchObject([{ ...told, source: path.basename(second) }]);
    expect(await count(world.store, 'agency_record')).toBe(0);
    fs.rmSync(elsewhere, { recursive: true });
  });
});

test('a value without bottom sets its own row aside, keeps nothing of it, and the rest is taken', async () => {
  await world.deliver(insurances(2));
  const line = (number: number, title: string) =>
    `{"seq":${number},"key":"H${number}","version":1,"uscc":"${codeOf(number)}","enterprise":"甲","day":"2026-02-01",` +
    `"title":${title},"level":"city","awarded":"2026-02-01"}\n`;
  const deep = `${'['.repeat(50_000)}"勿存"${']'.repeat(50_000)}`;
  const end = { end: true, asOf: '2026-02-28', mode: 'delta', lines: 2 };
  const file = path.join(world.folder, 'honour.ndjson');
  fs.writeFileSync(file, `${line(1, deep)}${line(2, '"先进"')}${JSON.stringify(end)}\n`);
  const report = await importFile(world.store, { agency: 'federation', path: file, actor: ACTOR }, PORTS);
  expect(report).toMatchObject({ state: 'ACCEPTED', read: 2, accepted: 1, quarantined: 1 });
  const [row] = await world.query<{ bytes: Buffer; reason: string }>('select * from quarantined_row');
  expect(row).toMatchObject({ source_key: 'H1', unit_code: codeOf(1), field: 'title', reason: '应为文字' });
  expect(JSON.parse(String(row?.bytes)).title).toEqual([{ nested: true }]);
});

test('names beyond measure and sums beyond an integer are rows set aside, or a figure cut off; the batch goes on', async () => {
  const same = (key: string) => insurance(1, { 记录编号: key, 参保人数: '2147483647' });
  const long = Array.from({ length: 1500 }, (_, place) => String.fromCodePoint(0x4e00 + place)).join('');
  expect(
    await world.deliver([same('SI-1'), same('SI-1b'), insurance(2, { 单位名称: long }), insurance(3)]),
  ).toMatchObject({ state: 'ACCEPTED', accepted: 3, quarantined: 1 });
  expect(await world.query('select employees from unit where code = $1', [codeOf(1)])).toEqual([
    { employees: 2147483647 },
  ]);
});

test('a file that is not there, or is none, is said to be just that', async () => {
  const bring = (given: string) => importHrss(world.store, path.join(world.folder, given));
  await expect(bring('none.csv')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('没有这个文件'),
  });
  await expect(bring('.')).rejects.toMatchObject({ message: expect.stringContaining('不是普通文件') });
});
