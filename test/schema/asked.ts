/** A document of the corpus, and a short way to write one. */
import type { AccountName } from './city';

export interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A field is worked out in Node, or graphql-js answers: the fast lane leaves it. */
  readonly plain?: true;
  /** Who asks it; null is nobody who signed in. All of the usual ones unless given. */
  readonly by?: readonly (AccountName | null)[];
}

export const PROBLEM = '... on Problem { problem message hint }';

export const asked = (name: string, query: string, variables?: Asked['variables']): Asked =>
  variables === undefined ? { name, query } : { name, query, variables };

/** As the hub writes cursors. */
export const cursor = (...keys: string[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');
