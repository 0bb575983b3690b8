/** The drop folder of 人社: finished files in their order, each once, by any number of workers. */

import fs from 'node:fs';
import path from 'node:path';
import type { BatchReport } from '../../src/agencies/report';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import {
  count,
  heads,
  inspection,
  insurance,
  insurances,
  PORTS,
  writeHrss,
  writeSidecar,
} from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-11-21T02:00:00Z');

const poll = (recordType: string) =>
  pollFeed(
    world.store,
    { agency: 'hrss', recordType },
    { ...PORTS, sourceOf: () => ({ folder: world.folder }) },
  );

test('finished files are taken in their order, and each once', async () => {
  // Ten comes after two though it sorts before it, and another type's files are left alone.
  writeHrss(world.folder, 'inspection-case-20261120-delta-10.csv', [
    inspection(1, { 版本: '3', 结果: '未发现违法' }),
  ]);
  writeHrss(world.folder, 'inspection-case-20261120-delta-2.csv', [inspection(1, { 版本: '2' })]);
  writeHrss(world.folder, 'inspection-case-20261119-delta-1.csv', [inspection(1)]);
  writeHrss(world.folder, 'social-insurance-20261120-full-1.csv', insurances(3));
  const reports = await poll('INSPECTION_CASE');
  expect(reports.map(({ source, accepted }) => [source, accepted])).toEqual([
    ['inspection-case-20261119-delta-1.csv', 1],
    ['inspection-case-20261120-delta-2.csv', 1],
    ['inspection-case-20261120-delta-10.csv', 1],
  ]);
  expect((await heads(world.store, 'INSPECTION_CASE'))[0]?.version).toBe(3);
  expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({ complete_as_of: '2026-11-20' });
  expect(await poll('INSPECTION_CASE')).toEqual([]);
});

test('a file still being written stops the line, until its sidecar is there', async () => {
  writeHrss(world.folder, 'inspection-case-20261119-delta-1.csv', [inspection(1)], { done: false });
  writeHrss(world.folder, 'inspection-case-20261120-delta-1.csv', [inspection(2)]);
  expect(await poll('INSPECTION_CASE')).toEqual([]);
  expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({
    last_error: expect.stringContaining('尚无 .done'),
  });
  writeSidecar(path.join(world.folder, 'inspection-case-20261119-delta-1.csv'), 1);
  expect(await poll('INSPECTION_CASE')).toHaveLength(2);
});

test('a file that is still being written, with nothing behind it, is no fault, not even under a day that cannot be', async () => {
  for (const file of ['inspection-case-20261120-delta-1.csv', 'inspection-case-20260231-delta-2.csv']) {
    writeHrss(world.folder, file, [inspection(1)], { done: false, asOf: '2026-11-20' });
    expect(await poll('INSPECTION_CASE')).toEqual([]);
    expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({ last_error: null });
  }
});

const sourcesOf = (reports: readonly BatchReport[]) => reports.map(({ source, state }) => [source, state]);

test.each([
  ['inspection-case', 'INSPECTION_CASE', 'delta', inspection(9)],
  ['social-insurance', 'SOCIAL_INSURANCE', 'full', insurance(9)],
])('%s: a name whose day cannot be is refused and said so, and hides no file that is named rightly', async (type, name, mode, row) => {
  const wrong = [`${type}-20260231-${mode}-1.csv`, `${type}-20271121-${mode}-1.csv`];
  for (const file of wrong) {
    writeHrss(world.folder, file, [row], { asOf: '2026-11-20' });
  }
  const refused = wrong.map((file) => [file, 'REFUSED']);
  expect(sourcesOf(await poll(name))).toEqual(refused);
  expect(sourcesOf(await poll(name))).toEqual(refused);
  expect(await count(world.store, `batch where state = 'REFUSED'`)).toBe(2);
  const right = `${type}-20261121-${mode}-2.csv`;
  writeHrss(world.folder, right, [row]);
  expect(sourcesOf(await poll(name))).toEqual([[right, 'ACCEPTED'], ...refused]);
  expect((await world.feed('hrss', name))?.last_error).toContain('20271121');
  // Put right by its name alone, it is taken.
  for (const file of wrong) {
    fs.rmSync(path.join(world.folder, file));
  }
  const renamed = writeHrss(world.folder, `${type}-20261121-${mode}-3.csv`, [{ ...row, 版本: '2' }]);
  expect(sourcesOf(await poll(name))).toEqual([[path.basename(renamed), 'ACCEPTED']]);
  expect((await world.feed('hrss', name))?.last_error).toBeNull();
});

test('events that come after later ones, or under another spelling of a number, are taken all the same', async () => {
  writeHrss(world.folder, 'inspection-case-20261120-delta-2.csv', [inspection(1, { 版本: '2' })]);
  await poll('INSPECTION_CASE');
  writeHrss(world.folder, 'inspection-case-20261119-delta-7.csv', [inspection(2)]);
  writeHrss(world.folder, 'inspection-case-20261120-delta-02.csv', [inspection(3)]);
  expect(sourcesOf(await poll('INSPECTION_CASE'))).toEqual([
    ['inspection-case-20261119-delta-7.csv', 'ACCEPTED'],
    ['inspection-case-20261120-delta-02.csv', 'ACCEPTED'],
  ]);
  expect(await count(world.store, 'record_head')).toBe(3);
  expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({ complete_as_of: '2026-11-20' });
});

