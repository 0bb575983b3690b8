/** Promise: the doctor sees rules that are not sound, a worker that is silent, nothing to work on, and who waits for what. */
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../bin/doctor/finding';
import { holidayFinding, provisionalFinding, ruleFindings } from '../../bin/doctor/rules';
import { findingsOfWork } from '../../bin/doctor/work';
import { beat } from '../../jobs/heartbeat';
import { pollFeed } from '../../src/agencies/runs/poll-feed';
import { query, type Store, transaction } from '../../src/store/transaction';
import { insurances, PORTS, writeHrss } from '../agencies/deliveries';
import { freshDatabase, type TestDatabase } from '../harness/database';
import { shared } from '../harness/shared-servers';
import { putBatch, removal } from '../sanctions/records';
import { codeOf } from '../units/city';
import { hub } from './hub-program';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = await database.store(undefined, 'owner');
});
afterAll(() => database.close());

const lineOf = (findings: readonly Finding[], subject: string): Finding | undefined =>
  findings.find((one) => one.subject === subject);
const look = async (subject: string): Promise<Finding | undefined> =>
  lineOf(await findingsOfWork(store), subject);

const ROOT = path.join(__dirname, '../..');
const FOLDERS = {
  catalogues: 'src/criteria/catalogues',
  measures: 'src/incentives/measures',
  recipients: 'src/delivery/recipients',
};

/** A copy of the rules, in which the test may break something. */
function copyOfRules(): typeof FOLDERS {
  const copy = fs.mkdtempSync(path.join(shared('HUB_TEST_DIRECTORY'), 'rules-'));
  const entries = Object.entries(FOLDERS).map(([name, folder]) => {
    fs.cpSync(path.join(ROOT, folder), path.join(copy, name), { recursive: true });
    return [name, path.join(copy, name)];
  });
  return Object.fromEntries(entries) as typeof FOLDERS;
}

test('rules as they are shipped are sound', () => {
  expect(ruleFindings().map(({ ok }) => ok)).toEqual([true, true, true]);
});

test.each([
  ['评价标准', 'catalogues', 'weihai-park-2023.json'],
  ['优惠措施', 'measures', 'weihai-2023.json'],
  ['接收方数据', 'recipients', 'weihai.json'],
] as const)('%s: a file that is broken, and one that is there twice, are told and what to do', (subject, kind, file) => {
  for (const harm of [
    (folder: string) => fs.writeFileSync(path.join(folder, file), '{"id":'),
    (folder: string) => fs.writeFileSync(path.join(folder, file), '{}'),
    (folder: string) => fs.rmSync(path.join(folder, file)),
    (folder: string) => fs.copyFileSync(path.join(folder, file), path.join(folder, 'again.json')),
  ]) {
    const folders = copyOfRules();
    harm(folders[kind]);
    const found = ruleFindings(folders);
    // One standard of two is still a standard.
    const fewer = kind === 'catalogues' && fs.readdirSync(folders.catalogues).length === 1;
    expect([subject, lineOf(found, subject)?.ok]).toEqual([subject, fewer]);
    expect(found.filter(({ ok, advice }) => !ok && advice === undefined)).toEqual([]);
  }
});

test('next year’s holidays are missed from 1 December on, this year’s always', () => {
  const published = new Set([2025, 2026]);
  expect(holidayFinding('2026-11-30', published).ok).toBe(true);
  expect(holidayFinding('2026-12-01', published)).toMatchObject({
    ok: false,
    seen: expect.stringContaining('2027'),
  });
  expect(holidayFinding('2027-02-01', published).ok).toBe(false);
});

test('a database without units, and a worker that never ran, has stopped, or works', async () => {
  expect(await look('数据')).toMatchObject({ ok: false, advice: expect.stringContaining('hub import') });
  expect(await look('工作进程')).toMatchObject({ ok: false, seen: '从未运行' });
  await beat(store, 'w');
  expect(await look('工作进程')).toMatchObject({ ok: true });
  await query(
    store,
    `update setting set updated_at = now() - interval '10 minutes' where name = 'worker.heartbeat'`,
  );
  expect(await look('工作进程')).toMatchObject({ ok: false, seen: expect.stringContaining('10 分钟') });
});

test('recipients without address or secret, and those who wait, are told by name', async () => {
  expect(await look('接收方')).toMatchObject({ ok: false });
  await transaction(store, async (tx) => {
    await tx.query(`set local session_replication_role = replica`);
    await tx.query(
      `insert into recipient (id, name, url, secret, created_at, updated_at) values
         ('near', '近局', 'http://127.0.0.1:1', 's', now(), now()), ('bare', '缺局', 'http://127.0.0.1:1', null, now(), now())`,
    );
    await tx.query(
      `insert into lane (recipient_id, unit_id, head_seq, tail_seq, state, ready_at) values ('near', 1, 0, 1, 'BACKOFF', now())`,
    );
    await tx.query(
      `insert into delivery (recipient_id, unit_id, unit_seq, lane_seq, event_id, projection, withdrawal, created_at)
       values ('near', 1, 1, 1, gen_random_uuid(), '', false, now() - interval '2 hours')`,
    );
  });
  expect(await look('接收方')).toMatchObject({ ok: false, seen: expect.stringContaining('缺局（bare）') });
  expect(await look('推送')).toMatchObject({
    ok: false,
    seen: expect.stringMatching(/近局（near） 1 个单位.*120 分钟/),
  });
});

