/** Units for tests, with codes reckoned here: `newUnit` makes one, `codeOf` its code. */
import type { Store } from '../../src/store/transaction';
import { query, transaction } from '../../src/store/transaction';
import { normaliseName } from '../../src/units/name';
import { rememberNames } from '../../src/units/steps/remember-names';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function withCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first17 + ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** A valid code per number; bodies begin with YT, a range that no real organisation has as far as is known. */
export const codeOf = (number: number, prefix = '91', region = '371002'): string =>
  withCheck(`${prefix}${region}YT${String(number).padStart(7, '0')}`);

export async function newUnit(
  store: Store,
  number: number,
  name: string,
  more: { region?: string; kind?: string; formerNames?: readonly string[] } = {},
): Promise<string> {
  const [unit] = await query<{ id: string }>(
    store,
    `insert into unit (code, kind, name, organisation_code, region_code, region_year, created_at, updated_at)
     values ($1, $2, $3, substr($1, 9, 9), $4, 2023, now(), now()) returning id`,
    [codeOf(number), more.kind ?? 'ENTERPRISE', name, more.region ?? '371002'],
  );
  const id = unit?.id ?? '';
  await transaction(store, (tx) =>
    rememberNames(
      tx,
      [...(more.formerNames ?? []), name].map((seen) => ({
        unitId: id,
        name: seen,
        normalised: normaliseName(seen),
        seenOn: '2024-01-01',
        current: seen === name,
        source: 'test',
      })),
    ),
  );
  return id;
}
