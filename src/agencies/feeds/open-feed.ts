/** What a source has since the last poll, as deliveries, each way by its own client. */
import type { Agency, RecordType, Way } from '../agency';
import type { Delivery, DeliveryEnd, RawRows } from '../delivery';
import { decodeJsonPage } from './decode-json';
import { decodeNdjson } from './decode-ndjson';
import { decodeXmlExport } from './decode-xml';
import { type HttpSource, readAnswer } from './http-source';
import { unreadable } from './unreadable';
import { type Waiting, waitingFiles } from './waiting-files';

/** Where the source of an agency is found. */
export type SourceAddress = { readonly folder: string } | HttpSource;

/** Where the last poll ended: a cursor of the source's own, or the names of the files it left in the folder. */
export interface Position {
  readonly cursor: string | null;
  readonly taken: ReadonlySet<string>;
  readonly today: string;
}

const PAGE = 1000;

export async function waitingDeliveries(
  agency: Agency,
  recordType: RecordType,
  address: SourceAddress,
  position: Position,
): Promise<readonly Waiting[]> {
  if ('folder' in address) {
    return waitingFiles(agency, recordType, address.folder, position);
  }
  const source = sourceName(address, recordType);
  const rows = httpRows(agency.way, recordType, address, position.cursor);
  const delivery: Delivery = {
    recordType,
    source,
    digest: null,
    asOf: null,
    mode: null,
    selfDated: true,
    rows,
  };
  return [{ source, file: null, open: async () => delivery }];
}

/** Without user, password or query: it is stored and shown. */
function sourceName({ url }: HttpSource, { ownName }: RecordType): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/$/, '')}#${ownName}`;
}

function httpRows(way: Way, type: RecordType, source: HttpSource, cursor: string | null): RawRows {
  const since = type.mode === 'DELTA' ? cursor : null;
  switch (way.kind) {
    case 'PAGED_JSON':
      return pages(type, source, since);
    case 'XML_EXPORT': {
      const bytes = readAnswer(source, `export/${type.ownName}.xml`, since === null ? {} : { since });
      return decodeXmlExport(bytes, type.columns);
    }
    case 'NDJSON': {
      const after = Number(since ?? '0');
      const bytes = readAnswer(source, `feed/${type.ownName}.ndjson`, { after: String(after) });
      return decodeNdjson(bytes, type.columns, after);
    }
    case 'DROP_FOLDER':
    case 'BY_HAND':
      throw new Error(`${way.kind} has no address on the network`);
    default:
      return way satisfies never;
  }
}

/** Page after page; rows are numbered through. */
async function* pages(type: RecordType, source: HttpSource, since: string | null): RawRows {
  let cursor = since ?? '';
  let before = 0;
  for (;;) {
    const bytes = readAnswer(source, 'records', { type: type.ownName, cursor, limit: String(PAGE) });
    const page = decodeJsonPage(bytes, type.columns);
    let count = 0;
    for (;;) {
      const next = await page.next();
      if (next.done === true) {
        before += count;
        if (next.value.next === null) {
          return endOf(next.value, since);
        }
        if (next.value.next === cursor || count === 0) {
          throw unreadable('分页不前进：游标未变，或空页之后还有下一页');
        }
        cursor = next.value.next;
        break;
      }
      count += next.value.length;
      const offset = before;
      yield next.value.map((row) => ({ ...row, number: row.number + offset }));
    }
  }
}

/** A source that names no new cursor leaves the old one standing. */
const endOf = (end: DeliveryEnd, since: string | null): DeliveryEnd => ({
  asOf: end.asOf,
  mode: end.mode,
  cursor: end.cursor ?? since,
});
