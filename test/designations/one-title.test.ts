/** Promise: a title is one, in however many namings a unit has it: cancelled, it is cancelled in all of them. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importTitles } from '../../src/designations/runs/import-titles';
import { titleStateText } from '../../src/designations/shape';
import { attachUnit, detachUnit } from '../../src/designations/steps/attach-unit';
import { type DecideTitle, decideTitle } from '../../src/designations/steps/decide-title';
import { nameTitle } from '../../src/designations/steps/name-title';
import { fixedClock } from '../../src/kernel/clock';
import { readDueTitles } from '../../src/reviews/reads';
import { query, type Store, transaction } from '../../src/store/transaction';
import { expectSound, makeUnit, recipient, registerAll } from '../delivery/world';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { brokenInvariants } from '../harness/invariants';
import { freshFeeds } from '../sanctions/records';
import { cancellation, city, eventsOf, value } from './cancellation';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(fixedClock('2026-09-01T02:00:00Z'));
  await freshFeeds(store, '2026-08-31');
  await registerAll(store, [recipient('credit', ['DESIGNATION'])]);
});
afterEach(async () => {
  await expectSound(store);
  expect(await brokenInvariants(store)).toEqual([]);
});
afterAll(() => database.close());

const TITLE = '劳动关系和谐企业';
const events = (unitId: string) => eventsOf(store, unitId);
const run = (command: DecideTitle) => transaction(store, (tx) => decideTitle(tx, command));
const attach = (command: Parameters<typeof attachUnit>[1]) =>
  transaction(store, (tx) => attachUnit(tx, command));
const detach = (command: Parameters<typeof detachUnit>[1]) =>
  transaction(store, (tx) => detachUnit(tx, command));

/** Gives the id of the naming. */
async function name(unitId: string, more: object = {}): Promise<string> {
  const named = await transaction(store, (tx) =>
    nameTitle(tx, {
      unitId,
      title: TITLE,
      level: 'CITY',
      honourType: 'DEMONSTRATION',
      namedOn: '2024-12-10',
      documentNo: '三方〔2024〕1号',
      namingBody: '威海市协调劳动关系三方委员会',
      province: '370000',
      actor: city,
      ...more,
    }),
  );
  return value(named).designationId;
}

/** A naming in a list of names, and the unit that an officer finds to be meant. */
async function onlyNamed(list: string, unitId: string, namedOn = '2024-12-10') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'names-'));
  const file = path.join(folder, list);
  fs.writeFileSync(file, `name,kind,title,level,named_on\n威海某某,ENTERPRISE,${TITLE},CITY,${namedOn}\n`);
  await importTitles(store, { path: file, actor: city });
  fs.rmSync(folder, { recursive: true });
  const [title] = await query<{ id: string }>(store, 'select id from designation where source = $1', [list]);
  return { designationId: title?.id ?? '', unitId, actor: city, overdue: null };
}

const happened = async (designationId: string) =>
  (
    await query<{ kind: string }>(
      store,
      'select kind from designation_event where designation_id = $1 order by version',
      [designationId],
    )
  ).map(({ kind }) => kind);
const stateOf = async (designationId: string) =>
  (
    await query<{ state: string }>(
      store,
      `select ${titleStateText('d')} as state from designation d where d.id = $1`,
      [designationId],
    )
  )[0]?.state;

