/** Promise: a match candidate shows what is needed to decide: what the record says, and how the unit is and was called. */
import { poolOf } from '../../src/store/transaction';
import { codeOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let gateway: Asker;

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway();
});
afterAll(() => rig?.close());

const QUERY = `query ($code: String!) { unit(code: $code) { ... on Unit { matchCandidates { edges { node {
  subjectName score reason
  subject { title level onDate documentNo issuer place source sourceKey data }
  unit { name region { name } names { name lastSeenOn } }
} } } } } }`;

type Node = {
  subject: Record<string, string | null> | null;
  reason: string;
  unit: { names: { name: string }[] };
};
const candidateOf = async (unit: number) => {
  const { data } = await gateway.ask<{ unit: { matchCandidates: { edges: { node: Node }[] } } }>(
    QUERY,
    { code: codeOf(unit) },
    'city',
  );
  return data.unit.matchCandidates.edges[0]?.node;
};

test('of a title: its naming, and the list it comes from', async () => {
  const candidate = await candidateOf(5);
  expect(candidate).toMatchObject({
    reason: '名称相近',
    subject: {
      title: '劳动关系和谐企业',
      level: 'CITY',
      onDate: '2020-01-06',
      issuer: '市三方',
      place: '山东',
      source: 'office',
      sourceKey: 'd5-1',
      data: null,
    },
  });
  expect(candidate?.unit.names.map(({ name }) => name)).toContain('旧名5');
});

test('of a record: what its body said, by a key that may hold any character', async () => {
  const { rows } = await poolOf(rig.store).query<{ source_key: string }>(
    `with one as (
       select h.agency, h.record_type, h.source_key from record_head h
       where h.agency = 'federation' and h.record_type = 'HONOUR' and h.unit_id = 6 and h.state = 'PRESENT' limit 1
     ), renamed as (
       update record_head h set source_key = one.source_key || '/甲/1' from one
       where h.agency = one.agency and h.record_type = one.record_type and h.source_key = one.source_key
       returning h.source_key
     )
     update match_candidate c set subject_type = 'AGENCY_RECORD', subject_id = 'federation/HONOUR/' || renamed.source_key
     from renamed where c.unit_id = 6 returning renamed.source_key`,
  );
  expect(rows[0]?.source_key).toContain('/甲/1');
  const candidate = await candidateOf(6);
  expect(candidate?.subject).toMatchObject({ source: 'federation/HONOUR' });
  expect(JSON.parse(candidate?.subject?.data ?? '{}')).toMatchObject({ level: 'CITY' });
});

test('of what is no longer there: nothing', async () => {
  await poolOf(rig.store).query(`update match_candidate set subject_id = 'gone' where unit_id = 7`);
  expect((await candidateOf(7))?.subject).toBeNull();
});
