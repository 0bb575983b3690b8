/**
 * A title that a match brings to a unit. Its re-review was due by the same cycle as that of any other: when it was named,
 * or last re-reviewed, longer ago than that, it comes overdue, so that nobody becomes eligible by an old list.
 */
import { addMonths } from '../../calendar/months';
import { type Attached, attachUnit } from '../../designations/steps/attach-unit';
import type { Actor } from '../../kernel/actor';
import type { Result } from '../../kernel/result';
import type { Tx } from '../../store/transaction';
import { procedureFor } from '../procedure';
import { readLastReview } from '../reads';

interface Command {
  readonly designationId: string;
  readonly unitId: string;
  readonly actor: Actor;
}

export const attachTitle = async (tx: Tx, command: Command): Promise<Result<Attached>> =>
  attachUnit(tx, { ...command, overdue: await whyOverdue(tx, command) });

/** Null: it is not. */
async function whyOverdue(tx: Tx, command: Command): Promise<string | null> {
  const last = await readLastReview(tx, command);
  const cycle = procedureFor(last?.region ?? null, tx.today)?.reviewCycleMonths.value;
  return last === null || cycle === undefined || last.on >= addMonths(tx.today, -cycle)
    ? null
    : `对应到单位时，超过${cycle}个月没有复核`;
}
