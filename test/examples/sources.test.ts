/** The agencies' servers hand out their lists whole, without doubles, and misbehave only when told to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { COURT } from '../../examples/agencies/court-server';
import { FEDERATION } from '../../examples/agencies/federation-server';
import type { Listening } from '../../examples/agencies/program';
import { type SourceKind, startSource } from '../../examples/agencies/source';
import { UNION } from '../../examples/agencies/union-server';
import { writeCity } from '../../examples/city/city';
import { ask, post, scratch } from './run-program';

type Json = { readonly [key: string]: unknown };
interface PageBody {
  readonly asOf: string;
  readonly mode: string;
  readonly items: readonly Json[];
  readonly next: string | null;
  readonly since: string | null;
}

const place = scratch();
const city = place.path('city');
const running: Listening[] = [];
let union: Listening;
let court: Listening;
let federation: Listening;

async function start(kind: SourceKind, folder: string): Promise<Listening> {
  const data = join(city, folder);
  const options = { data, port: 0, host: '127.0.0.1', token: 't', control: true, live: false, busyEvery: 0 };
  const one = await startSource(kind, options);
  running.push(one);
  return one;
}

beforeAll(async () => {
  writeCity({ out: city, units: 2000, seed: 5, asOf: '2026-11-21' });
  union = await start(UNION, 'union');
  court = await start(COURT, 'court');
  federation = await start(FEDERATION, 'federation');
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
  place.remove();
});
afterEach(async () => {
  for (const one of running) {
    await post(`${one.url}/control`, 't', { fault: 'none' });
  }
});

const linesOf = (path: string): Json[] =>
  readFileSync(join(city, path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);

async function page(type: string, cursor: string, limit: number): Promise<PageBody> {
  const url = `${union.url}/records?type=${type}&cursor=${encodeURIComponent(cursor)}&limit=${limit}`;
  return (await (await ask(url, 't')).json()) as PageBody;
}

async function pageAll(type: string, limit: number): Promise<{ items: Json[]; since: string | null }> {
  const items: Json[] = [];
  let cursor = '';
  for (;;) {
    const body = await page(type, cursor, limit);
    items.push(...body.items);
    if (body.next === null) {
      return { items, since: body.since };
    }
    expect(body.items).toHaveLength(limit);
    expect(body.since).toBeNull();
    cursor = body.next;
  }
}

test.each([1, 7, 64, 1000])('union: pages of %i give the whole list once', async (limit) => {
  const type = limit === 1 ? 'letter' : 'unit';
  const { items, since } = await pageAll(type, limit);
  expect(items).toEqual(linesOf(`union/${type}.ndjson`));
  expect(since === null).toBe(type === 'unit');
});

test('union: the cursor kept from a list of events brings only what was added since', async () => {
  const { since } = await pageAll('congress', 500);
  expect((await page('congress', since ?? '', 500)).items).toEqual([]);
  const added = {
    id: 'UG-new',
    rev: 1,
    employer: { uscc: '91350100M000100Y43', name: '新' },
    date: '2026-11-21',
  };
  await post(`${union.url}/control/records`, 't', { type: 'congress', items: [added] });
  const body = await page('congress', since ?? '', 500);
  expect(body.items).toEqual([added]);
  expect((await page('congress', body.since ?? '', 500)).items).toEqual([]);
});

test('union: a whole list that was replaced while being paged answers 410, and a new start is whole', async () => {
  const first = await page('openness', '', 10);
  const [one] = linesOf('union/openness.ndjson');
  const gone = String(linesOf('union/openness.ndjson')[3]?.id);
  const changed = { ...one, rev: 99 };
  await post(`${union.url}/control/records`, 't', { type: 'openness', items: [changed], remove: [gone] });
  const url = `${union.url}/records?type=openness&limit=10&cursor=${first.next}`;
  expect((await ask(url, 't')).status).toBe(410);
  const { items } = await pageAll('openness', 100);
  expect(items[0]).toEqual(changed);
  expect(items.some((item) => item.id === gone)).toBe(false);
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
});

test('no token, a wrong token, an unknown list, a broken cursor, a limit too large', async () => {
  expect((await ask(`${union.url}/records?type=unit`)).status).toBe(401);
  expect((await ask(`${union.url}/records?type=unit`, 'tt')).status).toBe(401);
  expect((await ask(`${court.url}/export/dispute.xml`)).status).toBe(401);
  expect((await ask(`${federation.url}/feed/honour.ndjson`, '')).status).toBe(401);
  expect((await ask(`${union.url}/records?type=wages`, 't')).status).toBe(404);
  expect((await ask(`${court.url}/export/../meta.json`, 't')).status).toBe(404);
  expect((await ask(`${union.url}/records?type=unit&cursor=%7B%7D`, 't')).status).toBe(400);
  expect((await ask(`${union.url}/records?type=unit&limit=1001`, 't')).status).toBe(400);
});

interface Export {
  readonly 导出: {
    readonly 案件?: readonly Json[];
    readonly '@_件数': string;
    readonly '@_方式': string;
    readonly '@_截止日期': string;
  };
}

async function cases(type: string, since: string): Promise<Export['导出']> {
  const text = await (await ask(`${court.url}/export/${type}.xml?since=${since}`, 't')).text();
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    isArray: (name) => name === '案件',
  });
  return (parser.parse(text) as Export).导出;
}

test('court: an export holds what its root announces; since leaves out older days of events, never of a whole list', async () => {
  const all = await cases('dispute', '');
  expect(all.案件?.map((one) => one['@_编号'])).toEqual(
    linesOf('court/dispute.ndjson').map((item) => item.编号),
  );
  expect(Number(all['@_件数'])).toBe(all.案件?.length);
  expect([all['@_方式'], all['@_截止日期']]).toEqual(['增量', '2026-11-21']);
  const some = await cases('dispute', '2025-06-01');
  const wanted = linesOf('court/dispute.ndjson').filter(
    (item) => item.数据日期 === '' || String(item.数据日期) >= '2025-06-01',
  );
  expect(some.案件?.map((one) => one['@_编号'])).toEqual(wanted.map((item) => item.编号));
  expect(wanted.length).toBeLessThan(all.案件?.length ?? 0);
  const whole = await cases('dishonesty', '2026-11-20');
  expect(whole.案件).toHaveLength(linesOf('court/dishonesty.ndjson').length);
});

test('court: markup in a value does not break the document', async () => {
  const name = `甲<乙>&"丙'`;
  const item = {
    编号: 'T-1',
    版本: 1,
    统一社会信用代码: '91350100M000100Y43',
    被执行人名称: name,
    数据日期: '2026-11-21',
  };
  await post(`${court.url}/control/records`, 't', { type: 'confirmation', items: [item] });
  const { 案件: found } = await cases('confirmation', '2026-11-21');
  expect(found?.find((one) => one['@_编号'] === 'T-1')?.被执行人名称).toBe(name);
});

async function feed(type: string, after: number): Promise<Json[]> {
  const text = await (await ask(`${federation.url}/feed/${type}.ndjson?after=${after}`, 't')).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
}

test('federation: the last line counts the lines; after skips events, never a whole list', async () => {
  const total = linesOf('federation/honour.ndjson').length;
  const all = await feed('honour', 0);
  expect(all.at(-1)).toEqual({ end: true, asOf: '2026-11-21', mode: 'delta', lines: total });
  expect(all.slice(0, -1).map((item) => item.seq)).toEqual(
    Array.from({ length: total }, (_, place) => place + 1),
  );
  const rest = await feed('honour', 10);
  expect(rest.slice(0, -1)).toEqual(all.slice(10, -1));
  expect(rest.at(-1)).toMatchObject({ lines: total - 10 });
  expect((await feed('membership', 10)).at(-1)).toMatchObject({
    mode: 'full',
    lines: linesOf('federation/membership.ndjson').length,
  });
});

test('each fault is what it is called, for as many requests as asked', async () => {
  const url = `${federation.url}/feed/membership.ndjson`;
  const turn = (fault: string, times: number) =>
    post(`${federation.url}/control`, 't', { fault, times, delayMs: 150, retryAfter: 7 });
  await turn('busy', 1);
  const busy = await ask(url, 't');
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7']);
  await turn('down', 2);
  await expect(ask(url, 't')).rejects.toThrow();
  await expect(ask(url, 't')).rejects.toThrow();
  await turn('cut', 1);
  await expect(ask(url, 't').then((response) => response.text())).rejects.toThrow();
  await turn('garbage', 1);
  expect(await (await ask(url, 't')).text()).toContain('<html>');
  await turn('half', 1);
  const half = await feed('membership', 0);
  const total = linesOf('federation/membership.ndjson').length;
  expect(half.at(-1)).toMatchObject({ end: true, lines: Math.floor(total / 2) });
  await turn('slow', 1);
  const began = Date.now();
  expect((await feed('membership', 0)).at(-1)).toMatchObject({ lines: total });
  expect(Date.now() - began).toBeGreaterThanOrEqual(145);
});

test('half a list of the union and the court is sound in form', async () => {
  await post(`${union.url}/control`, 't', { fault: 'half' });
  await post(`${court.url}/control`, 't', { fault: 'half', times: 1 });
  const { items } = await pageAll('contract', 20);
  const total = linesOf('union/contract.ndjson').length;
  expect(items.length).toBeGreaterThan(total * 0.3);
  expect(items.length).toBeLessThan(total * 0.7);
  const half = await cases('dishonesty', '');
  expect(half.案件).toHaveLength(Math.floor(linesOf('court/dishonesty.ndjson').length / 2));
});

test('the day of completeness can be moved, and the switches need the token', async () => {
  expect((await ask(`${union.url}/control`, 'x', { method: 'POST', body: '{}' })).status).toBe(401);
  await post(`${union.url}/control`, 't', { asOf: '2026-11-22' });
  expect((await page('unit', '', 1)).asOf).toBe('2026-11-22');
  await post(`${union.url}/control`, 't', { asOf: '2026-11-21' });
  expect((await post(`${union.url}/control`, 't', { fault: 'nonsense' })).status).toBe(400);
});
