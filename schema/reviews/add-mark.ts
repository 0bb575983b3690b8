/** A mark as a material of its unit; the same mark on the same day is entered once. */
import type { Actor } from '../../src/kernel/actor';
import { sha256Hex } from '../../src/kernel/digest';
import type { Result } from '../../src/kernel/result';
import { addMaterial, type MaterialAdded } from '../../src/reviews/steps/add-material';
import type { Tx } from '../../src/store/transaction';

interface Command {
  readonly unitCode: string;
  readonly element: string;
  readonly result: 'MET' | 'NOT_MET';
  readonly reason: string;
  readonly on?: string | null;
  readonly actor: Actor;
}

export function addMark(tx: Tx, command: Command): Promise<Result<MaterialAdded>> {
  const { unitCode, element, result, reason, actor } = command;
  const on = command.on ?? tx.today;
  const said = sha256Hex(JSON.stringify([actor.id, unitCode, element, result, reason, on]));
  const material = {
    key: `mark-${said.slice(0, 32)}`,
    uscc: unitCode,
    kind: 'MARK',
    criterion: element.split('.')[0],
    element,
    on,
    data: { result },
    reason,
  };
  return addMaterial(tx, { material, actor });
}
