/** What the compiler is given: a tree of what was asked for, whose SQL knows names and decisions, never values. */
import type { SqlType } from './scalar-text';
import type { ComputedField, ReadField, RowPlace } from './shape';

/** Where a link is written: the row it starts from, the row it leads to, and which arguments were given. */
export interface LinkPlace extends RowPlace {
  readonly parent: string;
  /** Was this argument (`filter.kind`) given, and not null? An absent filter is absent from the text. */
  given(argument: string): boolean;
  /** A parameter for the argument's value, cast to an SQL type. */
  argument(argument: string, type: string): string;
  /**
   * What the cursor says of a column that equals the first key of the order; null on a first page. Said of what a
   * filter looks up as well, PostgreSQL begins there too: it does not infer it, and would walk all that lies before.
   */
  beyond(column: string): string | null;
}

export interface OrderKey {
  readonly type: Exclude<SqlType, 'text[]' | 'bytea'>;
  sql(row: string): string;
}

/** All keys run the same way, so that a page begins with one row comparison that an index can answer. */
export interface Order {
  readonly direction: 'asc' | 'desc';
  readonly keys: readonly OrderKey[];
}

export interface Source {
  from(place: LinkPlace): string;
  where(place: LinkPlace): readonly string[];
}

export interface PageSize {
  readonly usual: number;
  readonly most: number;
}

interface Linked {
  readonly key: string;
  readonly source: Source;
  /** Which of the operation's fields with arguments this is; null: it has none. */
  readonly slot: number | null;
}

export interface OneNode extends Linked {
  readonly kind: 'one';
  readonly order: Order | null;
  readonly nodes: readonly SelectedNode[];
  /** JSON text where there is no such row. */
  readonly absent: string;
}

export interface ListNode extends Linked {
  readonly kind: 'list';
  readonly order: Order;
  readonly nodes: readonly SelectedNode[];
  /** null: all rows; they are few by nature. */
  readonly size: PageSize | null;
}

export type EdgeNode =
  | TextNode
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'node'; readonly key: string; readonly nodes: readonly SelectedNode[] };

export type PageInfoNode = TextNode | { readonly kind: 'hasNextPage' | 'endCursor'; readonly key: string };

export type ConnectionPart =
  | TextNode
  | { readonly kind: 'totalCount'; readonly key: string }
  | { readonly kind: 'edges'; readonly key: string; readonly parts: readonly EdgeNode[] }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly parts: readonly PageInfoNode[] };

export interface ConnectionNode extends Linked {
  readonly kind: 'connection';
  readonly order: Order;
  readonly size: PageSize;
  readonly parts: readonly ConnectionPart[];
}

/** JSON text that needs no row: type names, what was refused, what cannot be found. */
export interface TextNode {
  readonly kind: 'text';
  readonly key: string;
  readonly text: string;
}

export type SelectedNode =
  | TextNode
  | OneNode
  | ListNode
  | ConnectionNode
  | { readonly kind: 'value'; readonly key: string; readonly field: ReadField }
  | { readonly kind: 'computed'; readonly key: string; readonly field: ComputedField }
  /** An object over the same row. */
  | { readonly kind: 'same'; readonly key: string; readonly nodes: readonly SelectedNode[] };
