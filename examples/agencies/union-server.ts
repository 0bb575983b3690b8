/** 总工会 as a source: paged JSON with an opaque cursor. `union-server --data <dir> --port <p> [--token t] [--control] [--live]` */
import { answer } from './program';
import { type Question, runSource, type SourceKind } from './source';

const MOST = 1000;

/** Where a reader stands: the byte it has read up to, and in which edition of the list. */
interface Cursor {
  readonly at: number;
  readonly edition: string | null;
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string): Cursor | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && 'at' in value && 'edition' in value) {
      const { at, edition } = value;
      const known = typeof edition === 'string' || edition === null;
      return typeof at === 'number' && at >= 0 && known ? { at, edition } : null;
    }
  } catch {
    // a cursor that is none of ours is answered like one that is none
  }
  return null;
}

async function answerQuestion({ source, response, url, half }: Question): Promise<void> {
  const list = url.pathname === '/records' ? source.list(url.searchParams.get('type') ?? '') : undefined;
  if (list === undefined) {
    answer(response, 404, { error: 'no such list' });
    return;
  }
  const limit = Number(url.searchParams.get('limit') ?? '200');
  const given = url.searchParams.get('cursor') ?? '';
  const cursor = given === '' ? { at: 0, edition: null } : readCursor(given);
  if (cursor === null || !Number.isInteger(limit) || limit < 1 || limit > MOST) {
    answer(response, 400, { error: `cursor as given, limit from 1 to ${MOST}` });
    return;
  }
  const page = await list.page(cursor.at, limit);
  const full = list.mode === 'full';
  if (full ? given !== '' && cursor.edition !== page.edition : cursor.at > page.size) {
    answer(response, 410, { error: 'cursor expired' });
    return;
  }
  const more = !page.last && page.end < (half ? page.size / 2 : page.size);
  const next = more ? writeCursor({ at: page.end, edition: full ? page.edition : null }) : null;
  const since = more || full ? null : writeCursor({ at: page.end, edition: null });
  const head = JSON.stringify({ asOf: source.asOf(), mode: list.mode, next, since }).slice(0, -1);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  // the lines are JSON already: they are answered as they stand in the list
  response.end(`${head},"items":[${page.lines.join(',')}]}`);
}

export const UNION: SourceKind = { name: 'union-server', key: 'id', answerQuestion };

if (require.main === module) {
  runSource(UNION);
}
