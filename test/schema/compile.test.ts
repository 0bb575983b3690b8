/** Promises of the compiler: values never stand in a text, absent filters do not either, texts are kept and bounded. */

import * as fc from 'fast-check';
import { decide } from '../../schema/access';
import { hubSchema } from '../../schema/build';
import { shapeProblems } from '../../schema/check-shapes';
import { ENTITIES } from '../../schema/registry';
import { titleStateText } from '../../src/designations/shape';
import { TITLE_EVENTS, type TitleEventKind, titleState } from '../../src/designations/title';
import { concatenate, type SqlType, scalarPieces } from '../../src/store/scalar-text';
import { expression } from '../../src/store/shape';
import type { TextQuery } from '../../src/store/text-query';
import { poolOf, query } from '../../src/store/transaction';
import { onStatement } from '../harness/statements';
import { cursor } from './asked';
import { actorOf, codeOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let gateway: Asker;
const sent: TextQuery[] = [];

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway();
  onStatement(poolOf(rig.store), (_text, compiled) => compiled && sent.push(compiled));
});
afterAll(() => rig?.close());
beforeEach(() => {
  sent.length = 0;
});

const HOSTILE = [
  "'; drop table unit; --",
  "' or 1=1 --",
  '$1',
  '\\',
  '"',
  'a\u2028b',
  '%_\\',
  '🏭',
  "''",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the very text that must not be read as a template
  '${x}',
  '*/',
  "E'\\n'",
];

const UNITS = `query ($name: String, $local: String, $subject: String) {
  auditEntries(filter: { subjectId: $subject }) { ... on AuditEntryConnection { totalCount } }
  units(filter: { nameContains: $name, localCode: $local }, first: 1) { __typename ... on UnitConnection { totalCount } }
}`;

test.each(HOSTILE)('the value %j is bound, and stands in no text', async (hostile) => {
  const marked = `${hostile}-7f3a`;
  const variables = { name: marked, local: marked, subject: marked };
  const { data } = await gateway.ask<Record<string, { totalCount?: number }>>(UNITS, variables);
  expect([data.auditEntries?.totalCount, data.units?.totalCount]).toEqual([0, 0]);
  expect(sent.some(({ values }) => values?.includes(marked))).toBe(true);
  expect(sent.filter(({ text }) => text.includes('7f3a'))).toEqual([]);
});

test.each(HOSTILE)('a literal %j in the document is bound too', async (hostile) => {
  const marked = JSON.stringify(`${hostile}-7f3a`);
  const { data } = await gateway.ask<{ units: { totalCount: number } }>(
    `{ units(filter: { localCode: ${marked} }) { ... on UnitConnection { totalCount } } }`,
  );
  expect(data.units.totalCount).toBe(0);
  expect(sent.filter(({ text }) => text.includes('7f3a'))).toEqual([]);
});

test('what a filter looks up begins where the page begins: PostgreSQL would walk all that lies before', async () => {
  const page = (after: string | null) =>
    gateway.ask(
      'query ($after: String) { units(after: $after, filter: { titleLevel: CITY }) { ... on UnitConnection { edges { cursor } } } }',
      { after },
    );
  await page(null);
  await page(cursor('7'));
  const [first, next] = sent.map(({ text }) => text);
  expect(first).not.toContain('d.unit_id >=');
  expect(next).toMatch(/d\.unit_id >= \$\d+::bigint/);
});

test('a filter that is not given is absent from the text', async () => {
  const ask = async (filter: object) => {
    sent.length = 0;
    await gateway.ask(
      'query ($f: UnitFilter) { units(filter: $f) { ... on UnitConnection { totalCount } } }',
      { f: filter },
    );
    return sent[0]?.text ?? '';
  };
  expect(await ask({})).not.toMatch(/kind|region_code/);
  expect(await ask({ kind: 'ENTERPRISE' })).toMatch(/kind = \$1/);
  expect(await ask({ kind: null, regionCode: '371002' })).not.toMatch(/kind/);
});

