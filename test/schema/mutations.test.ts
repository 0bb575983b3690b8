/** Promises of mutations: each does what its step does and no more, for those who may, and answers through their own guards. */
import { randomUUID } from 'node:crypto';
import { type Gateway, startGateway } from '../../schema/gateway';
import { registerPrincipal } from '../../src/access/steps/register-principal';
import { transaction } from '../../src/store/transaction';
import { brokenInvariants } from '../harness/invariants';
import { freshRedis, type TestRedis } from '../harness/redis';
import {
  clock,
  failedCase,
  OPINIONS,
  openCase,
  PROPOSAL,
  read,
  theStore,
  useCases,
} from '../reviews/one-case';
import { ADMIN, CITY, COUNTY, OTHER_COUNTY } from '../reviews/people';

useCases();

let gateway: Gateway;
let redis: TestRedis;

beforeAll(async () => {
  redis = freshRedis();
  const store = theStore();
  await transaction(store, async (tx) => {
    for (const actor of [ADMIN, CITY, COUNTY, OTHER_COUNTY]) {
      await registerPrincipal(tx, { ...actor, role: actor.role as 'ADMIN', token: `t-${actor.id}` });
    }
    await registerPrincipal(tx, {
      id: 'union',
      name: 'u',
      role: 'AGENCY_READER',
      body: 'union',
      region: null,
      token: 't-union',
    });
  });
  const config = { HOST: '127.0.0.1', PORT: 0 as 4000, REDIS_PREFIX: redis.prefix };
  gateway = await startGateway({ config, store, redisUrl: redis.url });
});
afterAll(async () => {
  await gateway.close();
  await redis.close();
});

type Given = Record<string, unknown>;
type Said = Record<string, unknown> & { __typename: string; problem?: string; message?: string };

const PROBLEM = '... on Problem { problem message hint }';
const MUTATIONS = {
  triggerReview: `TriggerReviewInput ... on ReviewRound { id title origin requestedByBody reason openedBy reviewCases { edges { node { id unit { code } } } } }`,
  takeCaseStep: `TakeCaseStepInput ... on ReviewCase { state nextActions steps { action actorName } }`,
  recordDecision: `RecordDecisionInput ... on ReviewCase { state closedAt designation { state } decisions { outcome documentNo opinions { body opinion note } heardOn } }`,
  addMark: `AddMarkInput ... on CaseMaterial { id kind element reason enteredBy data }`,
  reevaluateCase: `ReevaluateCaseInput ... on ReviewCase { verdict state verdicts { version } }`,
  confirmMatch: `ConfirmMatchInput ... on MatchCandidate { answer unit { code } decisions { answer why actorName } }`,
  retryDelivery: `RetryDeliveryInput ... on Delivery { state failures }`,
  recordReceipt: `RecordReceiptInput ... on Delivery { state confirmedVia }`,
  releaseBatch: `ReleaseBatchInput ... on Batch { state }`,
} as const;
type Name = keyof typeof MUTATIONS;

