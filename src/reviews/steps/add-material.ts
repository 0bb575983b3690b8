/** An officer enters one piece of evidence, or a mark with its reason; open cases of the unit are then evaluated again by whoever asks. */
import { mayAct } from '../../access/rules';
import { appendAudit } from '../../audit/append';
import type { Actor } from '../../kernel/actor';
import { fail, ok, type Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { actsInRegion, OUTSIDE_REGION } from '../lifecycle';
import { readMaterialLine } from '../material-line';
import { writeMaterials } from './write-materials';

export interface AddMaterial {
  /** As a line of the materials file; see `material-line.ts`. */
  readonly material: unknown;
  readonly actor: Actor;
}

export interface MaterialAdded {
  readonly materialId: string;
  readonly unitId: string;
  readonly created: boolean;
}

export async function addMaterial(tx: Tx, { material, actor }: AddMaterial): Promise<Result<MaterialAdded>> {
  if (!mayAct(actor, 'case.mark')) {
    return fail(
      'NOT_ALLOWED',
      '材料由三方办公室经办人员登记。 Evidence is entered by an officer of the tripartite.',
    );
  }
  // Who entered it is who is signed in, whatever the material says.
  const line = readMaterialLine(typeof material === 'object' ? { ...material, by: actor.name } : material);
  if (!line.ok) {
    return line;
  }
  const [outcome] = await writeMaterials(tx, [line.value]);
  if (outcome === undefined || outcome.answer === 'REFUSED') {
    return fail('INVALID_INPUT', outcome?.reason ?? '没有内容');
  }
  const [row] = await tx.query<{ id: string; unit_id: string; region_code: string | null }>(
    `select m.id, m.unit_id, u.region_code from case_material m join unit u on u.id = m.unit_id where m.source_key = $1`,
    [line.value.key],
  );
  if (row === undefined) {
    throw new Error(`material ${line.value.key} was written and is not there`);
  }
  if (!actsInRegion(actor, row.region_code)) {
    return OUTSIDE_REGION;
  }
  await appendAudit(tx, {
    unitId: row.unit_id,
    actor,
    action: 'review.material-added',
    subjectType: 'case_material',
    subjectId: row.id,
    detail: { kind: line.value.kind, element: line.value.element, number: line.value.number ?? undefined },
  });
  return ok({ materialId: row.id, unitId: row.unit_id, created: outcome.answer === 'WRITTEN' });
}
