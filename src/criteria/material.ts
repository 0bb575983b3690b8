/** Evidence that belongs to a unit's reviews and is no agency record: documents, surveys, visits, replies, marks. Pure. */
import type { Json } from '../kernel/canonical-json';
import type { CompiledCatalogue } from './compile';

/** D document, S survey summary, V visit note, Q reply; MARK: a reviewer's judgement of one element. */
export type MaterialKind = 'D' | 'S' | 'V' | 'Q' | 'MARK';

export interface Material {
  readonly id: string;
  readonly kind: MaterialKind;
  /** The slot it fills; for a mark the element it judges. */
  readonly place: string;
  readonly on: string;
  readonly number: string | null;
  readonly data: Readonly<Record<string, Json>>;
  readonly reason: string | null;
}

/** The newest per place up to the day, of a kind that the place takes. Out of date or not is judged later. */
export function newestMaterials(
  compiled: CompiledCatalogue,
  materials: readonly Material[],
  asOf: string,
): Map<string, Material> {
  const newest = new Map<string, Material>();
  for (const material of materials) {
    const place = `${material.kind === 'MARK' ? 'MARK ' : ''}${material.place}`;
    if (material.on <= asOf && takes(compiled, material) && isNewer(material, newest.get(place))) {
      newest.set(place, material);
    }
  }
  return newest;
}

function takes({ slots, judged }: CompiledCatalogue, { kind, place }: Material): boolean {
  return kind === 'MARK' ? judged.has(place) : (slots.get(place)?.kinds.includes(kind) ?? false);
}

function isNewer(material: Material, than: Material | undefined): boolean {
  return than === undefined || material.on > than.on || (material.on === than.on && material.id > than.id);
}

export const markFor = (element: string): string => `MARK ${element}`;
