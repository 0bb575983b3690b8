/** Which kinds of flags an actor may see, as a list for SQL. */
import type { RowPlace } from '../../src/store/shape';

export const KINDS = ['DESIGNATION', 'INCENTIVE_ELIGIBILITY', 'JOINT_SANCTION'] as const;

/** `null` in place of an empty list, which SQL does not know: nothing is in it. */
export function seenKinds(place: Pick<RowPlace, 'may'>): string {
  const seen = KINDS.filter((kind) => place.may(`flags.${kind}`)).map((kind) => `'${kind}'`);
  return seen.length === 0 ? 'null' : seen.join(', ');
}
