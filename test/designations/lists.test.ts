/** Namings and lists: read once; a code finds its unit, a name alone waits for an officer. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importTitles } from '../../src/designations/runs/import-titles';
import { attachUnit, detachUnit } from '../../src/designations/steps/attach-unit';
import { decideTitle } from '../../src/designations/steps/decide-title';
import { nameTitle } from '../../src/designations/steps/name-title';
import { fixedClock } from '../../src/kernel/clock';
import { mirrorListings } from '../../src/sanctions/runs/mirror-listings';
import { query, type Store, transaction } from '../../src/store/transaction';
import { normaliseName } from '../../src/units/name';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { annulment, decision, freshFeeds, payOrder, putBatch, removal } from '../sanctions/records';
import { codeOf } from '../units/city';
import { cancellation, city, eventsOf, value } from './cancellation';

let database: TestDatabase;
let store: Store;
const clock = fixedClock('2026-09-01T02:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  await freshFeeds(store, '2026-08-31');
  await registerAll(store, [
    recipient('union', ['DESIGNATION', 'INCENTIVE_ELIGIBILITY']),
    recipient('credit', ['DESIGNATION']),
  ]);
});
afterEach(() => expectSound(store));
afterAll(async () => {
  expect(await brokenInvariants(store)).toEqual([]);
  await database.close();
});

const events = (unitId: string) => eventsOf(store, unitId);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'titles-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a unit on the joint-sanction list is not named', async () => {
  const { id } = await makeUnit(store);
  const batchId = await putBatch(store, [
    { type: 'PAY_ORDER', key: `${id}-o`, unitId: id, data: payOrder() },
    { type: 'LISTING_DECISION', key: `${id}-l`, unitId: id, data: decision() },
  ]);
  await mirrorListings(store, { batchId });
  const result = await transaction(store, (tx) =>
    nameTitle(tx, {
      unitId: id,
      title: '威海市劳动关系和谐企业',
      level: 'CITY',
      honourType: 'DEMONSTRATION',
      namedOn: '2026-08-30',
      documentNo: '1',
      namingBody: '',
      province: null,
      actor: city,
    }),
  );
  expect(result).toMatchObject({ ok: false, failure: { code: 'WRONG_STATE' } });
});

const write = (name: string, lines: string[]) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `\ufeff${lines.join('\r\n')}\r\n`);
  return file;
};
const HEAD = 'uscc,name,kind,title,level,honour_type,named_on,document_no,naming_body,province';
const row = (code: string, title: string, level = 'CITY') =>
  `${code},威海甲有限公司,ENTERPRISE,${title},${level},DEMONSTRATION,2024-12-10,三方〔2024〕1号,市三方,370000`;
/** A code with the right check digit, that a unit may have or not. */
const CODES = ['91350100M000100Y43', '91330100799655058B'] as const;
const addUnit = async (code: string) =>
  (
    await query<{ id: string }>(
      store,
      `insert into unit (code, kind, name, region_code, created_at, updated_at)
       values ($1, 'ENTERPRISE', '威海甲有限公司', '371002', now(), now()) returning id`,
      [code],
    )
  )[0]?.id ?? '';

test('with codes: flagged at their units; read again: nothing written; a late unit gets its title then', async () => {
  const unitId = await addUnit(CODES[0]);
  const file = write('office-designations.csv', [
    HEAD,
    row(CODES[0], '威海市劳动关系和谐企业'),
    row(CODES[0], '山东省劳动关系和谐企业', 'PROVINCE'),
    row(CODES[1], '威海市劳动关系和谐企业'),
    row('91310115MA1G4L1WXK', '威海市劳动关系和谐企业'),
    row(CODES[0], '威海市劳动关系和谐企业', 'WORLD'),
  ]);
  const first = await importTitles(store, { path: file, actor: city });
  expect(first).toMatchObject({ read: 5, written: 3, attached: 2, proposed: 0, unchanged: 0 });
  expect(first.refused.map((refused) => refused.row)).toEqual([5, 6]);
  expect(await events(unitId)).toEqual(['DESIGNATION flag.applied', 'DESIGNATION flag.applied']);
  expect(await importTitles(store, { path: file, actor: city })).toMatchObject({
    written: 0,
    attached: 0,
    unchanged: 3,
  });
  const late = await addUnit(CODES[1]);
  expect(await importTitles(store, { path: file, actor: city })).toMatchObject({ written: 0, attached: 1 });
  expect(await events(late)).toEqual(['DESIGNATION flag.applied']);
  expect(await events(unitId)).toHaveLength(2);
});

