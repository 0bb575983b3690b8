/** Deliveries for tests in the agencies' own formats, and what became of them in the database. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import { personKey } from '../../src/agencies/person';
import type { BatchReport } from '../../src/agencies/report';
import { importFile } from '../../src/agencies/runs/import-file';
import { systemActor } from '../../src/kernel/actor';
import { query, type Store } from '../../src/store/transaction';
import { codeOf } from '../units/city';

export const PORTS = { personKey: personKey(Buffer.alloc(32, 9)) };
export const ACTOR = systemActor('test');

export type Row = Readonly<Record<string, string | undefined>>;

export const temporaryFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'hub-agencies-'));

/** A 人社 file with its sidecar; `done: false` leaves the sidecar out. Returns its path. */
export function writeHrss(
  folder: string,
  name: string,
  rows: readonly Row[],
  options: { asOf?: string; done?: boolean; encoding?: string } = {},
): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  const bytes = iconv.encode(
    lines.map((cells) => `${cells.join(',')}\r\n`).join(''),
    options.encoding ?? 'gb18030',
  );
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  if (options.done !== false) {
    writeSidecar(file, rows.length, options.asOf);
  }
  return file;
}

export function writeSidecar(file: string, rows: number, asOf?: string): void {
  const digits = /-(\d{4})(\d{2})(\d{2})-/.exec(file);
  const day = asOf ?? `${digits?.[1]}-${digits?.[2]}-${digits?.[3]}`;
  const sha256 = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  fs.writeFileSync(file.replace(/\.csv$/, '.done'), JSON.stringify({ rows, sha256, asOf: day }));
}

export const importHrss = (store: Store, file: string, more: object = {}): Promise<BatchReport> =>
  importFile(store, { agency: 'hrss', path: file, actor: ACTOR, ...more }, PORTS);

/** Worker-level values that nobody asked for; none may be found anywhere. */
export const UNWANTED = '勿存';

export const insurance = (number: number, change: Row = {}): Row => ({
  记录编号: `SI-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260101',
  参保状态: '正常参保',
  登记日期: '20180105',
  单位编号: `371${number}`,
  参保人数: String(10 + number),
  行政区划代码: '371002',
  行业门类: 'C',
  经办人姓名: `${UNWANTED}甲`,
  经办人证件号: `${UNWANTED}${number}`,
  ...change,
});

export const insurances = (count: number, change: (number: number) => Row = () => ({})): Row[] =>
  Array.from({ length: count }, (_, place) => insurance(place + 1, change(place + 1)));

export const inspection = (number: number, change: Row = {}): Row => ({
  记录编号: `IC-${number}`,
  版本: '1',
  统一社会信用代码: codeOf(number),
  单位名称: `威海第${number}机械有限公司`,
  数据日期: '20260201',
  案号: `演监案〔2026〕${number}号`,
  事项: '工资',
  立案日期: '20260115',
  结案日期: '20260201',
  结果: '已整改',
  投诉人姓名: `${UNWANTED}乙`,
  投诉人电话: `${UNWANTED}139`,
  ...change,
});

/** Every row of every table as text, bytes in hex: the rows in which a text occurs, by table. */
export async function tablesHolding(store: Store, text: string): Promise<string[]> {
  const tables = await query<{ name: string }>(
    store,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  const needles = [
    text,
    Buffer.from(text).toString('hex'),
    iconv.encode(text, 'gb18030').toString('hex'),
    Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -1),
    JSON.stringify(text).slice(1, -1),
  ];
  const holding: string[] = [];
  for (const { name } of tables) {
    const [row] = await query<{ found: boolean }>(
      store,
      `select exists (select from "${name}" t where exists (select from unnest($1::text[]) needle
         where strpos(t::text, needle) > 0)) as found`,
      [needles],
    );
    if (row?.found === true) {
      holding.push(name);
    }
  }
  return holding;
}

export const heads = (store: Store, recordType: string) =>
  query<{
    source_key: string;
    state: string;
    version: number;
    unit_code: string | null;
    unit_id: string | null;
  }>(
    store,
    `select h.source_key, h.state, h.version, r.unit_code, h.unit_id
     from record_head h join agency_record r on r.id = h.record_id
     where h.record_type = $1 order by h.source_key collate "C"`,
    [recordType],
  );

export async function count(store: Store, table: string): Promise<number> {
  const [row] = await query<{ count: number }>(store, `select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
}

export const scratchIsEmpty = async (store: Store): Promise<boolean> =>
  (await count(store, 'import_stage')) +
    (await count(store, 'import_seen')) +
    (await count(store, 'import_reject')) ===
  0;
