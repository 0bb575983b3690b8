/** Sources that change under our hands, hang, or outlive the connection of the worker that asked them. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { query } from '../../src/store/transaction';
import { codeOf } from '../units/city';
import { count, PORTS, scratchIsEmpty } from './deliveries';
import { AS_OF } from './sources';
import { freshWorld } from './world';

const world = freshWorld('2026-11-21T02:00:00Z');

/** A source that answers what the test says. */
async function serve(answer: (url: URL, response: http.ServerResponse) => void) {
  const server = http.createServer((request, response) =>
    answer(new URL(request.url ?? '', 'http://x'), response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: null,
      timeoutMs: 400,
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const unionPage = (items: readonly object[], next: string | null) =>
  JSON.stringify({ asOf: AS_OF, mode: 'full', items, next, since: null });
const unionItem = (number: number) => ({
  id: `UU-${number}`,
  rev: 1,
  employer: { uscc: codeOf(number), name: `甲${number}` },
  date: '2026-01-01',
  code: codeOf(number, '81'),
  title: '工会',
  founded: '2020-01-01',
  termEnd: '2027-01-01',
  memberCount: 12,
});

test('a list that is replaced while it is paged through is begun again from the front', async () => {
  let answers = 0;
  const source = await serve((url, response) => {
    const cursor = url.searchParams.get('cursor');
    answers += 1;
    if (answers === 2) {
      response.writeHead(410).end('{"error":"cursor expired"}');
    } else {
      response.end(
        cursor === '' ? unionPage([unionItem(1), unionItem(2)], 'p2') : unionPage([unionItem(3)], null),
      );
    }
  });
  const ports = { ...PORTS, sourceOf: () => source.address };
  const [report] = await pollFeed(world.store, { agency: 'union', recordType: 'UNION_UNIT' }, ports);
  expect(report).toMatchObject({ state: 'ACCEPTED', read: 3, accepted: 3, unchanged: 0 });
  expect(answers).toBe(4);
  await source.close();
});

test('a source that pages on for ever without a row is refused, not followed', async () => {
  let answers = 0;
  const source = await serve((_, response) => {
    answers += 1;
    response.end(unionPage([], `p${answers}`));
  });
  const ports = { ...PORTS, sourceOf: () => source.address };
  const [report] = await pollFeed(world.store, { agency: 'union', recordType: 'UNION_UNIT' }, ports);
  expect(report).toMatchObject({ state: 'REFUSED', reason: expect.stringContaining('分页不前进') });
  expect(answers).toBe(1);
  await source.close();
});

test('a source that hangs, or hangs half-way, is left after its time', async () => {
  let hang = true;
  const source = await serve((_, response) => {
    if (hang) {
      response.write('{"asOf":"2026-11-21","mode":"full","items":[');
    } else {
      response.end(unionPage([unionItem(1)], null));
    }
  });
  const ports = { ...PORTS, sourceOf: () => source.address };
  const poll = () => pollFeed(world.store, { agency: 'union', recordType: 'UNION_UNIT' }, ports);
  expect(await poll()).toEqual([]);
  expect((await world.feed('union', 'UNION_UNIT'))?.last_error).toContain('应答中断');
  hang = false;
  expect(await poll()).toMatchObject([{ accepted: 1 }]);
  await source.close();
});

test('a worker that loses its connection in a poll loses nothing: the lock goes with it, the next poll takes all', async () => {
  const held: http.ServerResponse[] = [];
  let hang = true;
  const source = await serve((_, response) => {
    if (hang) {
      response.write(unionPage([unionItem(1), unionItem(2)], null).slice(0, -30));
      held.push(response);
    } else {
      response.end(unionPage([unionItem(1), unionItem(2)], null));
    }
  });
  const ports = { ...PORTS, sourceOf: () => ({ ...source.address, timeoutMs: 20_000 }) };
  const poll = () => pollFeed(world.store, { agency: 'union', recordType: 'UNION_UNIT' }, ports);
  const first = poll();
  const outcome = first.then(
    () => 'done',
    () => 'failed',
  );
  while (held.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await poll()).toEqual([]); // somebody else polls this feed
  const owner = await world.database.store(world.clock, 'owner');
  await query(
    owner,
    `select pg_terminate_backend(pid, 10000) from pg_locks
     where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`,
  );
  hang = false;
  expect(await poll()).toMatchObject([{ state: 'ACCEPTED', accepted: 2 }]);
  held[0]?.destroy();
  await outcome;
  expect(await count(world.store, 'agency_record')).toBe(2);
  expect(await scratchIsEmpty(world.store)).toBe(true);
  await source.close();
});

test('what is not polled here, or by nobody, is asked of nobody', async () => {
  const none = { ...PORTS, sourceOf: () => null };
  expect(await pollFeed(world.store, { agency: 'confederation', recordType: 'MEMBERSHIP' }, none)).toEqual(
    [],
  );
  await expect(pollFeed(world.store, { agency: 'tax', recordType: 'X' }, none)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await count(world.store, 'feed')).toBe(0);
});
