/** COPY brings every text back as it was, refuses what PostgreSQL cannot hold, and holds little in memory. */
import type { Socket } from 'node:net';
import fc from 'fast-check';
import type { ClientBase } from 'pg';
import { openClient } from '../../src/store/connection';
import { type CopyValue, copyRows } from '../../src/store/copy';
import { freshDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;
let client: ClientBase & { end(): Promise<void> };

beforeAll(async () => {
  database = await freshDatabase({ empty: true });
  client = await openClient(database.url, { role: 'owner', name: 'test' });
  await client.query(
    'create table target (n int, word text, list text[], bytes bytea, at timestamptz, day date, json jsonb, big bigint, yes boolean)',
  );
});
afterAll(async () => {
  await client.end();
  await database.close();
});
beforeEach(() => client.query('truncate target'));

const HOSTILE = [
  '',
  '\\N',
  '\\.',
  '\\',
  '\\\\n',
  'a\tb\nc\rd\r\n',
  "'; drop table target; --",
  '"{},",\\"',
  'NULL',
  '山东省威海市',
  '𠮷野家 👩‍👩‍👧',
  '\u200b\ufeff\u0001\u001f\u007f\u2028',
  ' 前后空格 ',
];

test('hostile texts come back as they were, alone and in lists; null is not the empty text', async () => {
  const rows = [...HOSTILE, null].map((word, n): CopyValue[] => [n, word, HOSTILE]);
  expect(await copyRows(client, 'target', ['n', 'word', 'list'], rows)).toBe(rows.length);
  const { rows: back } = await client.query('select word, list from target order by n');
  expect(back).toEqual([...HOSTILE, null].map((word) => ({ word, list: HOSTILE })));
});

test('any well-formed text without U+0000 comes back as it was', async () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 40 }) // any code point but surrogates
    .filter((word) => !word.includes('\u0000'));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (words) => {
      await client.query('truncate target');
      await copyRows(
        client,
        'target',
        ['n', 'word'],
        words.map((word, n) => [n, word]),
      );
      const { rows } = await client.query<{ word: string }>('select word from target order by n');
      expect(rows.map(({ word }) => word)).toEqual(words);
    }),
    { numRuns: 50 },
  );
});

test('bytes, instants, days, JSON, big numbers and booleans arrive exactly', async () => {
  const bytes = Buffer.from([0, 9, 10, 92, 255]);
  const at = new Date('2026-02-03T04:05:06.789Z');
  const values = [bytes, at, '2024-02-29', JSON.stringify({ 名: 'a\\b\n"c"' }), 2n ** 62n, true];
  await copyRows(client, 'target', ['bytes', 'at', 'day', 'json', 'big', 'yes'], [values]);
  const { rows } = await client.query('select bytes, at, day, json, big, yes from target');
  expect(rows).toEqual([
    { bytes, at, day: '2024-02-29', json: { 名: 'a\\b\n"c"' }, big: String(2n ** 62n), yes: true },
  ]);
});

test.each([
  ['a\u0000b', 'U+0000'],
  ['a\ud800b', 'surrogate'],
])('%j is refused with its row and column, and nothing of the COPY stays', async (word, reason) => {
  const work = copyRows(
    client,
    'target',
    ['n', 'word'],
    [
      [1, 'good'],
      [2, word],
    ],
  );
  await expect(work).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(new RegExp(`Row 2, column word.*${reason.replace('+', '\\+')}`)),
  });
  const { rows } = await client.query('select count(*)::int as n from target');
  expect(rows).toEqual([{ n: 0 }]);
});

test('an error of the database reaches the caller, and the connection goes on', async () => {
  await expect(copyRows(client, 'target', ['n'], [['not a number']])).rejects.toMatchObject({
    code: '22P02',
  });
  await expect(copyRows(client, 'no_such_table', ['n'], [[1]])).rejects.toMatchObject({ code: '42P01' });
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a source that fails half-way leaves nothing, and its error is the one reported', async () => {
  async function* rows() {
    yield [1];
    throw new Error('the file ends in the middle of a row');
  }
  await expect(copyRows(client, 'target', ['n'], rows())).rejects.toThrow('in the middle of a row');
  expect((await client.query('select count(*)::int as n from target')).rows).toEqual([{ n: 0 }]);
});

test('a slow database slows the source: of 200 MB little is ever in memory', async () => {
  const word = 'x'.repeat(1000);
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  const before = stream.bytesWritten;
  let given = 0;
  let waiting = 0;
  async function* rows() {
    for (let n = 0; n < 200_000; n++) {
      given += word.length;
      // What left the source and has not reached the socket, and what waits in the socket for the server.
      waiting = Math.max(waiting, given - (stream.bytesWritten - before), stream.writableLength);
      yield [n, word];
    }
  }
  expect(await copyRows(client, 'target', ['n', 'word'], rows())).toBe(200_000);
  expect(waiting).toBeLessThan(1_000_000);
});
