/** The register of parks and memberships, and the dated regions: imported twice they are the same, wrong rows are named. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { systemActor } from '../../src/kernel/actor';
import { query, type Store } from '../../src/store/transaction';
import { parseRegionYear } from '../../src/units/regions';
import { importMemberships, importParks } from '../../src/units/runs/import-parks';
import { loadRegions } from '../../src/units/runs/load-regions';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { codeOf, newUnit } from './city';

let database: TestDatabase;
let store: Store;
let folder: string;
const actor = systemActor('test');

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-register-'));
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await database.close();
});

function file(name: string, lines: readonly string[]): { path: string; actor: typeof actor } {
  const target = path.join(folder, name);
  fs.writeFileSync(target, `\ufeff${lines.join('\r\n')}\r\n`);
  return { path: target, actor };
}

const park = (number: number) => codeOf(number, '12');
const PARKS = [
  'localCode,uscc,name,kind,regionCode',
  `P1,${park(1)},威海岚湾工业园区,INDUSTRIAL_PARK,371002`,
  `P2,${park(2)},汐源镇,TOWNSHIP,371082`,
];

test('regions are loaded with their year, once', async () => {
  await loadRegions(store);
  const before = await query(
    store,
    'select code, year, name, parent_code, level, xmin::text from region order by code',
  );
  expect(before).toHaveLength(10);
  expect(before).toContainEqual(
    expect.objectContaining({ code: '371082', year: 2023, parent_code: '371000' }),
  );
  await loadRegions(store);
  expect(
    await query(store, 'select code, year, name, parent_code, level, xmin::text from region order by code'),
  ).toEqual(before);
});

test('a region file with a stray parent or a double code is refused', () => {
  const region = { code: '371002', name: '环翠区', parent: null, level: 'COUNTY' };
  expect(() =>
    parseRegionYear({ year: 2023, source: 'x', regions: [{ ...region, parent: '371000' }] }),
  ).toThrow('parent');
  expect(() => parseRegionYear({ year: 2023, source: 'x', regions: [region, region] })).toThrow('twice');
});

test('parks become units with their own number and code; again, nothing is written', async () => {
  const command = file('parks.csv', PARKS);
  expect(await importParks(store, command)).toMatchObject({ read: 2, written: 2, unchanged: 0, refused: [] });
  expect(await importParks(store, command)).toMatchObject({ read: 2, written: 0, unchanged: 2, refused: [] });
  expect(
    await query(
      store,
      `select code, kind, local_code, region_code, region_year from unit order by local_code`,
    ),
  ).toEqual([
    { code: park(1), kind: 'INDUSTRIAL_PARK', local_code: 'P1', region_code: '371002', region_year: 2023 },
    { code: park(2), kind: 'TOWNSHIP', local_code: 'P2', region_code: '371082', region_year: 2023 },
  ]);
});

test('a park that is renamed keeps its former name', async () => {
  const renamed = PARKS.map((line) => line.replace('威海岚湾工业园区', '威海岚湾高新产业园'));
  expect(await importParks(store, file('parks.csv', renamed))).toMatchObject({ written: 1, unchanged: 1 });
  const names = await query(
    store,
    `select n.name, n.last_seen_on is null as current from unit_name n join unit u on u.id = n.unit_id
     where u.local_code = 'P1' order by n.id`,
  );
  expect(names).toEqual([
    { name: '威海岚湾工业园区', current: false },
    { name: '威海岚湾高新产业园', current: true },
  ]);
});

test('wrong rows are refused with their number, the others are taken', async () => {
  const report = await importParks(
    store,
    file('wrong.csv', [
      'localCode,uscc,name,kind,regionCode',
      `P3,${park(3).slice(0, 17)}${park(3).endsWith('7') ? '8' : '7'},坏码园,INDUSTRIAL_PARK,371002`,
      `P4,${park(1)},占码园,INDUSTRIAL_PARK,371002`,
      `P5,${codeOf(5, '81')},工会码园,INDUSTRIAL_PARK,371002`,
      `P6,${park(6)},好园,INDUSTRIAL_PARK,371002`,
      `P6,${park(7)},重号园,INDUSTRIAL_PARK,371002`,
    ]),
  );
  expect(report).toMatchObject({ read: 5, written: 1, unchanged: 0 });
  expect(report.refused.map(({ row }) => row).sort()).toEqual([2, 3, 4, 6]);
});

test('no firm becomes a park; a managing body that its social insurance knew first does', async () => {
  const firm = await newUnit(store, 503, '威海某某置业有限公司');
  const body = await newUnit(store, 504, '威海某某管理服务中心');
  await query(store, 'update unit set code = $2 where id = $1', [body, codeOf(504, '12')]);
  const kindOf = async (id: string) =>
    (await query<{ kind: string }>(store, 'select kind from unit where id = $1', [id]))[0]?.kind;
  const report = await importParks(
    store,
    file('firms.csv', [
      'localCode,uscc,name,kind,regionCode',
      `P9,${codeOf(503)},某某产业园,INDUSTRIAL_PARK,371002`,
      `P10,${codeOf(504, '12')},某某工业园,INDUSTRIAL_PARK,371002`,
    ]),
  );
  expect(report).toMatchObject({ written: 1, unchanged: 0 });
  expect(report.refused).toEqual([
    { row: 2, reason: '代码是企业“威海某某置业有限公司”的，请填写园区管理机构的代码' },
  ]);
  // A company may run a park: what is one on record stays one.
  const company = [
    'localCode,uscc,name,kind,regionCode',
    `P11,${codeOf(505)},某某园区,INDUSTRIAL_PARK,371002`,
  ];
  expect(await importParks(store, file('company.csv', company))).toMatchObject({ written: 1, refused: [] });
  expect(await importParks(store, file('company.csv', company))).toMatchObject({ unchanged: 1, refused: [] });
  expect([await kindOf(firm), await kindOf(body)]).toEqual(['ENTERPRISE', 'INDUSTRIAL_PARK']);
});

test('memberships: dated, corrected in place, unknown employers named', async () => {
  await newUnit(store, 501, '威海成员有限公司');
  const rows = [
    'parkCode,uscc,from,to',
    `${park(1)},${codeOf(501)},2020-01-01,`,
    `${park(1)},${codeOf(502)},2020-01-01,`,
    `${codeOf(501)},${codeOf(501)},2020-01-01,`,
    `${park(1)},${codeOf(501)},2019-01-01,2018-01-01`,
  ];
  const report = await importMemberships(store, file('members.csv', rows));
  expect(report).toMatchObject({ read: 4, written: 1, unchanged: 0 });
  expect(report.refused.map(({ row }) => row).sort()).toEqual([3, 4, 5]);
  const ended = [rows[0] ?? '', `${park(1)},${codeOf(501)},2020-01-01,2026-06-30`];
  expect(await importMemberships(store, file('members.csv', ended))).toMatchObject({ written: 1 });
  expect(await importMemberships(store, file('members.csv', ended))).toMatchObject({
    written: 0,
    unchanged: 1,
  });
  expect(await query(store, 'select from_on, to_on from unit_membership')).toEqual([
    { from_on: '2020-01-01', to_on: '2026-06-30' },
  ]);
});

test('a file that is not there is said so', async () => {
  await expect(importParks(store, { path: path.join(folder, 'none.csv'), actor })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('没有这个文件'),
  });
});

test('what an officer reads of a wrong row or a broken file is said in our words', async () => {
  const parks = await importParks(
    store,
    file('words.csv', [
      'localCode,uscc,name,kind,regionCode',
      `,${park(8)},园,INDUSTRIAL_PARK,371002`,
      `P8,${park(8)},园,PARK,371002`,
      `P8,${park(8)},园,TOWNSHIP,3710`,
      `P8,,园,TOWNSHIP,371002`,
    ]),
  );
  expect(parks.refused.map(({ reason }) => reason)).toEqual([
    'localCode：必填',
    'kind：应为 INDUSTRIAL_PARK 或 TOWNSHIP',
    'regionCode：应为六位行政区划代码',
    'uscc：必填',
  ]);
});
