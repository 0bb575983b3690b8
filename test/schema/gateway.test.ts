/** Promises of the gateway: who is not known is told so, what fails inside stays inside, the page stands alone. */
import { startGateway } from '../../schema/gateway';
import { poolOf } from '../../src/store/transaction';
import { onStatement } from '../harness/statements';
import { codeOf, tokenOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let gateway: Asker;

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway();
});
afterAll(() => rig?.close());

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const json = async (response: Response) =>
  (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };

describe('who asks', () => {
  test.each([
    'Bearer nobody-has-this',
    'Bearer ',
    'Basic YTpi',
    'nonsense',
  ])('%s is answered with 401', async (authorization) => {
    const response = await post(JSON.stringify({ query: '{ health { today } }' }), { authorization });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    const { errors } = await json(response);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'NOT_SIGNED_IN',
      hint: expect.stringContaining('Bearer'),
    });
  });

  test('without a token the service tells of itself, and everything else says how to sign in', async () => {
    const { status, data } = await gateway.ask<Record<string, Record<string, string>>>(
      '{ health { service } unit(code: "x") { ... on Problem { problem hint } } units { ... on Problem { problem } } me { ... on Problem { problem } } }',
      {},
      null,
    );
    expect(status).toBe(200);
    expect(data.health).toEqual({ service: 'tripartite-hub' });
    expect([data.unit?.problem, data.units?.problem, data.me?.problem]).toEqual(
      Array(3).fill('NOT_SIGNED_IN'),
    );
    expect(data.unit?.hint).toContain('Authorization: Bearer');
  });

  test('a revoked token ends as soon as it is looked up again', async () => {
    const forgetful = await rig.gateway({ tokenMs: 300 });
    expect((await forgetful.ask('{ health { today } }', {}, 'federation')).status).toBe(200);
    await poolOf(rig.store).query(`update principal set revoked_at = now() where id = 'federation'`);
    const until = Date.now() + 5_000;
    let status = 200;
    while (status === 200 && Date.now() < until) {
      status = (await forgetful.ask('{ health { today } }', {}, 'federation')).status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(status).toBe(401);
  });

  test('an unknown unit and one out of the region are answered alike', async () => {
    const text = (code: string) =>
      gateway.text(
        `{ unit(code: "${code}") { __typename ... on Unit { name } ... on Problem { problem message hint } } }`,
        {},
        'county',
      );
    expect(await text(codeOf(2))).toBe(await text(codeOf(999_999)));
    expect(await text(codeOf(1))).toContain('"name"');
  });

  test('a sanctioned unit and another one are answered alike to whom listings are not shared', async () => {
    const query = (code: string) => `{ unit(code: "${code}") { ... on Unit {
      listings { totalCount } flags { totalCount edges { node { kind reason basis { evidence } } } } eligibility { answer } reviewCases { totalCount }
      hrss { listingDecisions { id } payOrders { id } inspectionCases { id } inspectionDecisions { id } collectiveIncidents { id } }
      court { disputes { id } dishonestyEntries { id } } } } }`;
    // Unit 103 is listed, 105 is not; all else is the same of both.
    const [listed, clean] = [103, 105].map(codeOf);
    expect(await gateway.text(query(listed ?? ''), {}, 'union')).toBe(
      await gateway.text(query(clean ?? ''), {}, 'union'),
    );
    const seen = await gateway.ask<{ unit: { listings: { totalCount: number } } }>(
      query(listed ?? ''),
      {},
      'court',
    );
    expect(seen.data.unit.listings.totalCount).toBe(1);
  });

  const UNIT = (fields: string) => `{ unit(code: "${codeOf(10)}") { ... on Unit { ${fields} } } }`;

  test('a name that only a record out of sight bears is not there, and where a name comes from is said to whom it is shared', async () => {
    const names = async (who: 'union' | 'hrss' | 'court' | 'city') =>
      (
        await gateway.ask<{ unit: { names: { name: string; source: string | null }[] } }>(
          UNIT('names { name source }'),
          {},
          who,
        )
      ).data.unit.names.map(({ name, source }) => [name.slice(0, 3), source]);
    const all = [
      ['案中名', 'court/DISPUTE_OUTCOME'],
      ['威海试', 'hrss/SOCIAL_INSURANCE'],
      ['旧名1', 'union/UNION_UNIT'],
    ];
    expect(await names('city')).toEqual(all);
    expect(await names('hrss')).toEqual(all.slice(1));
    expect(await names('union')).toEqual([['威海试', null], all[2]]);
    expect(await names('court')).toEqual([all[0], ['威海试', null]]);
  });

  test('outcomes of reviews are no events of a title to whoever may not read reviews, nor a gap in their numbers', async () => {
    const events = async (who: 'union' | 'hrss') =>
      (
        await gateway.ask<{ unit: { designations: { edges: { node: { events: unknown } }[] } } }>(
          UNIT('designations { edges { node { events { version kind } } } }'),
          {},
          who,
        )
      ).data.unit.designations.edges[0]?.node.events;
    const named = { version: 1, kind: 'NAMED' };
    expect(await events('hrss')).toEqual([
      named,
      { version: 2, kind: 'KEPT' },
      { version: 3, kind: 'CANCELLED' },
    ]);
    expect(await events('union')).toEqual([named, { version: 2, kind: 'CANCELLED' }]);
  });

  test('a finding shows neither values nor records of a type that is not shared', async () => {
    const seen = async (who: 'hrss' | 'city') =>
      gateway.text(
        UNIT(
          'reviewCases(first: 1) { edges { node { latestVerdict { findings { elements { values records } } } } } }',
        ),
        {},
        who,
      );
    expect(await seen('city')).toContain('disputesClosed');
    expect(await seen('hrss')).not.toMatch(/disputesClosed|judicialConfirmations/);
    expect(await seen('hrss')).toContain('"records":["1","2"]');
    expect(await seen('city')).toMatch(/"records":\["1","2","\d+"\]/);
  });

  test('whoever may not read reviews may not filter by them either', async () => {
    const query = '{ units(filter: { latestVerdict: FAIL }) { __typename ... on Problem { problem } } }';
    expect((await gateway.ask(query, {}, 'union')).data).toEqual({
      units: { __typename: 'NotAllowed', problem: 'NOT_ALLOWED' },
    });
    expect((await gateway.ask(query, {}, 'hrss')).data).toEqual({ units: { __typename: 'UnitConnection' } });
  });

  test('quarantined bytes come to admins, their rows to officers', async () => {
    const query =
      '{ batches(filter: { agency: hrss, state: ACCEPTED }) { ... on BatchConnection { edges { node { quarantinedRows { edges { node { field bytes } } } } } } ... on Problem { problem } } }';
    expect(await gateway.text(query, {}, 'admin')).toContain(Buffer.from('坏行1').toString('base64'));
    const city = await gateway.text(query, {}, 'city');
    expect(city).toContain('统一社会信用代码');
    expect(city).toContain('"bytes":null');
    expect(await gateway.text(query, {}, 'hrss')).toContain('NOT_ALLOWED');
  });
});

