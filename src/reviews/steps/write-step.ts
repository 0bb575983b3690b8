/** Appends one step to a case. */
import type { Actor } from '../../kernel/actor';
import type { Json } from '../../kernel/canonical-json';
import type { Tx } from '../../store/transaction';
import type { CaseAction, CaseState } from '../lifecycle';
import type { LockedCase } from './lock-case';

export interface Step {
  readonly action: CaseAction;
  readonly state: CaseState;
  readonly detail: { readonly [key: string]: Json | undefined };
  readonly actor: Actor;
}

/** The case must be locked: its version is the next one. */
export async function writeStep(tx: Tx, { id, version }: LockedCase, step: Step): Promise<number> {
  await tx.query(
    `insert into case_step (case_id, version, action, state, on_date, detail, actor_id, actor_name, actor_body, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      version + 1,
      step.action,
      step.state,
      tx.today,
      JSON.stringify(step.detail),
      step.actor.id,
      step.actor.name,
      step.actor.body,
      tx.now,
    ],
  );
  return version + 1;
}
