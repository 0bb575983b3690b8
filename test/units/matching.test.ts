/** A name joins nothing by itself: candidates are proposed once, an officer decides, and every answer is kept. */
import fs from 'node:fs';
import path from 'node:path';
import type { Actor } from '../../src/kernel/actor';
import { query, type Store, transaction } from '../../src/store/transaction';
import { coreOfName, normaliseName } from '../../src/units/name';
import { decideMatch, type MatchAnswer } from '../../src/units/steps/decide-match';
import { proposeMatches } from '../../src/units/steps/propose-matches';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { newUnit } from './city';

let database: TestDatabase;
let store: Store;
const ids: Record<string, string> = {};

const city: Actor = { id: 'o1', name: '市三方办', role: 'CITY_OFFICER', body: 'office', region: null };
const county: Actor = { id: 'o2', name: '环翠区', role: 'COUNTY_OFFICER', body: 'office', region: '371002' };
const reader: Actor = { id: 'r1', name: '工会读者', role: 'AGENCY_READER', body: 'union', region: null };

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store();
  ids.landa = await newUnit(store, 1, '威海岚达机械制造有限公司', {
    formerNames: ['威海达岚机械制造有限公司'],
  });
  ids.twin1 = await newUnit(store, 2, '威海汐联渔具有限公司');
  ids.twin2 = await newUnit(store, 3, '威海汐联渔具有限公司', { region: '371082' });
  ids.park = await newUnit(store, 4, '威海岚达机械产业园', { kind: 'INDUSTRIAL_PARK' });
  for (let number = 100; number < 160; number++) {
    await newUnit(store, number, `威海第${number}水产食品有限公司`);
  }
});
afterAll(() => database.close());

const propose = (subjects: { id: string; name: string; regionHint?: string; kind?: string }[]) =>
  transaction(store, (tx) => proposeMatches(tx, { subjectType: 'TEST', subjects }));

const candidates = (subjectId: string) =>
  query<{ id: string; unit_id: string; score: string; reason: string }>(
    store,
    'select id, unit_id, score, reason from match_candidate where subject_id = $1 order by score desc, unit_id',
    [subjectId],
  );

const decide = (candidateId: string, answer: MatchAnswer, actor = city, why = '查阅登记档案') =>
  transaction(store, (tx) => decideMatch(tx, { candidateId, answer, why, actor }));

test('the current name, a former name, a similar name: proposed with score and reason, joined by none', async () => {
  await propose([
    { id: 'a', name: '威海岚达机械制造有限公司', kind: 'ENTERPRISE' },
    { id: 'b', name: ' 威海达岚机械制造 有限公司' },
    { id: 'c', name: '威海市岚达机械制造有限责任公司' },
  ]);
  expect((await candidates('a'))[0]).toMatchObject({
    unit_id: ids.landa,
    score: '1.000',
    reason: '与现名完全相同',
  });
  expect((await candidates('b'))[0]).toMatchObject({
    unit_id: ids.landa,
    score: '0.950',
    reason: '与曾用名完全相同',
  });
  const [similar] = await candidates('c');
  expect(similar).toMatchObject({ unit_id: ids.landa, reason: expect.stringContaining('相近') });
  expect(Number(similar?.score)).toBeLessThan(0.95);
  const [park] = (await candidates('a')).filter(({ unit_id }) => unit_id === ids.park);
  expect(park?.reason ?? '单位类别不同').toContain('单位类别不同');
});

test('what tells firms apart is the same to PostgreSQL, which looks for it, and to the code, which compares it', async () => {
  const names = [
    '威海岚达机械制造有限公司',
    '威海市岚达机械制造有限责任公司(演示)',
    '山东省威海市荣成市海联渔业股份有限公司',
    '内蒙古自治区呼和浩特市北原乳业集团有限公司',
    '环翠区小食店',
    '公司',
    '有限公司',
    '(演示)',
    '临港区产业园(一期)(二期)',
    'ABC电子(威海)有限公司',
    '第5水产合作社合作社',
  ].map(normaliseName);
  const rows = await query<{ core: string }>(
    store,
    'select name_core(name) as core from unnest($1::text[]) with ordinality given (name, place) order by place',
    [names],
  );
  expect(rows.map(({ core }) => core)).toEqual(names.map(coreOfName));
});

test('two firms of one name are both proposed: the name cannot tell them apart', async () => {
  await propose([{ id: 'twin', name: '威海汐联渔具有限公司' }]);
  const found = (await candidates('twin')).filter(({ score }) => score === '1.000');
  expect(found.map(({ unit_id }) => unit_id).sort()).toEqual([ids.twin1, ids.twin2].sort());
});

