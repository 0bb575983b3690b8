/** Operations whose statements are kept in test/sql: the hot ones, and one of each kind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountName } from './city';
import { codeOf } from './city';

export interface NamedOperation {
  readonly name: string;
  /** Of test/schema/operations. */
  readonly file: string;
  readonly who: AccountName;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const document = (name: string): string =>
  readFileSync(join(__dirname, 'operations', `${name}.graphql`), 'utf8').trim();

const of = (
  name: string,
  who: AccountName,
  variables?: NamedOperation['variables'],
  file = name,
): NamedOperation => ({
  name,
  file,
  who,
  query: document(file),
  ...(variables === undefined ? {} : { variables }),
});

const CODE = { code: codeOf(4) };

export const NAMED_OPERATIONS: readonly NamedOperation[] = [
  of('profile', 'city', CODE),
  of('profile-of-union-reader', 'union', CODE, 'profile'),
  of('profile-of-county-officer', 'county', CODE, 'profile'),
  of('list', 'city', { filter: { regionCode: '371002', titleLevel: 'CITY' }, first: 50 }),
  of(
    'list-next-page',
    'city',
    { filter: { regionCode: '371002', titleLevel: 'CITY' }, first: 50, after: 'WyI3Il0' },
    'list',
  ),
  of('flags-in-force', 'court', { first: 50 }),
  of('flags-as-of', 'city', { asOf: '2026-11-02', first: 50 }, 'flags-in-force'),
  of('designations', 'county', { filter: { level: 'CITY', state: 'VALID' }, first: 50 }),
  of('deliveries', 'city', { filter: { confirmed: false }, first: 50 }),
  of('recall-cases', 'city', { first: 50 }),
  of('review-cases', 'county', { filter: { verdict: 'FAIL' }, first: 50 }),
  of('audit', 'city', { filter: { unitCode: codeOf(4) }, first: 50 }),
];
