/** A file that is not whole, not ours or out of date is refused whole; a wrong cell sets its row aside alone. */

import fs from 'node:fs';
import { codeOf } from '../units/city';
import { count, heads, importHrss, insurance, insurances, scratchIsEmpty, writeHrss } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

const lastBatch = async () => {
  const [batch] = await world.query('select * from batch order by id desc limit 1');
  return batch as Record<string, unknown>;
};

test('a list older than the one accepted is refused: it would call back what is over', async () => {
  await world.deliver(insurances(30));
  const report = await world.deliver(insurances(29), 'social-insurance', 'full', '20260201');
  expect(report).toMatchObject({ state: 'REFUSED', reason: expect.stringContaining('早于') });
  expect(await scratchIsEmpty(world.store)).toBe(true);
  expect((await heads(world.store, 'SOCIAL_INSURANCE')).every(({ state }) => state === 'PRESENT')).toBe(true);
});

test.each<[string, (file: string) => void, string]>([
  ['cut in the middle', (file) => fs.truncateSync(file, 2000), '摘要不符'],
  ['with a row added', (file) => fs.appendFileSync(file, 'x\r\n'), '摘要不符'],
  ['whose sidecar counts other rows', (file) => miscount(file, 31), '.done 标明 31 行，实有 30 行'],
  ['whose sidecar is no JSON', (file) => fs.writeFileSync(file.replace('.csv', '.done'), 'x'), '版式不符'],
])('a file %s is refused whole: a batch with the reason, nothing else', async (_, spoil, reason) => {
  const file = writeHrss(world.folder, 'social-insurance-20260301-full-1.csv', insurances(30));
  spoil(file);
  expect(await importHrss(world.store, file)).toMatchObject({
    state: 'REFUSED',
    reason: expect.stringContaining(reason),
    read: 0,
  });
  expect(await lastBatch()).toMatchObject({ state: 'REFUSED', rows_read: 0 });
  expect(await count(world.store, 'agency_record')).toBe(0);
  expect(await count(world.store, 'unit')).toBe(0);
  expect(await count(world.store, 'quarantined_row')).toBe(0);
  expect(await scratchIsEmpty(world.store)).toBe(true);
  expect(await world.query('select complete_as_of, last_batch_id from feed')).toEqual([
    { complete_as_of: null, last_batch_id: null },
  ]);
});

function miscount(file: string, rows: number): void {
  const sidecar = file.replace('.csv', '.done');
  fs.writeFileSync(sidecar, JSON.stringify({ ...JSON.parse(fs.readFileSync(sidecar, 'utf8')), rows }));
}

test('a file in another encoding is refused; a few wrong bytes set their rows aside', async () => {
  const wrong = writeHrss(world.folder, 'social-insurance-20260301-full-1.csv', insurances(30), {
    encoding: 'utf8',
  });
  expect(await importHrss(world.store, wrong)).toMatchObject({
    state: 'REFUSED',
    reason: expect.stringContaining('表头不符'),
  });

  const file = writeHrss(world.folder, 'social-insurance-20260301-full-2.csv', insurances(30), {
    done: false,
  });
  const bytes = fs.readFileSync(file);
  const place = bytes.indexOf(codeOf(3)) + codeOf(3).length + 1;
  bytes[place] = 0xff;
  fs.writeFileSync(file, bytes);
  expect(await importHrss(world.store, file)).toMatchObject({
    state: 'ACCEPTED',
    read: 30,
    accepted: 29,
    quarantined: 1,
  });
  const [row] = await world.query<{ field: string; source_key: string; bytes: Buffer }>(
    'select field, source_key, bytes from quarantined_row',
  );
  expect(row).toMatchObject({ field: '单位名称', source_key: 'SI-3' });
  expect(JSON.parse(String(row?.bytes)).单位名称).toEqual({ undecodable: expect.stringMatching(/^ff/) });
});

test('U+0000 in a cell is a quarantined row, not an error', async () => {
  const report = await world.deliver([...insurances(20), insurance(21, { 单位名称: '甲\u0000乙' })]);
  expect(report).toMatchObject({ accepted: 20, quarantined: 1 });
});

test('what is neither an agency nor a type nor a file is refused before anything is touched', async () => {
  const file = writeHrss(world.folder, 'unknown.csv', insurances(3), { done: false });
  await expect(importHrss(world.store, file)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(importHrss(world.store, file, { agency: 'tax' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await expect(
    importHrss(world.store, `${world.folder}/none.csv`, { recordType: 'SOCIAL_INSURANCE' }),
  ).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await count(world.store, 'batch')).toBe(0);
  expect(await importHrss(world.store, file, { recordType: 'social-insurance' })).toMatchObject({
    state: 'ACCEPTED',
    asOf: '2026-03-01',
  });
});
