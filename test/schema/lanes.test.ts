/** Promise: the fast lane, the plain lane and a naive reading answer every document of the corpus with the same bytes. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { HubContext } from '../../schema/context';
import { isReadFor } from '../../schema/limits';
import { fixedClock } from '../../src/kernel/clock';
import type { Store } from '../../src/store/transaction';
import { type AccountName, actorOf } from './city';
import { CORPUS } from './corpus';
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

const counting: ApolloServerPlugin<HubContext> = {
  requestDidStart: async () => ({
    executionDidStart: async () => {
      completed += 1;
    },
  }),
};

beforeAll(async () => {
  rig = await startRig({ clock: fixedClock('2026-11-21T02:00:00.000Z') });
  store = rig.store;
  oracle = new Oracle(store);
  fast = await rig.gateway({ plugins: [counting] });
  plain = await rig.gateway({ fast: false });
});
afterAll(() => rig?.close());

test('the corpus is large enough to mean something', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(100);
});

describe.each(CORPUS.map((asked) => [asked.name, asked] as const))('%s', (_name, asked) => {
  test.each(WHO)('as %s', async (who) => {
    const variables = asked.variables ?? {};
    const before = completed;
    const [quick, slow] = [
      await fast.text(asked.query, variables, who),
      await plain.text(asked.query, variables, who),
    ];
    if (!isReadFor(who !== null, asked.query)) {
      expect([quick, quick.includes('"code":"NOT_SIGNED_IN"')]).toEqual([slow, true]);
      return;
    }
    const naive = await oracle.answer(asked.query, variables, who === null ? null : actorOf(who));
    expect(quick).toBe(naive);
    expect(slow).toBe(naive);
    if (asked.plain === undefined) {
      expect(completed).toBe(before);
    }
  });
});
