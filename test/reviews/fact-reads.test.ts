/** Facts of many units are read at once: what is gone is gone, what a park signed stands with the firms it names. */

import { readFacts } from '../../src/agencies/fact-reads';
import { FACTS } from '../../src/agencies/fact-registry';
import type { FactDefinition } from '../../src/agencies/facts';
import { readReviewResults } from '../../src/reviews/reads';
import { evaluateRound } from '../../src/reviews/runs/evaluate-round';
import { openRound } from '../../src/reviews/steps/open-round';
import { query, type Store, transaction } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { codeOf } from './good-firm';
import { ADMIN, clockAt } from './people';
import { AS_OF, freshFeeds, type Placed, putEnterprises, putPark } from './town';

let database: TestDatabase;
let store: Store;
let firms: Placed[];
const clock = clockAt(AS_OF);

const read = <Row>(sql: string, parameters: readonly unknown[] = []) => query<Row>(store, sql, parameters);
const named = (names: readonly string[]): FactDefinition[] =>
  names.map((name) => {
    const definition = FACTS.get(name);
    if (definition === undefined) throw new Error(name);
    return definition;
  });

async function told(
  unitId: string,
  names: readonly string[],
  results?: ReadonlyMap<string, 'PASS' | 'FAIL'>,
) {
  const facts = await readFacts(
    { query: read },
    { unitIds: [unitId], facts: named(names), asOf: AS_OF, ...(results ? { results } : {}) },
  );
  return Object.fromEntries(
    Object.entries(facts.get(unitId) ?? {}).map(([name, fact]) => [
      name,
      fact.known ? fact.value : fact.cause,
    ]),
  );
}

/** Firms 100 to 109 have no union, contract or congress of their own; the park speaks for the first four. */
beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(clock);
  await freshFeeds(store);
  const none = {
    'union/COLLECTIVE_CONTRACT': null,
    'union/WORKERS_CONGRESS': null,
    'hrss/CONTRACT_REVIEW': null,
  };
  firms = await putEnterprises(
    store,
    Array.from({ length: 10 }, (_, place) => ({ index: 100 + place, records: none })),
  );
  const covers = [100, 101, 102, 103].map(codeOf);
  await putPark(store, 7, firms, {
    'union/COLLECTIVE_CONTRACT': {
      contractNo: 'R7',
      kind: 'WAGES',
      scope: 'REGIONAL',
      signedOn: '2026-01-01',
      termFrom: '2026-01-01',
      termTo: '2027-12-31',
      coversWages: true,
      covers,
    },
    'union/WORKERS_CONGRESS': {
      heldOn: '2026-05-05',
      present: 9,
      total: 9,
      rulesPassed: true,
      regional: true,
      covers,
    },
    'hrss/CONTRACT_REVIEW': {
      contractNo: 'R7',
      receivedOn: '2026-01-10',
      reviewedOn: '2026-01-12',
      result: 'NO_OBJECTION',
    },
  });
});
afterAll(() => database.close());

const AGREED = ['wageContractInForce', 'contractReview', 'lastCongressOn'] as const;

test('a regional contract, its review and a regional congress stand with each firm that they name, and with no other', async () => {
  expect(await told(firms[0]?.unitId ?? '', AGREED)).toEqual({
    wageContractInForce: true,
    contractReview: 'NO_OBJECTION',
    lastCongressOn: '2026-05-05',
  });
  expect(await told(firms[4]?.unitId ?? '', AGREED)).toEqual({
    wageContractInForce: false,
    contractReview: 'NO_CONTRACT',
    lastCongressOn: '',
  });
});

test('the park itself is not covered by what it signed for its members; they are counted', async () => {
  const [park] = await read<{ id: string }>(`select id from unit where kind = 'INDUSTRIAL_PARK'`);
  expect(
    await told(park?.id ?? '', [
      'wageContractInForce',
      'members',
      'membersCovered',
      'memberCongressDates',
      'membersContractKnown',
    ]),
  ).toEqual({
    wageContractInForce: false,
    members: 10,
    membersCovered: 4,
    memberCongressDates: Array.from({ length: 4 }, () => '2026-05-05'),
    membersContractKnown: 10,
  });
});

test('who left the park before the day is not counted', async () => {
  const [park] = await read<{ id: string }>(`select id from unit where kind = 'INDUSTRIAL_PARK'`);
  const left = firms[9]?.unitId;
  await read('update unit_membership set to_on = $2 where member_id = $1', [left, '2026-11-19']);
  expect(await told(park?.id ?? '', ['members'])).toEqual({ members: 9 });
  await read('update unit_membership set to_on = $2 where member_id = $1', [left, AS_OF]);
  expect(await told(park?.id ?? '', ['members'])).toEqual({ members: 10 });
});