test('the same pair is not proposed again, whatever was decided', async () => {
  const [first] = await candidates('a');
  expect((await decide(first?.id ?? '', 'NOT_SAME')).ok).toBe(true);
  const before = await candidates('a');
  const again = await propose([{ id: 'a', name: '威海岚达机械制造有限公司' }]);
  expect(again.proposed).toBe(0);
  expect(await candidates('a')).toEqual(before);
});

test('a decision is kept with who and why, can be withdrawn and given anew; nothing is overwritten', async () => {
  const [candidate] = await candidates('b');
  const id = candidate?.id ?? '';
  expect(await decide(id, 'SAME', county)).toMatchObject({
    ok: true,
    value: { subjectType: 'TEST', subjectId: 'b', unitId: ids.landa, effect: 'ATTACH' },
  });
  expect(await decide(id, 'SAME')).toMatchObject({ ok: false, failure: { code: 'ALREADY_DONE' } });
  expect(await decide(id, 'WITHDRAWN', city, '录入有误')).toMatchObject({
    ok: true,
    value: { effect: 'DETACH' },
  });
  expect(await decide(id, 'UNSURE')).toMatchObject({ ok: true, value: { effect: 'NONE' } });
  const history = await query(
    store,
    'select version, answer, why, actor_id from match_decision where candidate_id = $1 order by version',
    [id],
  );
  expect(history).toEqual([
    { version: 1, answer: 'SAME', why: '查阅登记档案', actor_id: 'o2' },
    { version: 2, answer: 'WITHDRAWN', why: '录入有误', actor_id: 'o1' },
    { version: 3, answer: 'UNSURE', why: '查阅登记档案', actor_id: 'o1' },
  ]);
  await expect(query(store, `update match_decision set why = 'x'`)).rejects.toMatchObject({ code: '42501' });
  await expect(query(store, 'delete from match_decision')).rejects.toMatchObject({ code: '42501' });
  const audited = await query(store, `select action from audit_entry where subject_id = $1`, [id]);
  expect(audited).toHaveLength(3);
});

test('one subject is at most one unit, also when two officers answer at once', async () => {
  const [one, other] = (await candidates('twin')).map(({ id }) => id);
  let second: ReturnType<typeof decide> | undefined;
  const first = await transaction(store, async (tx) => {
    const answer = await decideMatch(tx, { candidateId: one ?? '', answer: 'SAME', why: '甲', actor: city });
    // The other officer answers before this answer is committed.
    second = decide(other ?? '', 'SAME');
    await new Promise((resolve) => setTimeout(resolve, 150));
    return answer;
  });
  expect(first.ok).toBe(true);
  expect(await second).toMatchObject({
    ok: false,
    failure: { code: 'WRONG_STATE', message: '“威海汐联渔具有限公司”已被判断为同一单位' },
  });
});

test('who may not decide does not; a reason is needed; what is not there is not found', async () => {
  const [candidate] = await candidates('c');
  const id = candidate?.id ?? '';
  expect(await decide(id, 'SAME', reader)).toMatchObject({ ok: false, failure: { code: 'NOT_ALLOWED' } });
  expect(await decide(id, 'SAME', { ...county, region: '371083' })).toMatchObject({
    ok: false,
    failure: { code: 'NOT_ALLOWED' },
  });
  expect(await decide(id, 'SAME', city, '  ')).toMatchObject({
    ok: false,
    failure: { code: 'INVALID_INPUT' },
  });
  expect(await decide(id, 'WITHDRAWN')).toMatchObject({ ok: false, failure: { code: 'WRONG_STATE' } });
  expect(await decide('01890000-0000-7000-8000-000000000000', 'SAME')).toMatchObject({
    ok: false,
    failure: { code: 'NOT_FOUND' },
  });
  expect(await query(store, 'select 1 from match_decision where candidate_id = $1', [id])).toEqual([]);
});

test('a real published list of another city finds no unit here that could be taken for one of its own', async () => {
  const file = path.join(__dirname, '../fixtures/arrears-cases-quanzhou-2018.csv');
  const [, ...lines] = fs.readFileSync(file, 'utf8').trim().split('\n');
  const subjects = lines.map((line, place) => {
    const [name = '', , , , , region = ''] = line.split(',');
    return { id: `q${place}`, name, regionHint: region };
  });
  expect(subjects).toHaveLength(10);
  expect((await propose(subjects)).proposed).toBe(0);
  // Were one of them registered here under its exact name, it would be a candidate: named, doubted, and joined by nobody.
  const unitId = await newUnit(store, 900, '石狮市凯门鳄服饰有限公司');
  expect((await propose(subjects)).proposed).toBe(1);
  const [candidate] = await candidates('q3');
  expect(candidate).toMatchObject({ unit_id: unitId, score: '0.600' });
  expect(candidate?.reason).toContain('所在省不同');
});
