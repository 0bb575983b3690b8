/** Which standard holds for a unit on a day: by kind, region and validity; the narrower region first. Pure. */
import type { Catalogue } from './catalogue';

type Scope = Pick<Catalogue, 'region' | 'unitKinds' | 'validFrom' | 'validTo'>;
export type UnitKind = Catalogue['unitKinds'][number];

/** 370000 holds for the province, 371000 for the city with its counties and zones, any other code for itself. */
const reachOf = (code: string): string => code.replace(/0000$|00$/, '');

const isOn = ({ validFrom, validTo }: Scope, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo);

export function inForce<Item>(
  items: readonly Item[],
  scopeOf: (item: Item) => Scope,
  unit: { readonly kind: string; readonly regionCode: string | null },
  day: string,
): Item | null {
  const fitting = items
    .filter((item) => {
      const scope = scopeOf(item);
      const near = unit.regionCode?.startsWith(reachOf(scope.region.code)) ?? false;
      return near && (scope.unitKinds as readonly string[]).includes(unit.kind) && isOn(scope, day);
    })
    .sort((a, b) => reachOf(scopeOf(b).region.code).length - reachOf(scopeOf(a).region.code).length);
  return fitting[0] ?? null;
}

/** Two standards for one region and kind on one day: nobody could say which holds. */
export function overlaps(a: Scope, b: Scope): boolean {
  return (
    a.region.code === b.region.code &&
    a.unitKinds.some((kind) => b.unitKinds.includes(kind)) &&
    a.validFrom <= (b.validTo ?? '9999-12-31') &&
    b.validFrom <= (a.validTo ?? '9999-12-31')
  );
}
