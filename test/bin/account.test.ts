/** `hub account` on a real database: who it lets in, in which region, and what it says when it does not. */
import { freshDatabase, type TestDatabase } from '../harness/database';
import { hub, type Said } from './hub-program';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const account = (...words: string[]): Promise<Said> =>
  hub(['account', ...words], { DATABASE_URL: database.url });

test('a county that no unit can be in is refused with the ones there are, and one that there is gets a token', async () => {
  const county = [
    'huancui',
    '--name',
    '环翠区三方办',
    '--role',
    'COUNTY_OFFICER',
    '--body',
    'office',
    '--region',
  ];
  const refused = await account(...county, '371099');
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/没有区划 371099；可用的有：.*371002 环翠区/);
  const added = await account(...county, '371002');
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/令牌（只显示这一次）：[\w-]{40,}/) });
  expect((await account()).out).toMatch(/huancui\s+环翠区三方办/);
  expect((await account('huancui', '--revoke')).out).toContain('已停用 huancui');
  expect((await account('huancui', '--revoke')).err).toContain('已经停用');
});

test('role, body and region that do not fit are refused in words', async () => {
  const { code, err } = await account('o', '--name', '某人', '--role', 'CITY_OFFICER', '--region', '371002');
  expect(code).not.toBe(0);
  expect(err).toMatch(/面向全市，不设区划/);
});
