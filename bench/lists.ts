/** The lists that the import paths read: one grade for each of so many units, in the format of 人社's files. */
import fs from 'node:fs';
import path from 'node:path';
import iconv from 'iconv-lite';
import { organisationCheck, usccCheck } from '../examples/city/codes';

export const RECORD_TYPE = 'integrity-grade';
export const AS_OF = '2026-06-30';
const HEAD = '记录编号,版本,统一社会信用代码,单位名称,数据日期,评价年度,等级,公布日期,有效期起,有效期止';

export function codeOf(number: number): string {
  const body = String(number).padStart(8, '0');
  const first = `91371002${body}${organisationCheck(body)}`;
  return `${first}${usccCheck(first)}`;
}

/** `changed`: one in twenty has another grade, as version 2. */
function list(rows: number, options: { changed: boolean; backwards: boolean }): Buffer {
  const lines = Array.from({ length: rows }, (_, index) => {
    const number = index + 1;
    const isNew = options.changed && number % 20 === 0;
    return `G${number},${isNew ? 2 : 1},${codeOf(number)},合成单位${number},20260601,2025,${isNew ? 'B' : 'A'},20260601,20260601,20270831`;
  });
  return iconv.encode(`${[HEAD, ...(options.backwards ? lines.reverse() : lines)].join('\n')}\n`, 'gb18030');
}

export type ListName = 'one.csv' | 'first.csv' | 'reordered.csv' | 'changed.csv';

export function writeLists(folder: string, rows: number): void {
  const write = (name: ListName, bytes: Buffer) => fs.writeFileSync(path.join(folder, name), bytes);
  write('one.csv', list(1, { changed: false, backwards: false }));
  write('first.csv', list(rows, { changed: false, backwards: false }));
  write('reordered.csv', list(rows, { changed: false, backwards: true }));
  write('changed.csv', list(rows, { changed: true, backwards: false }));
}
