/** Promise: `hub recipient` takes secrets from standard input, so that none has to stand on a command line. */
import { endpointKey, openSecrets } from '../../src/delivery/endpoint-secret';
import { query } from '../../src/store/transaction';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { hub } from './hub-program';

const SECRET = Buffer.alloc(32, 7);
const whsec = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const enter = (words: readonly string[], input: string) =>
  hub(
    ['recipient', 'housing', '--url', 'https://housing.example/events', ...words],
    { DATABASE_URL: database.url, HUB_PERSON_KEY: SECRET.toString('base64') },
    input,
  );

async function kept(): Promise<string> {
  const [row] = await query<{ secret: string }>(
    await database.store(),
    `select secret from recipient where id = 'housing'`,
  );
  return openSecrets(endpointKey(SECRET), 'housing', row?.secret ?? '');
}

test('- is a line of standard input, first the secret, then the one that is retired, and nothing of it is said again', async () => {
  const one = await enter(['--secret', '-'], `${whsec(1)}\n`);
  expect(one).toMatchObject({ code: 0, out: expect.stringContaining('已登记 housing') });
  expect(await kept()).toBe(whsec(1));
  const two = await enter(['--secret', '-', '--previous-secret', '-'], `${whsec(2)}\n${whsec(1)}`);
  expect(two.code).toBe(0);
  expect(await kept()).toBe(`${whsec(2)} ${whsec(1)}`);
  expect(one.out + one.err + two.out + two.err).not.toContain('whsec_');
  const none = await enter(['--secret', '-'], '');
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('密钥为 whsec_') });
});