async function post(query: string, variables: Given, who: string | null) {
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

async function act(name: Name, input: Given, who: string | null): Promise<Said> {
  const [type = '', ...selection] = MUTATIONS[name].split(' ');
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${selection.join(' ')} ${PROBLEM} } }`;
  const { data, errors } = await post(query, { input }, who);
  expect([name, errors]).toEqual([name, undefined]);
  return data?.[name] ?? { __typename: 'nothing' };
}

const problem = (said: Said) => [said.__typename, said.problem];
const audits = async () => Number((await read<{ n: string }>('select count(*) as n from audit_entry'))[0]?.n);

/** Nothing is written, not even an audit entry. */
async function refused(
  name: Name,
  input: Given,
  who: string | null,
  wanted: [string, string],
): Promise<void> {
  const before = await audits();
  expect([name, who, problem(await act(name, input, who))]).toEqual([name, who, wanted]);
  expect(await audits()).toBe(before);
}

test('only those whose role may do it do it', async () => {
  const some: Record<Name, Given> = {
    triggerReview: { title: 'x', forBody: 'hrss', reason: 'x' },
    takeCaseStep: { caseId: randomUUID(), action: 'PROPOSE', ...PROPOSAL },
    recordDecision: {
      caseId: randomUUID(),
      outcome: 'KEEP',
      documentNo: 'x',
      decidedOn: '2026-09-01',
      opinions: [],
      grounds: 'x',
    },
    addMark: { unitCode: 'x', element: 'E6.culture', result: 'MET', reason: 'good' },
    reevaluateCase: { caseId: randomUUID(), reason: 'x' },
    confirmMatch: { candidateId: randomUUID(), answer: 'SAME', why: 'x' },
    retryDelivery: { deliveryId: randomUUID(), reason: 'x' },
    recordReceipt: { deliveryId: randomUUID(), documentNo: 'x', documentOn: '2026-09-01', note: '' },
    releaseBatch: { batchId: '1', answer: 'DROP', why: 'x' },
  };
  const MAY: Record<Name, readonly string[]> = {
    triggerReview: ['city', 'admin'],
    takeCaseStep: ['county', 'city'],
    recordDecision: ['city'],
    addMark: ['county', 'city'],
    reevaluateCase: ['county', 'city'],
    confirmMatch: ['county', 'city'],
    retryDelivery: ['city', 'admin'],
    recordReceipt: ['city', 'admin'],
    releaseBatch: ['city', 'admin'],
  };
  for (const [name, input] of Object.entries(some) as [Name, Given][]) {
    await refused(name, input, null, ['NotAllowed', 'NOT_SIGNED_IN']);
    for (const who of ['union', 'county', 'city', 'admin'].filter((one) => !MAY[name].includes(one))) {
      await refused(name, input, who, ['NotAllowed', 'NOT_ALLOWED']);
    }
  }
});

test('a round is opened for chosen units, for a body and with a reason; an unknown unit is named', async () => {
  const { firm } = await openCase();
  const input = {
    title: '专项复核',
    forBody: 'union',
    reason: '工会建议',
    unitCodes: [firm.code],
    asOf: '2026-08-31',
  };
  const said = await act('triggerReview', input, 'admin');
  expect(said).toMatchObject({
    __typename: 'ReviewRound',
    title: '专项复核',
    origin: 'ADMIN',
    requestedByBody: 'union',
    reason: '工会建议',
    openedBy: 'admin',
    reviewCases: { edges: [{ node: { unit: { code: firm.code } } }] },
  });
  const missing = await act(
    'triggerReview',
    { ...input, unitCodes: [firm.code, '91371000MA3XXXXXX9'] },
    'city',
  );
  expect(problem(missing)).toEqual(['NotFound', 'NOT_FOUND']);
  expect(missing.message).toContain('91371000MA3XXXXXX9');
  await refused('triggerReview', { ...input, reason: ' ' }, 'city', ['InvalidInput', 'INVALID_INPUT']);
  await refused('triggerReview', { ...input, asOf: '2027-01-01' }, 'city', ['InvalidInput', 'INVALID_INPUT']);
});

test('from a case that failed to the cancelled title, each step by those who may', async () => {
  const { caseId, firm } = await failedCase('FAIL');
  const propose = { caseId, action: 'PROPOSE', ...PROPOSAL };
  await refused('takeCaseStep', propose, 'other-county', ['NotAllowed', 'NOT_ALLOWED']);
  await refused('takeCaseStep', { caseId, action: 'PROPOSE' }, 'county', ['InvalidInput', 'INVALID_INPUT']);
  await refused(
    'takeCaseStep',
    { caseId, action: 'HEAR', attended: false, heardOn: '2026-11-02' },
    'county',
    ['NotPossible', 'WRONG_STATE'],
  );
  expect(await act('takeCaseStep', propose, 'county')).toMatchObject({
    state: 'PROPOSED',
    nextActions: ['WITHDRAW', 'NOTIFY'],
  });
  const notify = { caseId, action: 'NOTIFY', documentNo: '告1', servedOn: '2026-11-02' };
  expect(await act('takeCaseStep', notify, 'city')).toMatchObject({
    state: 'NOTIFIED',
    nextActions: ['HEAR', 'DECIDE_KEEP'],
  });
  clock.set('2026-11-10T04:00:00Z');
  const hear = { caseId, action: 'HEAR', attended: true, heardOn: '2026-11-05', statement: '单位陈述' };
  expect(await act('takeCaseStep', hear, 'county')).toMatchObject({ state: 'HEARD', nextActions: [] });
  const decision = {
    caseId,
    outcome: 'CANCEL',
    documentNo: '威三方〔2026〕9号',
    decidedOn: '2026-11-10',
    opinions: OPINIONS,
    grounds: '仍不符合',
  };
  await refused('recordDecision', decision, 'county', ['NotAllowed', 'NOT_ALLOWED']);
  expect(await act('recordDecision', decision, 'city')).toMatchObject({
    state: 'DECIDED',
    closedAt: '2026-11-10T04:00:00.000Z',
    designation: { state: 'CANCELLED' },
    decisions: [
      {
        outcome: 'CANCEL',
        documentNo: '威三方〔2026〕9号',
        heardOn: '2026-11-05',
        opinions: OPINIONS.map(({ body, opinion }) => ({ body, opinion, note: null })),
      },
    ],
  });
  const [title] = await read<{ kind: string }>(
    'select kind from designation_event where designation_id = $1 order by version desc limit 1',
    [firm.designationId],
  );
  expect(title?.kind).toBe('CANCELLED');
  expect(await brokenInvariants(theStore())).toEqual([]);
});

test('a mark with its reason, once; then the case is evaluated again', async () => {
  const { caseId, firm } = await openCase({ short: false, without: 'E6.culture' });
  const mark = {
    unitCode: firm.code,
    element: 'E6.culture',
    result: 'MET',
    reason: '现场查看企业文化活动记录',
  };
  const said = await act('addMark', mark, 'county');
  expect(said).toMatchObject({
    __typename: 'CaseMaterial',
    kind: 'MARK',
    element: 'E6.culture',
    enteredBy: COUNTY.name,
    data: '{"result": "MET"}',
  });
  expect(await act('addMark', mark, 'county')).toEqual(said);
  await refused('addMark', { ...mark, reason: '' }, 'county', ['InvalidInput', 'INVALID_INPUT']);
  await refused('addMark', mark, 'other-county', ['NotAllowed', 'NOT_ALLOWED']);
  expect(await act('reevaluateCase', { caseId, reason: '补充判断' }, 'county')).toMatchObject({
    verdict: 'PASS',
    verdicts: [{ version: 2 }, { version: 1 }],
  });
});

test('a name-only title is joined to the unit an officer names, and parted again', async () => {
  const { firm } = await openCase();
  const [designation, candidate] = [randomUUID(), randomUUID()];
  await read(
    `insert into designation (id, source_key, unit_kind, name, title, level, honour_type, named_on, source, recorded_at)
    values ($1::uuid, $1::uuid::text, 'ENTERPRISE', '只有名称', '和谐企业', 'CITY', 'DEMONSTRATION', '2020-01-01', 'test', now())`,
    [designation],
  );
  await read(
    `insert into match_candidate (id, subject_type, subject_id, subject_name, unit_id, score, reason, created_at)
    values ($1, 'DESIGNATION', $2, '只有名称', $3, 0.9, '同名', now())`,
    [candidate, designation, firm.unitId],
  );
  const unitOf = async () =>
    (
      await read<{ unit_id: string | null }>('select unit_id from designation where id = $1', [designation])
    )[0]?.unit_id;
  const answer = (word: string) => ({ candidateId: candidate, answer: word, why: '地址一致' });
  await refused('confirmMatch', answer('SAME'), 'other-county', ['NotAllowed', 'NOT_ALLOWED']);
  await refused('confirmMatch', { ...answer('SAME'), why: '' }, 'county', ['InvalidInput', 'INVALID_INPUT']);
  expect(await act('confirmMatch', answer('UNSURE'), 'county')).toMatchObject({ answer: 'UNSURE' });
  expect(await unitOf()).toBeNull();
  expect(await act('confirmMatch', answer('SAME'), 'county')).toMatchObject({
    answer: 'SAME',
    unit: { code: firm.code },
    decisions: [{ answer: 'SAME', why: '地址一致', actorName: COUNTY.name }, { answer: 'UNSURE' }],
  });
  expect(await unitOf()).toBe(firm.unitId);
  await refused('confirmMatch', answer('SAME'), 'city', ['NotPossible', 'ALREADY_DONE']);
  expect(await act('confirmMatch', answer('WITHDRAWN'), 'city')).toMatchObject({ answer: 'WITHDRAWN' });
  expect(await unitOf()).toBeNull();
});

test('a delivery is made due again, or confirmed on paper', async () => {
  const { firm } = await openCase();
  const [event, delivery] = [randomUUID(), randomUUID()];
  await read(
    `insert into recipient (id, name, created_at, updated_at) values ('paper', '纸质', now(), now()) on conflict do nothing`,
  );
  await read(
    `insert into event (id, unit_id, unit_seq, type, subject_kind, subject_id, withdraws, state, digest, cause, occurred_at)
    values ($1, $2, 900, 'flag.applied', 'DESIGNATION', 'x', false, '{}', '', 'x', now())`,
    [event, firm.unitId],
  );
  await read(
    `insert into delivery (id, recipient_id, unit_id, unit_seq, lane_seq, event_id, projection, withdrawal, created_at)
    values ($1, 'paper', $2, 900, 1, $3, '', false, now())`,
    [delivery, firm.unitId, event],
  );
  await read(
    `insert into lane (recipient_id, unit_id, head_seq, tail_seq, state, failures) values ('paper', $1, 0, 1, 'HELD', 7)`,
    [firm.unitId],
  );
  expect(await act('retryDelivery', { deliveryId: delivery, reason: '对方已恢复' }, 'admin')).toMatchObject({
    state: 'SENDING',
    failures: 0,
  });
  const receipt = { deliveryId: delivery, documentNo: '回执1', documentOn: '2026-09-01', note: '' };
  expect(await act('recordReceipt', receipt, 'city')).toMatchObject({
    state: 'CONFIRMED',
    confirmedVia: 'OFFICER',
  });
  await refused('recordReceipt', receipt, 'city', ['NotPossible', 'ALREADY_DONE']);
});

test('what there is not is not found, and an id that is none is bad input', async () => {
  await refused('retryDelivery', { deliveryId: randomUUID(), reason: 'x' }, 'city', [
    'NotFound',
    'NOT_FOUND',
  ]);
  await refused('releaseBatch', { batchId: '999999', answer: 'DROP', why: 'x' }, 'city', [
    'NotFound',
    'NOT_FOUND',
  ]);
  const said = await act('releaseBatch', { batchId: '1', answer: 'RELEASE', why: '已核实' }, 'city');
  expect(problem(said)).toEqual(['NotPossible', 'WRONG_STATE']);
  expect(said.message).toMatch(/^\p{Script=Han}.*[a-z]/u);
});

test('what asks for too much in its answer is not done', async () => {
  const { firm } = await openCase();
  const before = await audits();
  const list = (below: string) => `members(first: 100) { edges { node { ${below} } } }`;
  const { errors } = await post(
    `mutation { triggerReview(input: { title: "x", forBody: hrss, reason: "x", unitCodes: ["${firm.code}"] }) {
      ... on ReviewRound { reviewCases(first: 100) { edges { node { unit { ${list(list(list('id')))} } } } } } } }`,
    {},
    'city',
  );
  expect(errors?.[0]?.extensions.code).toBe('TOO_COMPLEX');
  expect(await audits()).toBe(before);
});