test('a list that comes after a later one is refused and said so, once', async () => {
  writeHrss(world.folder, 'social-insurance-20261120-full-1.csv', insurances(3));
  await poll('SOCIAL_INSURANCE');
  const late = 'social-insurance-20261119-full-1.csv';
  writeHrss(world.folder, late, insurances(2));
  expect(sourcesOf(await poll('SOCIAL_INSURANCE'))).toEqual([[late, 'REFUSED']]);
  expect(await poll('SOCIAL_INSURANCE')).toEqual([]);
});

test('a refused list is passed over, for the next replaces it; refused events stop the line until they come whole', async () => {
  const list = writeHrss(world.folder, 'social-insurance-20261119-full-1.csv', insurances(30));
  fs.truncateSync(list, 1000);
  writeHrss(world.folder, 'social-insurance-20261120-full-1.csv', insurances(30));
  expect((await poll('SOCIAL_INSURANCE')).map(({ state }) => state)).toEqual(['REFUSED', 'ACCEPTED']);

  const events = writeHrss(world.folder, 'inspection-case-20261119-delta-1.csv', [
    inspection(1),
    inspection(2),
  ]);
  const whole = fs.readFileSync(events);
  fs.truncateSync(events, 300);
  writeHrss(world.folder, 'inspection-case-20261120-delta-1.csv', [inspection(3)]);
  expect((await poll('INSPECTION_CASE')).map(({ state }) => state)).toEqual(['REFUSED']);
  expect((await poll('INSPECTION_CASE')).map(({ state }) => state)).toEqual(['REFUSED']);
  // Said once, not at every poll; and the feed is complete up to no day.
  expect(await count(world.store, `batch where state = 'REFUSED' and record_type = 'INSPECTION_CASE'`)).toBe(
    1,
  );
  expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({
    complete_as_of: null,
    last_error: expect.stringContaining('摘要不符'),
  });
  fs.writeFileSync(events, whole);
  expect((await poll('INSPECTION_CASE')).map(({ state }) => state)).toEqual(['ACCEPTED', 'ACCEPTED']);
  expect(await world.feed('hrss', 'INSPECTION_CASE')).toMatchObject({
    complete_as_of: '2026-11-20',
    last_error: null,
  });
});

test('a poll that finds nothing new writes when it asked, and nothing else', async () => {
  writeHrss(world.folder, 'social-insurance-20261120-full-1.csv', insurances(3));
  await poll('SOCIAL_INSURANCE');
  const counts = () =>
    Promise.all(
      ['batch', 'audit_entry', 'outbox', 'agency_record'].map((table) => count(world.store, table)),
    );
  const before = [await counts(), await world.feed('hrss', 'SOCIAL_INSURANCE')] as const;
  world.clock.set('2026-11-21T03:00:00Z');
  expect(await poll('SOCIAL_INSURANCE')).toEqual([]);
  const now = new Date('2026-11-21T03:00:00Z');
  expect(await counts()).toEqual(before[0]);
  expect(await world.feed('hrss', 'SOCIAL_INSURANCE')).toEqual({
    ...before[1],
    last_polled_at: now,
    last_success_at: now,
  });
});

test('a folder that is not there is an error of the source, not of ours', async () => {
  const gone = { ...PORTS, sourceOf: () => ({ folder: path.join(world.folder, 'gone') }) };
  expect(await pollFeed(world.store, { agency: 'hrss', recordType: 'PAY_ORDER' }, gone)).toEqual([]);
  expect(await world.feed('hrss', 'PAY_ORDER')).toMatchObject({
    last_error: expect.stringContaining('投递目录'),
    last_success_at: null,
  });
});

test('two workers that poll one feed at once take every file once', async () => {
  for (let number = 1; number <= 4; number++) {
    writeHrss(world.folder, `inspection-case-20261120-delta-${number}.csv`, [
      inspection(number),
      inspection(100 + number),
    ]);
  }
  const other = await world.database.store(world.clock);
  const polls = await Promise.all(
    [world.store, other, world.store, other].map((one) =>
      pollFeed(
        one,
        { agency: 'hrss', recordType: 'INSPECTION_CASE' },
        { ...PORTS, sourceOf: () => ({ folder: world.folder }) },
      ),
    ),
  );
  await poll('INSPECTION_CASE');
  expect(polls.flat().reduce((sum, { added }) => sum + added, 0)).toBe(8);
  expect(await count(world.store, 'agency_record')).toBe(8);
  expect(await count(world.store, 'batch')).toBe(4);
});
test('a record delivered twice by two ways is one record', async () => {
  const ports = { ...PORTS, sourceOf: () => ({ folder: world.folder }) };
  writeHrss(world.folder, 'social-insurance-20261120-full-1.csv', insurances(3));
  await pollFeed(world.store, { agency: 'hrss', recordType: 'SOCIAL_INSURANCE' }, ports);
  writeHrss(world.folder, 'social-insurance-20261121-full-1.csv', [...insurances(3), insurance(4)]);
  const polls = await Promise.all(
    [1, 2, 3].map(() => pollFeed(world.store, { agency: 'hrss', recordType: 'SOCIAL_INSURANCE' }, ports)),
  );
  expect(polls.flat().filter(({ state }) => state === 'ACCEPTED')).toMatchObject([
    { added: 1, unchanged: 3 },
  ]);
});
