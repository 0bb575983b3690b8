/** Promises of mutations: each does what its step does and no more, for those who may, and answers through their own guards. */
import { randomUUID } from 'node:crypto';
import { openCase, PROPOSAL, read } from '../reviews/one-case';
import { COUNTY } from '../reviews/people';
import { act, audits, type Given, type Name, post, problem, refused, useGateway } from './acting';

useGateway();

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
    recordNamingDecision: {
      designationId: randomUUID(),
      namingBody: 'x',
      documentNo: 'x',
      decidedOn: '2026-09-01',
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
    recordNamingDecision: ['county', 'city'],
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
    values ($1, 'paper', $2, 900, 1, $3, '', false, '2026-08-01')`,
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

test('a refusal says in Chinese what to do about this very thing, and shows no id of the hub', async () => {
  const unknown = randomUUID();
  const missing = await act('retryDelivery', { deliveryId: unknown, reason: 'x' }, 'city');
  expect(missing.message).toMatch(/^没有\p{Script=Han}/u);
  expect(`${missing.message}${missing.hint}`).not.toMatch(new RegExp(`${unknown}|[0-9a-f]{8}-`));
  const refusal = await act('retryDelivery', { deliveryId: unknown, reason: 'x' }, 'county');
  expect(refusal.hint).toMatch(/^请由有此权限的账号办理/);
  const badId = await act('retryDelivery', { deliveryId: 'x', reason: 'x' }, 'city');
  expect(badId).toMatchObject({
    problem: 'INVALID_INPUT',
    message: expect.stringContaining('input.deliveryId'),
  });
  const blank = await act('retryDelivery', { deliveryId: unknown, reason: ' ' }, 'city');
  expect(blank).toMatchObject({ problem: 'INVALID_INPUT', message: expect.stringContaining('input.reason') });
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