test('every batch that is held, every feed that refused or cannot be reached is told, until something is taken again', async () => {
  expect(await look('扣留批次')).toMatchObject({ ok: true });
  expect(await look('数源接收')).toMatchObject({ ok: true });
  const folder = fs.mkdtempSync(path.join(shared('HUB_TEST_DIRECTORY'), 'drop-'));
  const poll = (recordType: string, from = folder) =>
    pollFeed(store, { agency: 'hrss', recordType }, { ...PORTS, sourceOf: () => ({ folder: from }) });
  const drop = (name: string, change: object) =>
    writeHrss(
      folder,
      name,
      insurances(1, () => ({ 统一社会信用代码: codeOf(1), ...change })),
    );

  drop('social-insurance-20251118-full-1.csv', {});
  await poll('SOCIAL_INSURANCE');
  for (const number of [1, 2]) {
    drop(`social-insurance-20251119-delta-${number}.csv`, {
      版本: '2',
      统一社会信用代码: codeOf(900 + number),
    });
  }
  await poll('SOCIAL_INSURANCE');
  const held = await query<{ id: string }>(store, `select id from batch where state = 'HELD'`);
  expect(held).toHaveLength(2);
  for (const { id } of held) {
    expect((await look('扣留批次'))?.seen).toContain(`hrss/SOCIAL_INSURANCE 批次 ${id}`);
  }

  fs.mkdirSync(path.join(folder, 'inspection-case-20251119-delta-1.csv'));
  fs.writeFileSync(path.join(folder, 'inspection-case-20251119-delta-1.done'), '{}');
  await poll('INSPECTION_CASE');
  await poll('PAY_ORDER', path.join(folder, 'gone'));
  fs.truncateSync(drop('social-insurance-20251120-full-1.csv', {}), 50);
  await poll('SOCIAL_INSURANCE');
  // Passed over, and the source has nothing new: the refusal is still what last became of it.
  await poll('SOCIAL_INSURANCE');
  const trouble = await look('数源接收');
  expect(trouble).toMatchObject({ ok: false, advice: expect.stringContaining('重新投递') });
  for (const told of [
    'hrss/INSPECTION_CASE：inspection-case-20251119-delta-1.csv',
    'hrss/PAY_ORDER：读不到投递目录',
    'hrss/SOCIAL_INSURANCE：social-insurance-20251120-full-1.csv',
  ]) {
    expect(trouble?.seen).toContain(told);
  }
  drop('social-insurance-20251120-full-2.csv', {});
  await poll('SOCIAL_INSURANCE');
  expect((await look('数源接收'))?.seen).not.toContain('SOCIAL_INSURANCE');
});

test('open cases with a deadline that is provisional are counted', async () => {
  expect(await look('暂定期限')).toMatchObject({ ok: true });
  await transaction(store, async (tx) => {
    await tx.query(`set local session_replication_role = replica`);
    await tx.query(
      `with one as (
         insert into review_case (round_id, number, unit_id, designation_id, catalogue_id, as_of, opened_at)
         values (gen_random_uuid(), 1, 1, gen_random_uuid(), 'x', '2026-12-01', now()) returning id)
       insert into case_step (case_id, version, action, state, on_date, detail, actor_id, actor_name, recorded_at)
       select id, 1, 'EVALUATE', 'RECTIFY', '2026-12-01', '{"provisional": true}', 'a', 'a', now() from one`,
    );
  });
  // Nothing can be done about it before the notice is out, and something must be once it is.
  expect(await provisionalFinding(store, '2026-11-21', new Set([2026]))).toMatchObject({
    ok: true,
    seen: expect.stringContaining('1 件'),
  });
  expect(await provisionalFinding(store, '2026-12-21', new Set([2026, 2027]))).toMatchObject({
    ok: false,
    seen: expect.stringContaining('1 件'),
  });
});

test('for monitoring: the same lines as JSON, and the exit code', async () => {
  const { code, out } = await hub(['doctor', '--json'], { DATABASE_URL: database.url });
  const answer = JSON.parse(out) as { ok: boolean; findings: Finding[] };
  expect({ code, ok: answer.ok }).toEqual({ code: 1, ok: false });
  expect(lineOf(answer.findings, 'PostgreSQL')).toMatchObject({
    ok: true,
    seen: expect.stringContaining('DATABASE_URL'),
  });
  expect(lineOf(answer.findings, '推送')).toMatchObject({ ok: false, advice: expect.any(String) });
});

test('a removal that ends no listing is told by its number and that of the listing', async () => {
  expect(await look('移出决定')).toMatchObject({ ok: true });
  await putBatch(store, [
    { type: 'LISTING_REMOVAL', key: 'R-1', unitId: null, data: removal({ listingDocumentNo: '列99' }) },
  ]);
  expect(await look('移出决定')).toMatchObject({
    ok: false,
    seen: '1 件没有移出任何列入：移出1（移出 列99）',
  });
});
