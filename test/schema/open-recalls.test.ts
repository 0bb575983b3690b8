/** Promise: a recall that nobody has confirmed for a day becomes a person's matter, and ends to be one with the last receipt. */
import { fixedClock } from '../../src/kernel/clock';
import { query } from '../../src/store/transaction';
import { type Rig, startRig } from './rig';

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.close());

test('a recall that is open for more than a day says so', async () => {
  const day = 86_400_000;
  const seen = async (now: Date) => {
    const { ask } = await rig.gateway({ store: { ...rig.store, clock: fixedClock(now) } });
    const { data } = await ask<{
      recallCases: { edges: { node: { occurredAt: string; escalated: boolean } }[] };
    }>(
      '{ recallCases(first: 3) { ... on RecallCaseConnection { edges { node { occurredAt escalated } } } } }',
    );
    return data.recallCases.edges.map(({ node }) => node);
  };
  const [first] = await seen(new Date(0));
  const dayLater = Date.parse(first?.occurredAt ?? '') + day;
  const escalated = async (now: number) => (await seen(new Date(now))).map((recall) => recall.escalated);
  expect(await escalated(dayLater)).toEqual([false, false, false]);
  expect(await escalated(dayLater + 1)).toEqual([true, false, false]);
  // Confirmed by everybody, it is nobody’s matter any more.
  await query(
    rig.store,
    `insert into receipt (delivery_id, via, state, at, evidence)
     select d.id, 'OFFICER', 'APPLIED', now(), '{}' from delivery d join event e on e.id = d.event_id
     where e.withdraws and e.occurred_at = $1 on conflict do nothing`,
    [first?.occurredAt],
  );
  const left = await seen(new Date(dayLater + 1));
  expect(left.map(({ occurredAt }) => occurredAt)).not.toContain(first?.occurredAt);
  expect(left.map((recall) => recall.escalated)).toEqual([false, false, false]);
});
