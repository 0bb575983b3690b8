/** What selecting an operation brings besides the tree: what was masked, and how many rows it may read. */
import type { FailureCode } from '../src/kernel/errors';
import type { PageSize } from '../src/store/selection';

/** A field that was asked for and not read, because of who asks; said beside the data, for no row reveals it. */
export interface Masked {
  readonly path: string;
  readonly code: FailureCode;
  readonly message: string;
}

/** How many rows a part of the selection may read: a product down the tree. */
export interface Weight {
  readonly slot: number | null;
  /** null: one row, or a list that is short by nature. */
  readonly size: PageSize | null;
  readonly short: boolean;
  readonly under: Weight[];
}

/** Under this key the plain lane finds the type of a union's member; no GraphQL name can be this. */
export const TYPE_KEY = ':type';
