/** Pages of a list, after a cursor: the page is cut by its keys before anything is joined to its rows. */
import { orderText, rowsText, Writer } from './compile-writer';
import { concatenate, type Piece } from './scalar-text';
import type {
  ConnectionNode,
  ConnectionPart,
  EdgeNode,
  LinkPlace,
  Order,
  PageInfoNode,
  SelectedNode,
} from './selection';

/** Above this many rows a list is not counted: the answer is null, and the cost of asking stays bounded. */
export const MOST_COUNTED = 10_000;

const NUMBER = '"#"';
const CURSOR = '"@"';

/** Given by the caller: an object holds connections, and a connection objects. */
type ObjectPieces = (writer: Writer, nodes: readonly SelectedNode[], row: string) => Piece[];

interface Page {
  readonly row: string;
  readonly order: Order;
  /** The parameter with the size of the page. */
  readonly limit: string;
  /** One row more than the page was read, to know whether there is another page. */
  readonly looksAhead: boolean;
  /** Cursors are asked for: each is written once, beside its row. */
  readonly cursors: boolean;
  readonly place: LinkPlace;
  readonly object: ObjectPieces;
}

/** Keys → opaque cursor: base64url of a JSON list of texts. */
function cursorText({ order, row }: Page): string {
  const keys = order.keys.map((key) => `to_json((${key.sql(row)})::text)::text`);
  return `translate(encode(convert_to('[' || ${keys.join(" || ',' || ")} || ']', 'UTF8'), 'base64'), E'+/=\\n', '-_')`;
}

/** The keys of the given cursor, as parameters. */
function afterKeys(writer: Writer, { slot, order }: ConnectionNode): string[] {
  if (slot === null) {
    throw new TypeError('a connection without arguments has no cursor');
  }
  const types = order.keys.map((key) => key.type);
  return types.map((type, place) => writer.parameters.place({ kind: 'after', slot, place, types }, type));
}

function afterText(writer: Writer, node: ConnectionNode, row: string): string {
  const { order } = node;
  const given = afterKeys(writer, node);
  const keys = order.keys.map((key) => key.sql(row));
  return `(${keys.join(', ')}) ${order.direction === 'desc' ? '<' : '>'} (${given.join(', ')})`;
}

/** The place of a page's rows: a filter there may say of what it looks up where the page begins. */
function pagePlace(writer: Writer, node: ConnectionNode, parent: string, row: string): LinkPlace {
  const place = writer.linkPlace(parent, row, node.slot);
  const sign = node.order.direction === 'asc' ? '>=' : '<=';
  return {
    ...place,
    beyond: (column) => (place.given('after') ? `${column} ${sign} ${afterKeys(writer, node)[0]}` : null),
  };
}

function pageText(writer: Writer, node: ConnectionNode, page: Page): string {
  const rows = node.source.where(page.place);
  const conditions = page.place.given('after') ? [...rows, afterText(writer, node, page.row)] : rows;
  const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
  const order = orderText(page.order, page.row);
  const number = page.looksAhead ? `, row_number() over (order by ${order}) as ${NUMBER}` : '';
  const cursor = page.cursors ? `, ${cursorText(page)} as ${CURSOR}` : '';
  const limit = page.looksAhead ? `${page.limit} + 1` : page.limit;
  return `select ${page.row}.*${number}${cursor} from ${node.source.from(page.place)}${where} order by ${order} limit ${limit}`;
}

const within = (page: Page): string =>
  page.looksAhead ? ` filter (where ${page.row}.${NUMBER} <= ${page.limit})` : '';

function edgesPieces(writer: Writer, parts: readonly EdgeNode[], page: Page): Piece[] {
  const edge: Piece[] = ['{'];
  for (const [place, part] of parts.entries()) {
    edge.push(`${place > 0 ? ',' : ''}"${part.key}":`);
    switch (part.kind) {
      case 'text':
        edge.push(part.text);
        break;
      case 'cursor':
        edge.push('"', { sql: `${page.row}.${CURSOR}` }, '"');
        break;
      case 'node':
        edge.push(...page.object(writer, part.nodes, page.row));
        break;
      default:
        part satisfies never;
    }
  }
  edge.push('}');
  const order = orderText(page.order, page.row);
  return [
    '[',
    { sql: `coalesce(string_agg(${concatenate(edge)}, ',' order by ${order})${within(page)}, '')` },
    ']',
  ];
}

