/** Promise: the edge, the fast lane, the plain lane and a naive reading answer every document of the corpus with the same bytes. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { HubContext } from '../../schema/context';
import { isReadFor } from '../../schema/limits';
import { fixedClock } from '../../src/kernel/clock';
import type { Store } from '../../src/store/transaction';
import type { Asked } from './asked';
import { type AccountName, actorOf } from './city';
import { CORPUS, pagedLists } from './corpus';
import { argumentsGiven, argumentsThereAre, fieldsThereAre } from './corpus-reach';
import { Oracle } from './oracle';
import { type Asker, type Rig, startRig } from './rig';

const WHO: readonly (AccountName | null)[] = ['admin', 'county', 'hrss', 'union', 'court', null];

let rig: Rig;
let store: Store;
let oracle: Oracle;
let fast: Asker;
let plain: Asker;
/** How often graphql-js had to complete an answer. */
let completed = 0;
/** How often Apollo was asked at all. */
let heard = 0;

const counting: ApolloServerPlugin<HubContext> = {
  requestDidStart: async () => {
    heard += 1;
    return {
      executionDidStart: async () => {
        completed += 1;
      },
    };
  },
};

beforeAll(async () => {
  rig = await startRig({ clock: fixedClock('2026-11-21T02:00:00.000Z') });
  store = rig.store;
  oracle = new Oracle(store);
  // Nobody’s token is looked up twice: whoever has to be looked up goes further in.
  fast = await rig.gateway({ plugins: [counting], tokenMs: 3_600_000 });
  plain = await rig.gateway({ fast: false });
});
afterAll(() => rig?.close());

test('the corpus is large enough to mean something: so many documents differ in their text', () => {
  expect(new Set(CORPUS.map(({ query }) => query)).size).toBeGreaterThanOrEqual(250);
});

test('the corpus gives every argument, and every member of every filter', () => {
  const given = new Set([...CORPUS, ...pagedLists()].flatMap(argumentsGiven));
  expect(argumentsThereAre().filter((name) => !given.has(name))).toEqual([]);
});

/** The four answers, which must be one. */
async function answered(asked: Asked, who: AccountName | null): Promise<string> {
  const variables = asked.variables ?? {};
  const before = completed;
  const quick = await fast.text(asked.query, variables, who);
  const slow = await plain.text(asked.query, variables, who);
  const heardOnce = heard;
  expect(await fast.text(asked.query, variables, who)).toBe(quick);
  if (!isReadFor(who !== null, asked.query)) {
    expect([quick, quick.includes('"code":"NOT_SIGNED_IN"')]).toEqual([slow, true]);
    return quick;
  }
  const naive = await oracle.answer(asked.query, variables, who === null ? null : actorOf(who));
  expect(quick).toBe(naive);
  expect(slow).toBe(naive);
  if (asked.plain === undefined && !oracle.refusedFilter) {
    expect(completed).toBe(before);
    // Asked again by somebody who is known, it was answered before Apollo heard of it.
    expect(heard).toBe(heardOnce + (who === null ? 1 : 0));
  }
  return quick;
}

describe.each(CORPUS.map((asked) => [asked.name, asked] as const))('%s', (_name, asked) => {
  test.each(asked.by ?? WHO)('as %s', async (who) => {
    await answered(asked, who);
  });
});

type Page = { readonly pageInfo?: { readonly endCursor: string | null } } | undefined;

const pageIn = (text: string, path: readonly string[]): Page =>
  path.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    (JSON.parse(text) as { data: unknown }).data,
  ) as Page;

test.each(
  pagedLists().map((list) => [list.name, list] as const),
)('%s, page after page', async (_name, list) => {
  for (const who of ['admin', 'county'] as const) {
    let after: string | null | undefined = null;
    for (let pages = 0; pages < 4 && after !== undefined; pages++) {
      const text = await answered({ ...list, variables: { after } }, who);
      after = pageIn(text, list.path)?.pageInfo?.endCursor ?? undefined;
    }
  }
});

/** Nothing of it is in this city; test/schema/matches.test.ts looks at it. */
const ELSEWHERE = ['MatchSubject.data'];

// Last, when the oracle has answered the whole corpus.
test('every field of the schema that a query leads to was answered with something', () => {
  expect(fieldsThereAre().filter((name) => !oracle.answered.has(name) && !ELSEWHERE.includes(name))).toEqual(
    [],
  );
});