test('older namings of it end with it; those of another title, another level or a later day do not', async () => {
  const { id: unitId } = await makeUnit(store);
  const older = await name(unitId, { title: '劳动关系 和谐企业', namedOn: '2022-12-10' });
  const newest = await name(unitId);
  const others = [
    await name(unitId, { title: '劳动关系和谐园区' }),
    await name(unitId, { level: 'PROVINCE' }),
    await name(unitId, { namedOn: '2026-08-31' }),
  ];
  const decided = value(await run(cancellation(newest)));
  expect(await Promise.all([newest, older].map(stateOf))).toEqual(['CANCELLED', 'CANCELLED']);
  expect(await Promise.all(others.map(stateOf))).toEqual(['VALID', 'VALID', 'VALID']);
  const withdrawn = await query<{ subject: string; decision_id: string }>(
    store,
    `select subject, decision_id from flag where unit_id = $1 and kind = 'DESIGNATION' and state = 'WITHDRAWN'`,
    [unitId],
  );
  expect(new Set(withdrawn.map(({ subject }) => subject))).toEqual(new Set([newest, older]));
  expect(new Set(withdrawn.map(({ decision_id }) => decision_id))).toEqual(new Set([decided.decisionId]));
  const audited = await query<{ subject_id: string; detail: object }>(
    store,
    `select subject_id, detail from audit_entry where unit_id = $1 and action = 'title.cancel' order by seq`,
    [unitId],
  );
  expect(audited).toMatchObject([
    { subject_id: newest },
    { subject_id: older, detail: { decisionId: decided.decisionId, decidedWith: newest } },
  ]);
  // The paper is the same decision, by whichever naming it is entered.
  expect(value(await run(cancellation(older))).decisionId).toBe(decided.decisionId);
  expect(await query(store, `select from designation_event where designation_id = $1`, [older])).toHaveLength(
    2,
  );
});

test('an old naming that an officer finds to be of a unit which has lost the title is the unit’s, as one that has ended', async () => {
  const { id } = await makeUnit(store);
  const lost = await name(id);
  const old = await onlyNamed('names-lost.csv', id, '2022-12-10');
  value(await run(cancellation(lost)));
  const told = await events(id);
  expect(value(await attach({ ...old, overdue: '超过24个月没有复核' }))).toEqual({
    changed: true,
    eventIds: [],
  });
  expect(await stateOf(old.designationId)).toBe('CANCELLED');
  expect(await events(id)).toEqual(told);
  // It was another unit's after all: nobody has cancelled that one's title.
  value(await detach(old));
  expect(await stateOf(old.designationId)).toBe('VALID');
  const { id: other } = await makeUnit(store);
  value(await attach({ ...old, unitId: other }));
  expect(await stateOf(old.designationId)).toBe('VALID');
  expect(await events(other)).toEqual(['DESIGNATION flag.applied']);
  // Nor is anything of the other unit taken for cancelled: it is reviewed, and named.
  const reader = { query: <Row>(sql: string, values?: readonly unknown[]) => query<Row>(store, sql, values) };
  expect(await readDueTitles(reader, '2026-09-01', [other])).toMatchObject([
    { designationId: old.designationId },
  ]);
  await name(other, { namedOn: '2021-12-10' });
  value(await detach({ ...old, unitId: other }));
  value(await attach(old));
  expect(await stateOf(old.designationId)).toBe('CANCELLED');
  expect(await events(id)).toEqual(told);
  expect(await happened(old.designationId)).toEqual(['NAMED', 'CANCELLED']);
});

test('what ended by a decision of its own is not ended again', async () => {
  const { id } = await makeUnit(store);
  const older = await name(id, { namedOn: '2022-12-10' });
  value(await run(cancellation(older)));
  const later = await name(id, { namedOn: '2026-08-31' });
  const second = { documentNo: '威三方〔2026〕10号', heardOn: '2026-08-31', decidedOn: '2026-09-01' };
  value(await run(cancellation(later, second)));
  expect(await happened(older)).toEqual(['NAMED', 'CANCELLED']);
});

test('a match that is withdrawn takes the cancellation along: what had ended with it stands again', async () => {
  const { id } = await makeUnit(store);
  const matched = await onlyNamed('names-wrong.csv', id);
  await name(id, { namedOn: '2022-12-10' });
  value(await attach(matched));
  value(await run(cancellation(matched.designationId)));
  const states = () =>
    query(store, `select state from flag_head where unit_id = $1 and kind = 'DESIGNATION' order by 1`, [id]);
  expect(await states()).toEqual([{ state: 'WITHDRAWN' }, { state: 'WITHDRAWN' }]);
  value(await detach(matched));
  expect(await states()).toEqual([{ state: 'ACTIVE' }, { state: 'WITHDRAWN' }]);
});
