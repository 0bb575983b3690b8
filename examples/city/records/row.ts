/** How a record of a unit becomes a row: a key per kind and index, and the name that the unit had on the day. */
import { type Day, iso } from '../days';
import { type Employer, nameOn } from '../employer';
import type { Row } from '../feeds';
import type { Park } from '../park';

export function employerRow(
  employer: Employer,
  key: string,
  observed: Day,
  values: Row['values'],
  version = 1,
): Row {
  return {
    key: `${key}-${String(employer.index + 1).padStart(7, '0')}`,
    version,
    code: employer.code,
    name: nameOn(employer, observed),
    observed: iso(observed),
    values,
  };
}

export function parkRow(park: Park, key: string, observed: Day, values: Row['values']): Row {
  return {
    key: `${key}-${park.localCode}`,
    version: 1,
    code: park.code,
    name: park.name,
    observed: iso(observed),
    values,
  };
}
