/** The courts as a source: XML exports by day. `court-server --data <dir> --port <p> [--token t] [--control] [--live]` */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answer } from './program';
import type { Item, RecordsFile } from './records-file';
import { type Question, runSource, type SourceKind } from './source';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapeXml = (value: unknown): string =>
  String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** A day that leaves a case out is no reason to leave out one whose day cannot be read. */
const isSince = (item: Item, since: string): boolean => {
  const day = String(item.数据日期 ?? '');
  return since === '' || day === '' || day >= since;
};

async function answerQuestion({ source, response, url, half }: Question): Promise<void> {
  const type = /^\/export\/([a-z-]+)\.xml$/.exec(url.pathname)?.[1];
  const list = type === undefined ? undefined : source.list(type);
  if (type === undefined || list === undefined) {
    answer(response, 404, { error: 'no such export' });
    return;
  }
  const asked = url.searchParams.get('since') ?? '';
  if (asked !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(asked)) {
    answer(response, 400, { error: 'since is a day, YYYY-MM-DD' });
    return;
  }
  const since = list.mode === 'full' ? '' : asked;
  let cases = 0;
  for await (const item of list.items()) {
    cases += isSince(item, since) ? 1 : 0;
  }
  const most = half ? Math.floor(cases / 2) : cases;
  const mode = list.mode === 'full' ? '全量' : '增量';
  const root = `<导出 类型="${type}" 截止日期="${source.asOf()}" 方式="${mode}" 件数="${most}">`;
  response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' });
  await pipeline(Readable.from(document(list, root, since, most)), response);
}

/** The document in blocks; at most `most` cases, as the root has announced. */
async function* document(
  list: RecordsFile,
  root: string,
  since: string,
  most: number,
): AsyncGenerator<string> {
  let block = `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
  let written = 0;
  for await (const item of list.items()) {
    if (written < most && isSince(item, since)) {
      written += 1;
      block += caseXml(item);
      if (block.length > 60_000) {
        yield block;
        block = '';
      }
    }
  }
  yield `${block}</导出>\n`;
}

function caseXml(item: Item): string {
  const { 编号: number, 版本: version, ...fields } = item;
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== '');
  const tags = given.map(([tag, value]) => `<${tag}>${escapeXml(value)}</${tag}>`);
  return `<案件 编号="${escapeXml(number)}" 版本="${escapeXml(version)}">${tags.join('')}</案件>\n`;
}

export const COURT: SourceKind = { name: 'court-server', key: '编号', answerQuestion };

if (require.main === module) {
  runSource(COURT);
}
