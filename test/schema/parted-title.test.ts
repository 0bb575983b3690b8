/** Promise: who is asked for by title is who holds one: a cancellation that was another unit's takes nothing from it. */
import { openClient } from '../../src/store/connection';
import { codeOf } from './city';
import { type Rig, startRig } from './rig';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.close());

/** A naming of unit 2 that ended by the decision on a naming of the unit with this id. */
const ENDED_WITH = /* sql */ `
  with naming as (
    insert into designation (source_key, unit_id, unit_kind, name, title, level, honour_type, named_on, source, recorded_at)
    select 'parted ' || unit_id, unit_id, 'ENTERPRISE', '某单位', '某称号', 'NATIONAL', 'DEMONSTRATION', '2024-01-02', 'test', now()
    from unnest(array[2, $1::bigint]) as given (unit_id) returning id, unit_id
  ), decided as (
    insert into title_decision (designation_id, outcome, document_no, decided_on, deciding_body, opinions, grounds, actor_id,
      actor_name, recorded_at)
    select id, 'CANCEL', '1号', '2026-01-02', 'x', '[]', 'x', 'x', 'x', now() from naming where unit_id = $1 returning id
  )
  insert into designation_event (designation_id, version, kind, on_date, decision_id, recorded_at)
  select naming.id, 1, 'CANCELLED', '2026-01-02', decided.id, now() from naming, decided where naming.unit_id = 2
`;

test('in the list of units by the level of a title', async () => {
  const { ask } = await rig.gateway();
  const holders = async () => {
    const { data } = await ask<{ units: { edges: { node: { code: string } }[] } }>(
      '{ units(first: 100, filter: { titleLevel: NATIONAL }) { ... on UnitConnection { edges { node { code } } } } }',
    );
    return data.units.edges.map(({ node }) => node.code);
  };
  expect(await holders()).not.toContain(codeOf(2));
  const client = await openClient(rig.databaseUrl, { role: 'owner', name: 'test set-up' });
  await client.query(ENDED_WITH, ['3']).finally(() => client.end());
  expect(await holders()).toContain(codeOf(2));
});