test('names alone: candidates, no flag; an officer’s SAME brings the title, its withdrawal recalls it', async () => {
  const name = '威海金猴测试股份有限公司';
  const unit = await makeUnit(store, name);
  await query(
    store,
    `insert into unit_name (unit_id, name, normalised, first_seen_on, source) values ($1, $2, $3, '2020-01-01', 'test')`,
    [unit.id, name, normaliseName(name)],
  );
  const file = write('designations-somewhere.csv', [
    'name,kind,title,level,province,named_on',
    `${name},ENTERPRISE,全国模范劳动关系和谐企业,NATIONAL,370000,2019-07-11`,
  ]);
  expect(await importTitles(store, { path: file, actor: city })).toMatchObject({
    written: 1,
    attached: 0,
    proposed: 1,
  });
  expect(await importTitles(store, { path: file, actor: city })).toMatchObject({
    written: 0,
    proposed: 0,
    unchanged: 1,
  });
  expect(await events(unit.id)).toEqual([]);
  const [candidate] = await query<{ subject_id: string; honour_type: string }>(
    store,
    `select c.subject_id, d.honour_type from match_candidate c join designation d on d.id::text = c.subject_id where c.unit_id = $1`,
    [unit.id],
  );
  expect(candidate?.honour_type).toBe('MODEL_TITLE');
  const command = { designationId: candidate?.subject_id ?? '', unitId: unit.id, actor: city, overdue: null };
  expect(value(await transaction(store, (tx) => attachUnit(tx, command))).changed).toBe(true);
  expect(value(await transaction(store, (tx) => attachUnit(tx, command))).changed).toBe(false);
  const other = await makeUnit(store);
  expect(await transaction(store, (tx) => attachUnit(tx, { ...command, unitId: other.id }))).toMatchObject({
    ok: false,
    failure: { code: 'WRONG_STATE' },
  });
  expect(value(await transaction(store, (tx) => detachUnit(tx, command))).changed).toBe(true);
  expect(value(await transaction(store, (tx) => detachUnit(tx, command))).changed).toBe(false);
  expect(await events(unit.id)).toEqual(['DESIGNATION flag.applied', 'DESIGNATION flag.withdrawn']);
  expect(await events(other.id)).toEqual([]);
});

test('a naming of a day to come is refused in its row, in words an officer can use', async () => {
  const file = write('office-future.csv', [
    HEAD,
    row(CODES[0], '威海市劳动关系和谐企业').replace(/\d{4}-\d{2}-\d{2}/, '2026-09-02'),
    row(CODES[0], '威海市劳动关系和谐企业').replace(/\d{4}-\d{2}-\d{2}/, '2026-02-30'),
  ]);
  const { written, refused } = await importTitles(store, { path: file, actor: city });
  expect(written).toBe(0);
  expect(refused).toEqual([
    { row: 2, reason: '命名日期（2026-09-02）不得晚于今日（2026-09-01）' },
    { row: 3, reason: 'named_on：应为日期，如 2026-11-21' },
  ]);
});

const TITLE = '威海市劳动关系和谐企业';
const NAMED = /2024-12-10/;
const take = (name: string, ...lines: string[]) =>
  importTitles(store, { path: write(name, [HEAD, ...lines]), actor: city });

