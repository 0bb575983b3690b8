/** 工商联 as a source: JSON lines with a last line that says how many there were. `federation-server --data <dir> --port <p> [--token t] [--control] [--live]` */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answer } from './program';
import type { RecordsFile } from './records-file';
import { type Question, runSource, type SourceKind } from './source';

async function answerQuestion({ source, response, url, half }: Question): Promise<void> {
  const type = /^\/feed\/([a-z-]+)\.ndjson$/.exec(url.pathname)?.[1];
  const list = type === undefined ? undefined : source.list(type);
  if (list === undefined) {
    answer(response, 404, { error: 'no such feed' });
    return;
  }
  const asked = Number(url.searchParams.get('after') ?? '0');
  if (!Number.isInteger(asked) || asked < 0) {
    answer(response, 400, { error: 'after is a whole number' });
    return;
  }
  const after = list.mode === 'full' ? 0 : asked;
  const most = half ? Math.floor((await list.count()) / 2) : Number.POSITIVE_INFINITY;
  response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
  await pipeline(Readable.from(feed(list, after, most, source.asOf())), response);
}

/** The number of a line is its place in the list, so that it grows with what is added. */
async function* feed(list: RecordsFile, after: number, most: number, asOf: string): AsyncGenerator<string> {
  let block = '';
  let seq = 0;
  let lines = 0;
  for await (const item of list.items()) {
    seq += 1;
    if (seq > after && lines < most) {
      lines += 1;
      block += `${JSON.stringify({ ...item, seq })}\n`;
      if (block.length > 60_000) {
        yield block;
        block = '';
      }
    }
  }
  yield `${block}${JSON.stringify({ end: true, asOf, mode: list.mode, lines })}\n`;
}

export const FEDERATION: SourceKind = { name: 'federation-server', key: 'key', answerQuestion };

if (require.main === module) {
  runSource(FEDERATION);
}
