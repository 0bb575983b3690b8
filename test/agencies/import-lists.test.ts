/** Rows that contradict each other, and what a whole list no longer has. */
import { count, heads, inspection, insurance, insurances } from './deliveries';
import { freshWorld } from './world';

const world = freshWorld('2026-03-01T02:00:00Z');

test('a row given twice counts once; contradicting rows: the higher version, or none', async () => {
  const rows = [
    ...insurances(30),
    insurance(1),
    insurance(2, { 版本: '2', 参保人数: '50' }),
    insurance(3, { 参保人数: '51' }),
  ];
  const report = await world.deliver(rows);
  expect(report).toMatchObject({ read: 33, accepted: 29, unchanged: 1, quarantined: 3 });
  const quarantined = await world.query(
    'select row_number, source_key, reason from quarantined_row order by row_number',
  );
  expect(quarantined).toEqual([
    { row_number: 2, source_key: 'SI-2', reason: expect.stringContaining('已有更高版本') },
    { row_number: 3, source_key: 'SI-3', reason: expect.stringContaining('不分先后') },
    { row_number: 33, source_key: 'SI-3', reason: expect.stringContaining('不分先后') },
  ]);
  expect(await heads(world.store, 'SOCIAL_INSURANCE')).not.toContainEqual(
    expect.objectContaining({ source_key: 'SI-3' }),
  );
});

test('contradicting rows are seen as such when one of them is what is stored already', async () => {
  await world.deliver(insurances(30));
  const report = await world.deliver([
    ...insurances(30),
    insurance(1, { 参保人数: '50' }),
    insurance(2, { 版本: '2', 参保人数: '51' }),
  ]);
  expect(report).toMatchObject({
    read: 32,
    accepted: 1,
    changed: 1,
    unchanged: 30,
    quarantined: 1,
    absent: 0,
  });
  const changed = await heads(world.store, 'SOCIAL_INSURANCE');
  expect(changed.filter(({ version }) => version === 2).map(({ source_key }) => source_key)).toEqual([
    'SI-2',
  ]);
});

test('what a whole list no longer has gets a last version that says so; back again, it is present again', async () => {
  await world.deliver(insurances(30));
  const without = insurances(30).slice(0, 27);
  expect(await world.deliver(without)).toMatchObject({ state: 'ACCEPTED', unchanged: 27, absent: 3 });
  const gone = (await heads(world.store, 'SOCIAL_INSURANCE')).filter(({ state }) => state === 'ABSENT');
  expect(gone.map(({ source_key, version }) => [source_key, version])).toEqual([
    ['SI-28', 2],
    ['SI-29', 2],
    ['SI-30', 2],
  ]);
  expect(gone.every(({ unit_id }) => unit_id !== null)).toBe(true);
  expect(await world.deliver(insurances(30))).toMatchObject({
    accepted: 3,
    changed: 3,
    unchanged: 27,
    absent: 0,
  });
  expect((await heads(world.store, 'SOCIAL_INSURANCE')).every(({ state }) => state === 'PRESENT')).toBe(true);
  expect(await count(world.store, 'agency_record')).toBe(36);
});

test('events are never "no longer there"', async () => {
  await world.deliver([inspection(1), inspection(2)], 'inspection-case', 'delta');
  expect(await world.deliver([inspection(3)], 'inspection-case', 'delta')).toMatchObject({
    mode: 'DELTA',
    accepted: 1,
    absent: 0,
  });
  expect(await world.deliver([inspection(4)], 'inspection-case', 'full')).toMatchObject({
    mode: 'DELTA',
    absent: 0,
  });
});

test('a record whose row is quarantined this time is not taken for gone', async () => {
  await world.deliver(insurances(30));
  const spoilt = insurances(30, (number) => (number === 4 ? { 登记日期: '20260230' } : {}));
  expect(await world.deliver(spoilt)).toMatchObject({ unchanged: 29, quarantined: 1, absent: 0 });
  // Where not even the key can be read, nobody knows which record the row meant: nothing is taken for gone.
  const keyless = insurances(30, (number) => (number === 4 ? { 记录编号: '' } : {})).slice(0, 28);
  const report = await world.deliver(keyless);
  expect(report).toMatchObject({
    unchanged: 27,
    quarantined: 1,
    absent: 0,
    reason: expect.stringContaining('读不出编号'),
  });
});