test('a record that is no longer in the list is not read', async () => {
  const unitId = firms[5]?.unitId ?? '';
  expect(await told(unitId, ['unionExists', 'coordinatorCount'])).toEqual({
    unionExists: true,
    coordinatorCount: 2,
  });
  await read(
    `update record_head set state = 'ABSENT' where unit_id = $1 and record_type in ('UNION_UNIT', 'COORDINATORS')`,
    [unitId],
  );
  expect(await told(unitId, ['unionExists', 'coordinatorCount'])).toEqual({
    unionExists: false,
    coordinatorCount: 0,
  });
});

test('the state of a feed is that of its row: held before late, late before known', async () => {
  const unitId = firms[6]?.unitId ?? '';
  const set = (sql: string) => read(`update feed set ${sql} where record_type = 'COORDINATORS'`);
  const count = async () => (await told(unitId, ['coordinatorCount'])).coordinatorCount;
  expect(await count()).toBe(2);
  await set(`complete_as_of = '2026-10-01'`);
  expect(await count()).toBe('FEED_LATE');
  await set('held_batch_id = last_batch_id');
  expect(await count()).toBe('FEED_HELD');
  await set(`held_batch_id = null, complete_as_of = null`);
  expect(await count()).toBe('FEED_NEVER_DELIVERED');
  await set(`complete_as_of = '${AS_OF}'`);
  expect(await count()).toBe(2);
});

test('one, ten or a hundred units cost the same number of statements', async () => {
  const more = await putEnterprises(
    store,
    Array.from({ length: 100 }, (_, place) => ({ index: 300 + place })),
  );
  const facts = [...FACTS.values()].filter(({ scope }) => scope === 'UNIT');
  const counts: number[] = [];
  for (const size of [1, 10, 100]) {
    let statements = 0;
    const counting = <Row>(sql: string, parameters?: readonly unknown[]) => {
      statements += 1;
      return read<Row>(sql, parameters);
    };
    const found = await readFacts(
      { query: counting },
      { unitIds: more.slice(0, size).map(({ unitId }) => unitId), facts, asOf: AS_OF },
    );
    expect(found.size).toBe(size);
    counts.push(statements);
  }
  expect(counts).toEqual([5, 5, 5]);
});

test('a park counts what reviews of its members had ended with when the round was opened, not what they end with later', async () => {
  const unitId = firms[0]?.unitId ?? '';
  clock.set('2026-11-20T05:00:00Z');
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: 't',
      requestedByBody: 'hrss',
      reason: 'r',
      unitIds: [unitId],
      asOf: AS_OF,
      actor: ADMIN,
    }),
  );
  if (!opened.ok) throw new Error(opened.failure.message);
  await evaluateRound(store, { roundId: opened.value.roundId });
  // What a verdict is does not matter here: it is put in as the test needs it.
  const owner = await database.store(clock, 'owner');
  const set = (verdict: string) => query(owner, 'update verdict set verdict = $1', [verdict]);
  const parks = (await read<{ id: string }>(`select id from unit where kind = 'INDUSTRIAL_PARK'`)).map(
    ({ id }) => id,
  );
  const at = (instant: string, of = parks) => readReviewResults({ query: read }, new Date(instant), of);
  await set('FAIL');
  expect([...(await at('2026-11-20T06:00:00Z'))]).toEqual([[unitId, 'FAIL']]);
  expect([...(await at('2026-11-20T05:00:00Z'))]).toEqual([]);
  expect([...(await at('2026-11-20T06:00:00Z', [unitId]))]).toEqual([]);
  await set('RECTIFY');
  expect([...(await at('2026-11-20T06:00:00Z'))]).toEqual([]);
});

test('the results of reviews go into the facts of the park', async () => {
  const [park] = await read<{ id: string }>(`select id from unit where kind = 'INDUSTRIAL_PARK'`);
  const failed = new Map([[firms[0]?.unitId ?? '', 'FAIL' as const]]);
  expect(await told(park?.id ?? '', ['membersGradedA'])).toEqual({ membersGradedA: 10 });
  expect(await told(park?.id ?? '', ['membersGradedA'], failed)).toEqual({ membersGradedA: 9 });
});

test('a round hands the results of earlier rounds to the park', async () => {
  const [park] = await read<{ id: string }>(`select id from unit where kind = 'INDUSTRIAL_PARK'`);
  const owner = await database.store(clock, 'owner');
  await query(owner, `update verdict set verdict = 'FAIL'`);
  clock.set('2026-11-20T07:00:00Z');
  const opened = await transaction(store, (tx) =>
    openRound(tx, {
      origin: 'ADMIN',
      title: 't',
      requestedByBody: 'hrss',
      reason: 'r',
      unitIds: [park?.id ?? ''],
      asOf: AS_OF,
      actor: ADMIN,
    }),
  );
  if (!opened.ok) throw new Error(opened.failure.message);
  await evaluateRound(store, { roundId: opened.value.roundId });
  const [row] = await read<{ facts: { facts: Record<string, { value?: unknown }> } }>(
    'select v.facts from verdict v join review_case c on c.id = v.case_id where c.round_id = $1',
    [opened.value.roundId],
  );
  expect(row?.facts.facts.membersGradedA?.value).toBe(9);
});
