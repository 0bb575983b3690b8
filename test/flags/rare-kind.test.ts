/** Promise: a page of a rare kind of flag costs the page, however many flags of other kinds there are. */
import type { TextQuery } from '../../src/store/text-query';
import { poolOf, query } from '../../src/store/transaction';
import { onStatement } from '../harness/statements';
import { type Asker, type Rig, startRig } from '../schema/rig';

const MANY = 60_000;

let rig: Rig;
let gateway: Asker;
let sent: TextQuery[] = [];

beforeAll(async () => {
  rig = await startRig();
  await query(
    rig.store,
    `with many as (
       insert into flag (unit_id, kind, subject, version, state, effective_from, basis, decision_type, decision_id, reason, recorded_at)
       select 1, 'DESIGNATION', 'many-' || n, 1, 'ACTIVE', '2026-01-01', '{}', 'NAMING', 'x', 'NAMED', now()
       from generate_series(1, $1) n returning *
     )
     insert into flag_head (unit_id, kind, subject, flag_id, version, state)
     select unit_id, kind, subject, id, version, state from many`,
    [MANY],
  );
  await query(rig.store, 'analyze flag, flag_head');
  gateway = await rig.gateway();
  onStatement(poolOf(rig.store), (_text, compiled) => compiled && sent.push(compiled));
}, 60_000);
afterAll(() => rig?.close());

interface Plan {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };
}

/** Pages of 8 kB that the statement behind a filter touches. */
async function blocks(filter: string): Promise<number> {
  const ask = () =>
    gateway.ask<{ flags: { edges: unknown[] } }>(
      `{ flags(first: 5, filter: ${filter}) { ... on FlagConnection { edges { node { kind state } } } } }`,
    );
  await ask();
  sent = [];
  expect((await ask()).data.flags.edges.length).toBeGreaterThan(0);
  const statement = sent.find(({ text }) => text.includes('from flag '));
  const [row] = await query<{ 'QUERY PLAN': [Plan] }>(
    rig.store,
    `explain (analyze, buffers, format json) ${statement?.text ?? ''}`,
    statement?.values ?? [],
  );
  const { Plan: plan } = row?.['QUERY PLAN'][0] ?? ({} as Plan);
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

test.each([
  '{}',
  '{ state: WITHDRAWN }',
  '{ kind: JOINT_SANCTION }',
  '{ kind: JOINT_SANCTION, state: ACTIVE }',
  '{ kind: DESIGNATION, state: WITHDRAWN }',
  '{ kind: DESIGNATION }',
])('%s', async (filter) => {
  expect(await blocks(filter)).toBeLessThan(100);
});
