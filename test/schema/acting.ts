/** Mutations over real HTTP on cases of the reviews' own making: who acts, what was said, and that a refusal writes nothing. */
import { type Gateway, startGateway } from '../../schema/gateway';
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { transaction } from '../../src/store/transaction';
import { freshRedis, type TestRedis } from '../harness/redis';
import { read, theStore, useCases } from '../reviews/one-case';
import { ADMIN, CITY, COUNTY, OTHER_COUNTY } from '../reviews/people';

let gateway: Gateway;
let redis: TestRedis;

/** Call it at the top of a test file. */
export function useGateway(): void {
  // Before the database is closed.
  afterAll(async () => {
    await gateway.close();
    await redis.close();
  });
  useCases();
  beforeAll(async () => {
    redis = freshRedis();
    const store = theStore();
    await transaction(store, async (tx) => {
      for (const actor of [ADMIN, CITY, COUNTY, OTHER_COUNTY]) {
        await registerPrincipal(tx, {
          ...actor,
          role: actor.role as 'ADMIN',
          token: `t-${actor.id}`,
          actor: ADMIN,
        });
      }
      await registerPrincipal(tx, {
        id: 'union',
        name: 'u',
        role: 'AGENCY_READER',
        body: 'union',
        region: null,
        token: 't-union',
        actor: ADMIN,
      });
    });
    const config = { HOST: '127.0.0.1', PORT: 0 as 4000, REDIS_PREFIX: redis.prefix };
    gateway = await startGateway({ config, store, redisUrl: redis.url });
  });
}

export type Given = Record<string, unknown>;
type Said = Record<string, unknown> & { __typename: string; problem?: string; message?: string };

const PROBLEM = '... on Problem { problem message hint }';
const MUTATIONS = {
  triggerReview: `TriggerReviewInput ... on ReviewRound { id title origin requestedByBody reason openedBy reviewCases { edges { node { id unit { code } } } } }`,
  takeCaseStep: `TakeCaseStepInput ... on ReviewCase { state nextActions steps { action actorName } }`,
  recordDecision: `RecordDecisionInput ... on ReviewCase { state closedAt designation { state } decisions { outcome documentNo opinions { body opinion note } heardOn } }`,
  recordNamingDecision: `RecordNamingDecisionInput ... on Designation { id state }`,
  addMark: `AddMarkInput ... on CaseMaterial { id kind element reason enteredBy data }`,
  reevaluateCase: `ReevaluateCaseInput ... on ReviewCase { verdict state verdicts { version } }`,
  confirmMatch: `ConfirmMatchInput ... on MatchCandidate { answer unit { code } decisions { answer why actorName } }`,
  retryDelivery: `RetryDeliveryInput ... on Delivery { state failures }`,
  recordReceipt: `RecordReceiptInput ... on Delivery { state confirmedVia }`,
  releaseBatch: `ReleaseBatchInput ... on Batch { state }`,
} as const;
export type Name = keyof typeof MUTATIONS;

export async function post(query: string, variables: Given, who: string | null) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(who === null ? {} : { authorization: `Bearer t-${who}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as {
    data?: Record<string, Said>;
    errors?: { extensions: { code: string } }[];
  };
}

export async function act(name: Name, input: Given, who: string | null): Promise<Said> {
  const [type = '', ...selection] = MUTATIONS[name].split(' ');
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${selection.join(' ')} ${PROBLEM} } }`;
  const { data, errors } = await post(query, { input }, who);
  expect([name, errors]).toEqual([name, undefined]);
  return data?.[name] ?? { __typename: 'nothing' };
}

export const problem = (said: Said) => [said.__typename, said.problem];
export const audits = async () =>
  Number((await read<{ n: string }>('select count(*) as n from audit_entry'))[0]?.n);

/** Nothing is written, not even an audit entry. */
export async function refused(
  name: Name,
  input: Given,
  who: string | null,
  wanted: [string, string],
): Promise<void> {
  const before = await audits();
  expect([name, who, problem(await act(name, input, who))]).toEqual([name, who, wanted]);
  expect(await audits()).toBe(before);
}