function pageInfoPieces(parts: readonly PageInfoNode[], page: Page): Piece[] {
  const pieces: Piece[] = ['{'];
  for (const [place, part] of parts.entries()) {
    pieces.push(`${place > 0 ? ',' : ''}"${part.key}":`);
    switch (part.kind) {
      case 'text':
        pieces.push(part.text);
        break;
      case 'hasNextPage':
        pieces.push({ sql: `(count(*) > ${page.limit})::text` });
        break;
      case 'endCursor': {
        // In the order of the edges, so that the rows are sorted once.
        const cursors = `array_agg(${page.row}.${CURSOR} order by ${orderText(page.order, page.row)})`;
        const last = `'"' || (${cursors})[least(count(*), ${page.limit})::int] || '"'`;
        pieces.push({ sql: `coalesce(${last}, 'null')` });
        break;
      }
      default:
        part satisfies never;
    }
  }
  pieces.push('}');
  return pieces;
}

function countText(writer: Writer, node: ConnectionNode, parent: string): string {
  const place = writer.linkPlace(parent, writer.newRow(), node.slot);
  const counted = `select ${rowsText(node.source, place)} limit ${MOST_COUNTED + 1}`;
  return `(select case when count(*) > ${MOST_COUNTED} then 'null' else count(*)::text end from (${counted}) counted)`;
}

const asksCursors = (parts: readonly ConnectionPart[]): boolean =>
  parts.some(
    (part) =>
      (part.kind === 'edges' && part.parts.some(({ kind }) => kind === 'cursor')) ||
      (part.kind === 'pageInfo' && part.parts.some(({ kind }) => kind === 'endCursor')),
  );

const looksAhead = (parts: readonly ConnectionPart[]): boolean =>
  parts.some((part) => part.kind === 'pageInfo' && part.parts.some((info) => info.kind === 'hasNextPage'));

function partPieces(
  writer: Writer,
  node: ConnectionNode,
  part: ConnectionPart,
  page: Page | null,
  parent: string,
): Piece[] {
  switch (part.kind) {
    case 'text':
      return [part.text];
    case 'totalCount':
      return [{ sql: countText(writer, node, parent) }];
    case 'edges':
      return page === null ? [] : edgesPieces(writer, part.parts, page);
    case 'pageInfo':
      return page === null ? [] : pageInfoPieces(part.parts, page);
    default:
      return part satisfies never;
  }
}

function pagePieces(writer: Writer, node: ConnectionNode, page: Page | null, parent: string): Piece[] {
  const pieces: Piece[] = ['{'];
  for (const [place, part] of node.parts.entries()) {
    pieces.push(`${place > 0 ? ',' : ''}"${part.key}":`, ...partPieces(writer, node, part, page, parent));
  }
  pieces.push('}');
  return pieces;
}

export function connectionPieces(
  writer: Writer,
  node: ConnectionNode,
  parent: string,
  object: ObjectPieces,
): Piece[] {
  if (node.parts.every((part) => part.kind === 'text' || part.kind === 'totalCount')) {
    // Nothing of the page itself was asked for; a filter that is refused is refused all the same.
    node.source.where(new Writer(writer.decisions, writer.given).linkPlace(parent, 'unread', node.slot));
    return pagePieces(writer, node, null, parent);
  }
  const row = writer.newRow();
  const page: Page = {
    row,
    order: node.order,
    limit: writer.parameters.place({ kind: 'first', slot: node.slot, size: node.size }, 'bigint'),
    looksAhead: looksAhead(node.parts),
    cursors: asksCursors(node.parts),
    place: pagePlace(writer, node, parent, row),
    object,
  };
  const text = concatenate(pagePieces(writer, node, page, parent));
  return [{ sql: `(select ${text} from (${pageText(writer, node, page)}) ${row})` }];
}
