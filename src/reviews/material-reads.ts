/** Set-based read of what the office keeps for reviews beside the agencies’ records: documents, surveys, visits, replies, marks. */
import type { Material, MaterialKind } from '../criteria/material';
import type { Json } from '../kernel/canonical-json';
import type { Reader } from './reads';

/** What each kind is called in the table. */
export const MATERIAL_KINDS = { D: 'DOCUMENT', S: 'SURVEY', V: 'VISIT', Q: 'REPLY', MARK: 'MARK' } as const;
const KIND_OF = Object.fromEntries(
  Object.entries(MATERIAL_KINDS).map(([kind, name]) => [name, kind]),
) as Readonly<Record<string, MaterialKind>>;

type MaterialRow = [
  id: string,
  kind: string,
  element: string | null,
  on: string,
  number: string | null,
  data: Record<string, Json>,
  reason: string | null,
];

/** One row for all material of a unit, as for its records. */
export async function readMaterials(
  reader: Reader,
  unitIds: readonly string[],
): Promise<Map<string, Material[]>> {
  const rows = await reader.query<{ unit_id: string; materials: MaterialRow[] }>(
    `select unit_id, json_agg(json_build_array(id, kind, element, on_date, number, data, reason) order by id) as materials
       from case_material where unit_id = any($1::bigint[]) group by unit_id`,
    [unitIds],
  );
  return new Map(rows.map(({ unit_id, materials }) => [unit_id, materials.map(materialOf)]));
}

function materialOf([id, kind, element, on, number, data, reason]: MaterialRow): Material {
  return { id, kind: KIND_OF[kind] ?? 'D', place: element ?? '', on, number, data, reason };
}
