/** Promises of rows that are taken as bytes: wherever a message is cut, rows come whole, and all else reaches `pg` in its order. */
import { RowSocket } from '../../src/store/row-socket';
import { TextQuery, type TextStatement } from '../../src/store/text-query';
import { poolOf, type Store } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';

const message = (type: string, body: string | Buffer): Buffer => {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
};

const ROWS = ['first 第一行', '', 'third'];
const OTHERS = [message('2', ''), message('C', 'SELECT 3'), message('Z', 'I')];
const [BOUND = Buffer.alloc(0), ...REST] = OTHERS;
const STREAM = Buffer.concat([BOUND, ...ROWS.map((row) => message('D', row)), ...REST]);

function sifted(chunks: readonly Buffer[], taking: boolean): { rows: string[]; further: string } {
  const socket = new RowSocket();
  const rows: string[] = [];
  socket.takeRows(taking ? (row) => rows.push(row.toString()) : null);
  for (const chunk of chunks) {
    socket.push(chunk);
  }
  const further: Buffer[] = [];
  for (let part = socket.read(); part !== null; part = socket.read()) {
    further.push(part);
  }
  return { rows, further: Buffer.concat(further).toString('hex') };
}

describe('cut anywhere', () => {
  const whole = { rows: ROWS, further: Buffer.concat(OTHERS).toString('hex') };

  test('into two', () => {
    for (let at = 0; at <= STREAM.length; at += 1) {
      expect(sifted([STREAM.subarray(0, at), STREAM.subarray(at)], true)).toEqual(whole);
    }
  });

  test.each([1, 2, 3, 7])('into pieces of %d', (size) => {
    const pieces = Array.from({ length: Math.ceil(STREAM.length / size) }, (_, place) =>
      STREAM.subarray(place * size, (place + 1) * size),
    );
    expect(sifted(pieces, true)).toEqual(whole);
    expect(sifted(pieces, false)).toEqual({ rows: [], further: STREAM.toString('hex') });
  });
});

describe('on a connection', () => {
  let database: TestDatabase;
  let store: Store;

  beforeAll(async () => {
    database = await freshDatabase();
    store = await database.store();
  });
  afterAll(() => database?.close());

  async function ask(statements: readonly TextStatement[]): Promise<(string | null)[]> {
    const client = await poolOf(store).connect();
    const one = (statement: TextStatement) =>
      new Promise<string | null>((resolve, reject) => {
        client.query(
          new TextQuery(statement, (error, answer) =>
            error ? reject(error) : resolve(answer?.toString() ?? null),
          ),
        );
      });
    try {
      const answers: (string | null)[] = [];
      for (const statement of statements) {
        answers.push(await one(statement));
      }
      return answers;
    } finally {
      client.release();
    }
  }

  test('each answer goes to its own question, prepared or not, also when one gives nothing', async () => {
    const text = 'select $1::text';
    expect(
      await ask([
        { text, values: ['一'], name: 'same' },
        { text, values: [null] },
        { text, values: ['二'], name: 'same' },
        { text: 'select null::text where false', values: [] },
        { text, values: ['x'.repeat(300_000)] },
      ]),
    ).toEqual(['一', null, '二', null, 'x'.repeat(300_000)]);
  });

  test('values arrive as they are', async () => {
    const text = `select $1::text[]::text || $2::timestamptz::text || $3::boolean::text || $4::int::text`;
    const values = [['a"b', 'c\\d', '{,}', null, ''], new Date('2026-11-21T02:03:04.567Z'), false, -7];
    expect(await ask([{ text, values }])).toEqual([
      '{"a\\"b","c\\\\d","{,}",NULL,""}2026-11-21 02:03:04.567+00false-7',
    ]);
  });

  test('an error ends its own question, and rows of the next come to whoever asks for them', async () => {
    const pool = poolOf(store);
    const client = await pool.connect();
    try {
      const failed = new Promise((_resolve, reject) => {
        client.query(new TextQuery({ text: 'select 1/0', values: [] }, (error) => reject(error)));
      });
      await expect(failed).rejects.toThrow('division by zero');
      expect((await client.query('select n from generate_series(1, 3) n')).rows).toHaveLength(3);
    } finally {
      client.release();
    }
  });
});
