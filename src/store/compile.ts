/** A selection over shapes → one SQL statement whose result is the JSON text of the answer. */
import { connectionPieces } from './compile-connections';
import type { Parameter } from './compile-parameters';
import { type Decisions, type GivenArguments, orderText, rowsText, Writer } from './compile-writer';
import { concatenate, literal, memberText, type Piece, scalarPieces } from './scalar-text';
import type { ListNode, OneNode, SelectedNode } from './selection';
import type { ReadField } from './shape';

export interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** `{"a":…,"b":…}` over one row. */
function objectPieces(writer: Writer, nodes: readonly SelectedNode[], row: string): Piece[] {
  const pieces: Piece[] = ['{'];
  for (const [place, node] of nodes.entries()) {
    pieces.push(`${place > 0 ? ',' : ''}"${node.key}":`, ...valuePieces(writer, node, row));
  }
  pieces.push('}');
  return pieces;
}

function valuePieces(writer: Writer, node: SelectedNode, row: string): Piece[] {
  switch (node.kind) {
    case 'text':
      return [node.text];
    case 'value':
      return readPieces(writer, node.field, row);
    case 'computed': {
      const needs = Object.entries(node.field.needs);
      const values = needs.map(([key, field]) => ({ kind: 'value', key, field }) as const);
      return objectPieces(writer, values, row);
    }
    case 'same':
      return objectPieces(writer, node.nodes, row);
    case 'one':
      return [{ sql: oneText(writer, node, row) }];
    case 'list':
      return [{ sql: listText(writer, node, row) }];
    case 'connection':
      return connectionPieces(writer, node, row, objectPieces);
    default:
      return node satisfies never;
  }
}

function readPieces(writer: Writer, field: ReadField, row: string): Piece[] {
  switch (field.kind) {
    case 'column':
      return scalarPieces(`${row}.${field.column}`, field.type, field.nullable);
    case 'expression':
      return scalarPieces(field.sql(writer.rowPlace(row)), field.type, field.nullable);
    case 'member':
      return [{ sql: `coalesce(${memberText(`${row}.${field.column}`, field.member, field.type)}, 'null')` }];
    default:
      return field satisfies never;
  }
}

function oneText(writer: Writer, node: OneNode, parent: string): string {
  const row = writer.newRow();
  const object = concatenate(objectPieces(writer, node.nodes, row));
  const rows = rowsText(node.source, writer.linkPlace(parent, row, node.slot));
  const order = node.order === null ? '' : ` order by ${orderText(node.order, row)}`;
  return `coalesce((select ${object} ${rows}${order} limit 1), ${literal(node.absent)})`;
}

/** The rows are cut before anything is joined to them. */
function listText(writer: Writer, node: ListNode, parent: string): string {
  const row = writer.newRow();
  const rows = rowsText(node.source, writer.linkPlace(parent, row, node.slot));
  const order = orderText(node.order, row);
  const object = concatenate(objectPieces(writer, node.nodes, row));
  const aggregate = `select '[' || coalesce(string_agg(${object}, ',' order by ${order}), '') || ']'`;
  if (node.size === null) {
    return `(${aggregate} ${rows})`;
  }
  const limit = writer.parameters.place({ kind: 'first', slot: node.slot, size: node.size }, 'bigint');
  return `(${aggregate} from (select ${row}.* ${rows} order by ${order} limit ${limit}) ${row})`;
}

/** The statement that answers a whole operation, or one root field of it. */
export function compile(
  nodes: readonly SelectedNode[],
  decisions: Decisions,
  given: GivenArguments,
): Statement {
  const writer = new Writer(decisions, given);
  const text = `select ${concatenate(objectPieces(writer, nodes, ''))} as answer`;
  return { text, parameters: writer.parameters.list };
}