test('a unit on the joint-sanction list is not named by a list either; what it was before stands', async () => {
  const code = codeOf(1);
  const id = await addUnit(code);
  const batchId = await putBatch(store, [
    { type: 'PAY_ORDER', key: `${id}-o`, unitId: id, data: payOrder() },
    { type: 'LISTING_DECISION', key: `${id}-l`, unitId: id, data: decision() },
  ]);
  await mirrorListings(store, { batchId });
  const before = row(code, TITLE).replace(NAMED, '2026-01-21');
  const since = row(code, TITLE).replace(NAMED, '2026-01-22');
  const { written, unchanged, refused } = await take('office-listed.csv', before, since);
  expect({ written, unchanged }).toEqual({ written: 1, unchanged: 0 });
  expect(refused).toEqual([{ row: 3, reason: expect.stringContaining('第十条') }]);
  expect((await events(id)).filter((event) => event.startsWith('DESIGNATION'))).toHaveLength(1);
});

test('off the list, or with its term over before anybody has said so, a unit is named again', async () => {
  const named = async (code: string) =>
    (await take(`office-${code}.csv`, row(code, TITLE).replace(NAMED, '2026-08-31'))).written;
  const deliver = async (...records: Parameters<typeof putBatch>[1]) =>
    mirrorListings(store, { batchId: await putBatch(store, records) });
  for (const [number, last] of [
    [5, { type: 'LISTING_REMOVAL', data: removal() }],
    // Recalled today: the order that it rested on is annulled.
    [6, { type: 'INSPECTION_DECISION', data: annulment() }],
    [7, null],
  ] as const) {
    const code = codeOf(number);
    const unitId = await addUnit(code);
    await deliver(
      { type: 'PAY_ORDER', key: `${unitId}-o`, unitId, data: payOrder() },
      { type: 'LISTING_DECISION', key: `${unitId}-l`, unitId, data: decision() },
    );
    expect(await named(code)).toBe(0);
    if (last !== null) {
      await deliver({ ...last, key: `${unitId}-e`, unitId });
      expect(await named(code)).toBe(1);
    }
  }
  clock.set('2029-01-20T02:00:00Z');
  expect(await named(codeOf(7))).toBe(0);
  clock.set('2029-01-21T02:00:00Z');
  expect(await named(codeOf(7))).toBe(1);
  clock.set('2026-09-01T02:00:00Z');
});

test('no list revives a cancelled title, however it writes it; named after that day, a unit is named anew', async () => {
  const code = codeOf(2);
  const id = await addUnit(code);
  await take('office-cancel.csv', row(code, TITLE));
  const [title] = await query<{ id: string }>(store, 'select id from designation where unit_id = $1', [id]);
  value(await transaction(store, (tx) => decideTitle(tx, cancellation(title?.id ?? ''))));
  const told = await events(id);
  const spelled = ['威海市 劳动关系和谐企业', '威海市　劳动关系和谐企业', '威海市劳动关系和谐企业​'];
  const again = await take('office-again.csv', ...spelled.map((one) => row(code, one)));
  expect(again).toMatchObject({ written: 0, unchanged: 3, refused: [] });
  const older = await take('office-older.csv', row(code, spelled[0] ?? '').replace(NAMED, '2026-08-30'));
  expect(older.refused).toEqual([{ row: 2, reason: expect.stringContaining('已于 2026-08-30 取消') }]);
  expect(await events(id)).toEqual(told);
  expect(await take('office-anew.csv', row(code, TITLE).replace(NAMED, '2026-08-31'))).toMatchObject({
    written: 1,
  });
  expect(await events(id)).toEqual([...told, 'DESIGNATION flag.applied']);
});

test('the title of a self-employed person is kept, and nothing of it leaves the hub', async () => {
  const code = codeOf(9, '92');
  const id = await addUnit(code);
  expect(await take('office-person.csv', row(code, TITLE))).toMatchObject({ written: 1, attached: 1 });
  expect(await events(id)).toEqual([]);
  expect(await query(store, `select from flag where unit_id = $1`, [id])).toEqual([]);
  expect(await query(store, `select from designation where unit_id = $1`, [id])).toHaveLength(1);
});