describe('the port', () => {
  test('a page of another site cannot make a browser ask', async () => {
    const simple = await fetch(`${gateway.url}/graphql?query=%7Bhealth%7Btoday%7D%7D`);
    expect(simple.status).toBe(400);
    const form = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{health{today}}"}',
    });
    expect(form.status).toBe(400);
  });

  test('in front of anything but the demo there is no page', async () => {
    expect((await fetch(gateway.url)).status).toBe(404);
  });

  test('it is live and ready', async () => {
    expect(await (await fetch(`${gateway.url}/health/live`)).json()).toEqual({ live: true });
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, postgresql: true, redis: true, pendingMigrations: [] },
    ]);
  });

  test('what fails inside is logged, not told', async () => {
    const stop = onStatement(poolOf(rig.store), (_text, compiled) => {
      if (compiled !== null) {
        throw Object.assign(new Error('relation "secret_table" does not exist'), { code: '42P01' });
      }
    });
    try {
      const answer = await post(
        JSON.stringify({ query: '{ units { __typename ... on UnitConnection { totalCount } } }' }),
        { authorization: `Bearer ${tokenOf('admin')}` },
      );
      const text = await answer.text();
      expect(text).toContain('INTERNAL_SERVER_ERROR');
      expect(text).not.toMatch(/secret_table|stack|42P01|node_modules/);
    } finally {
      stop();
    }
  });
});

test('on a port that is taken it fails, and leaves nothing behind', async () => {
  const port = Number(new URL(gateway.url).port) as 4000;
  const config = { HOST: '127.0.0.1', PORT: port, REDIS_PREFIX: rig.redis.prefix };
  await expect(startGateway({ config, store: rig.store, redisUrl: rig.redis.url })).rejects.toThrow(
    /EADDRINUSE/,
  );
  expect((await gateway.ask('{ health { today } }')).status).toBe(200);
});