test('equal shapes have equal texts, and a text that comes often is prepared under one name', async () => {
  const document = 'query Often($c: String!) { unit(code: $c) { ... on Unit { name } } }';
  for (let round = 0; round < 5; round++) {
    await gateway.ask(document, { c: codeOf(round) });
  }
  expect(new Set(sent.map(({ text }) => text)).size).toBe(1);
  expect(sent.map(({ name }) => name !== '')).toEqual([false, false, true, true, true]);
  expect(new Set(sent.map(({ name }) => name)).size).toBe(2);
});

test('decisions about an actor are part of the key: the same document gives each its own text', async () => {
  const document =
    '{ units(first: 1) { ... on UnitConnection { edges { node { code court { disputes { caseNo } } } } } } }';
  for (const who of ['admin', 'county', 'union', 'admin'] as const) {
    await gateway.ask(document, {}, who);
  }
  const [admin, county, union, again] = sent.map(({ text }) => text);
  expect(again).toBe(admin);
  expect(new Set([admin, county, union]).size).toBe(3);
  expect(county).toMatch(/region_code = \$/);
  expect(union).not.toMatch(/DISPUTE_OUTCOME/);
  expect(decide(actorOf('county'), '2026-11-21').key).not.toContain('371002');
});

test('at start, a field that is never null in the schema must be NOT NULL in the table', () => {
  const unit = ENTITIES.get('Unit');
  const fields = { ...unit?.shape.fields, name: expression('text', () => 'null') };
  const broken = new Map(ENTITIES).set('Unit', { ...unit, shape: { table: 'unit', fields } } as never);
  expect(shapeProblems(hubSchema(), broken)).toEqual([
    'Unit.name is never null in the schema, but may be in the database',
  ]);
  const { name: _left, ...others } = unit?.shape.fields ?? {};
  const lacking = new Map(ENTITIES).set('Unit', {
    ...unit,
    shape: { table: 'unit', fields: others },
  } as never);
  expect(shapeProblems(hubSchema(), lacking)).toEqual(['Unit.name is answered by nothing']);
});

test('what PostgreSQL writes of a scalar is what JSON.stringify would', async () => {
  const rows: [SqlType, string, unknown][] = [
    [
      'text',
      `'a"b\\c' || chr(10) || chr(31) || chr(127) || '中🏭' || chr(8232) || '</script>'`,
      'a"b\\c\n\u001f\u007f中🏭\u2028</script>',
    ],
    ['int', '-2147483648', -2147483648],
    ['bigint', '9223372036854775807', '9223372036854775807'],
    ['numeric', '1234567890123456789.10', '1234567890123456789.10'],
    ['boolean', 'false', false],
    ['date', `'2024-02-29'::date`, '2024-02-29'],
    ['timestamptz', `'2026-11-21T07:59:59.9999+08:00'::timestamptz`, '2026-11-20T23:59:59.999Z'],
    ['uuid', `'0190AAAA-0000-7000-8000-00000000000F'::uuid`, '0190aaaa-0000-7000-8000-00000000000f'],
    ['bytea', `decode(repeat('ff', 60), 'hex')`, Buffer.alloc(60, 255).toString('base64')],
    ['text[]', `array['a,b', '"', null, '中']`, ['a,b', '"', null, '中']],
  ];
  for (const [type, sql, value] of rows) {
    const [row] = await query<{ text: string; nothing: string }>(
      rig.store,
      `select ${concatenate(scalarPieces(sql, type, true))} as text, ${concatenate(scalarPieces(`nullif(${sql}, ${sql})`, type, true))} as nothing`,
    );
    expect([type, row?.text, row?.nothing]).toEqual([type, JSON.stringify(value), 'null']);
  }
});

test('the state of a title is the same in SQL and in the room’s own function', async () => {
  const events = fc.array(fc.constantFrom(...TITLE_EVENTS), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(events, async (kinds) => {
      const [row] = await query<{ state: string }>(
        rig.store,
        `with designation_event as (select $2::uuid as designation_id, null::uuid as decision_id, kind, version::int
           from unnest($1::text[]) with ordinality given (kind, version))
         select ${titleStateText('title')} as state from (select $2::uuid as id) title`,
        [kinds, '0192f7a0-0000-7000-8000-000000000000'],
      );
      const history = kinds.map((kind: TitleEventKind, place: number) => ({ kind, version: place + 1 }));
      expect([kinds, row?.state]).toEqual([kinds, titleState(history)]);
    }),
    { numRuns: 60 },
  );
});
